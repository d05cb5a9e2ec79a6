package dev.e2e.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ProcessStopTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(200);

    @RegisterExtension
    final Children children = new Children();

    @Test
    void aProcessThatHeedsTermEndsByItself() throws Exception {
        ProcessState state = children.launch(
                "orders", "trap 'echo ended > ended; exit 0' TERM; echo up > up; while :; do sleep 0.05; done");
        children.awaitFile("up");

        assertThat(children.stop(state, LONG)).isEqualTo(ProcessStop.Outcome.ENDED);
        assertThat(children.awaitFile("ended")).isEqualTo("ended");
        assertThat(children.alive(state.launched().pid())).isFalse();
    }

    @Test
    void aTreeThatIgnoresTermIsKilledAfterItsGrace() throws Exception {
        ProcessState state = children.launch("orders", "trap '' TERM; sleep 60 & echo $! > child; wait; sleep 60");
        long child = Long.parseLong(children.awaitFile("child"));

        assertThat(children.stop(state, SHORT)).isEqualTo(ProcessStop.Outcome.KILLED);
        assertThat(children.alive(state.launched().pid())).isFalse();
        assertThat(children.alive(child)).isFalse();
    }

    @Test
    void aChildThatIgnoresTermDoesNotOutliveItsLeader() throws Exception {
        ProcessState state = children.launch(
                "orders", "(trap '' TERM; echo up > up; while :; do sleep 0.05; done) & echo $! > child; wait");
        children.awaitFile("up");
        long child = Long.parseLong(children.awaitFile("child"));

        assertThat(children.stop(state, SHORT)).isEqualTo(ProcessStop.Outcome.KILLED);
        assertThat(children.alive(child)).isFalse();
    }

    @Test
    void aGrandchildThatLeftTheGroupIsFoundByItsToken() throws Exception {
        ProcessState state =
                children.launch("orders", "setsid sh -c 'echo $$ > runaway; exec sleep 60' & exec sleep 60");
        long runaway = Long.parseLong(children.awaitFile("runaway"));

        assertThat(children.stop(state, LONG)).isEqualTo(ProcessStop.Outcome.ENDED);
        assertThat(children.alive(runaway)).isFalse();
    }

    @Test
    void whatALeaderLeftBehindIsStoppedToo() throws Exception {
        ProcessState state = children.launch("orders", "sleep 60 & echo $! > child; exit 0");
        long child = Long.parseLong(children.awaitFile("child"));
        Awaitility.await().until(() -> !children.alive(state.launched().pid()));

        assertThat(children.stop(state, LONG)).isEqualTo(ProcessStop.Outcome.ENDED);
        assertThat(children.alive(child)).isFalse();
    }

    @Test
    void aSuspendedProcessIsWokenToEnd() throws Exception {
        ProcessState state = children.launch("orders", "echo up > up; kill -STOP $$; sleep 60");
        children.awaitFile("up");
        Awaitility.await()
                .until(() -> children.table()
                        .find(state.launched().pid())
                        .filter(facts -> facts.state() == 'T')
                        .isPresent());

        assertThat(children.stop(state, LONG)).isEqualTo(ProcessStop.Outcome.ENDED);
    }

    @Test
    void aProcessWithoutOurTokenIsNeverSignalled() throws Exception {
        Process bystander = children.bystander("echo up > up; sleep 60 & sleep 60 & wait");
        children.awaitFile("up");
        ProcessFacts facts = children.table().find(bystander.pid()).orElseThrow();
        ProcessState claim = children.state(
                "orders", "a-token-it-does-not-have", new ProcessState.Launched(facts.pid(), facts.startTicks()));

        assertThat(children.stop(claim, SHORT)).isEqualTo(ProcessStop.Outcome.NOTHING_RAN);
        assertThat(bystander.isAlive()).isTrue();
        assertThat(children.table().list().stream()
                        .filter(member -> member.alive() && member.group() == facts.pid())
                        .count())
                .isEqualTo(3);
        children.endChildrenOf(bystander);
    }
}
