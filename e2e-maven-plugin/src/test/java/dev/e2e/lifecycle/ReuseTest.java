package dev.e2e.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.e2e.process.Children;
import dev.e2e.process.Launcher;
import dev.e2e.process.Owner;
import dev.e2e.process.ProcessFailureException;
import dev.e2e.process.ProcessName;
import dev.e2e.process.ProcessState;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What runs already is kept where it is of the same specification. */
class ReuseTest {
    private static final ProcessName ORDERS = new ProcessName("orders");
    private static final ProcessName WEB = new ProcessName("web");

    @RegisterExtension
    final Children children = new Children();

    private final RecordingProgress progress = new RecordingProgress();

    @AfterEach
    void stopAll() throws Exception {
        new SetStop(children.store(), children.table())
                .run(new SetStop.Request(
                        Set.of(ORDERS, WEB), java.util.Optional.empty(), endOfBuild(), Force.STOP_THEM_TOO));
    }

    @Test
    void keepsWhatIsTheSameStartsWhatIsMissingAndGivesItNoOwner() throws Exception {
        ProcessState orders =
                start(ConflictPolicy.REPLACE, null, spec("orders", "")).get(ORDERS);

        Map<ProcessName, ProcessState> states =
                start(ConflictPolicy.REUSE, endOfBuild(), spec("orders", ""), spec("web", ""));

        assertThat(states.get(ORDERS).token()).isEqualTo(orders.token());
        assertThat(states.get(WEB).owner()).isNotNull();
        assertThat(children.store().examine(ORDERS).knownState().orElseThrow().owner())
                .isNull();
    }

    @Test
    void anotherSpecificationEndsTheStartAndTouchesNothing() throws Exception {
        long orders =
                pid(start(ConflictPolicy.REPLACE, null, spec("orders", "")).get(ORDERS));

        assertThatThrownBy(() -> start(ConflictPolicy.REUSE, endOfBuild(), spec("orders", "true; "), spec("web", "")))
                .isInstanceOf(ProcessFailureException.class)
                .hasMessageContaining("cannot be reused")
                .hasMessageContaining("Process 'orders' runs already: PID " + orders)
                .hasMessageContaining("it belongs to no build");

        assertThat(children.alive(orders)).isTrue();
        assertThat(children.store().examine(WEB).knownState()).isEmpty();
    }

    @Test
    void whatAnotherLiveBuildHasIsNotForReuse() throws Exception {
        Process build = children.bystander("exec sleep 60");
        long ticks = children.table().find(build.pid()).orElseThrow().startTicks();
        Owner other = new Owner(build.pid(), ticks, children.table().bootId(), "other", "/home/other");
        start(ConflictPolicy.REPLACE, Member.endOf(other), spec("orders", ""));

        assertThatThrownBy(() -> start(ConflictPolicy.REUSE, null, spec("orders", "")))
                .hasMessageContaining("/home/other")
                .hasMessageContaining("which is alive; wait for it");
    }

    private Map<ProcessName, ProcessState> start(ConflictPolicy policy, Member member, ProcessSpec... specs)
            throws Exception {
        return new SetStart(children.store(), children.table(), Launcher.of(children.table()), progress)
                .start(new StartRequest(
                        List.of(specs), Set.of(), policy, Force.RESPECT_OTHER_BUILDS, member, Set.of()));
    }

    private ProcessSpec spec(String name, String before) {
        return new Sets(children)
                .spec(new ProcessName(name), before + Sets.READY_AND_STAY)
                .build();
    }

    private Member endOfBuild() {
        return Member.endOf(Owner.thisProcess(children.table(), "this", "/home/this"));
    }

    private static long pid(ProcessState state) {
        return state.identity().orElseThrow().pid();
    }
}
