package dev.e2e.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityTest {
    @RegisterExtension
    final Children children = new Children();

    @Test
    void pidStartBootAndTokenTogetherProveAProcess() throws Exception {
        Identity ours = children.launch("orders", "exec sleep 60").identity().orElseThrow();

        assertThat(ours.verify(children.table())).isInstanceOf(Identity.Verdict.Ours.class);
        assertThat(with(ours, ours.startTicks() - 1, ours.bootId(), ours.token()))
                .isInstanceOf(Identity.Verdict.Foreign.class);
        assertThat(with(ours, ours.startTicks(), "an-earlier-boot", ours.token()))
                .isInstanceOf(Identity.Verdict.Gone.class);
        assertThat(with(ours, ours.startTicks(), ours.bootId(), "another-token"))
                .isInstanceOf(Identity.Verdict.Foreign.class);

        ProcessHandle.of(ours.pid()).orElseThrow().destroyForcibly();
        Awaitility.await()
                .untilAsserted(
                        () -> assertThat(ours.verify(children.table())).isInstanceOf(Identity.Verdict.Gone.class));
    }

    @Test
    void aProcessWithoutAnyTokenCannotBeVerified() throws Exception {
        Process bystander = children.bystander("exec sleep 60");
        ProcessFacts facts = children.table().find(bystander.pid()).orElseThrow();

        Identity claim =
                new Identity(facts.pid(), facts.startTicks(), children.table().bootId(), "token");

        assertThat(claim.verify(children.table())).isInstanceOf(Identity.Verdict.Unverifiable.class);
    }

    @Test
    void aZombieIsNotAlive() throws Exception {
        children.bystander("sh -c 'echo $$ > zombie' & exec sleep 60");
        long zombie = Long.parseLong(children.awaitFile("zombie"));
        Awaitility.await()
                .until(() -> children.table()
                        .find(zombie)
                        .filter(facts -> facts.state() == 'Z')
                        .isPresent());
        ProcessFacts facts = children.table().find(zombie).orElseThrow();

        Identity claim =
                new Identity(zombie, facts.startTicks(), children.table().bootId(), "token");

        assertThat(claim.verify(children.table())).isInstanceOf(Identity.Verdict.Gone.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, -1, Long.MIN_VALUE})
    void noProcessOfOursHasSuchAPid(long pid) {
        assertThat(new Identity(pid, 1, children.table().bootId(), "token").verify(children.table()))
                .isInstanceOf(Identity.Verdict.Foreign.class);
    }

    @Test
    void neverOurselves() {
        long self = ProcessHandle.current().pid();
        long start = children.table().find(self).orElseThrow().startTicks();

        assertThat(new Identity(self, start, children.table().bootId(), "token").verify(children.table()))
                .isInstanceOf(Identity.Verdict.Foreign.class);
    }

    @Test
    void readsFactsOfACommandWhoseNameLooksLikeFacts() {
        String stat = "42 (a) S 9 (b)) R 1 40 41 0 -1 4194304 1 0 0 0 0 0 0 0 20 0 1 0 987654 1 1";

        assertThat(LinuxProcessTable.parse(42, stat)).isEqualTo(new ProcessFacts(42, 'R', 1, 40, 41, 987654));
    }

    private Identity.Verdict with(Identity identity, long ticks, String boot, String token) {
        return new Identity(identity.pid(), ticks, boot, token).verify(children.table());
    }
}
