package dev.e2e.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StateStoreTest {
    private static final ProcessName ORDERS = new ProcessName("orders");

    @RegisterExtension
    final Children children = new Children();

    @Test
    void tellsNothingRunningAndStaleApart() throws Exception {
        assertThat(children.store().examine(ORDERS)).isEqualTo(new Existing.Nothing());

        ProcessState state = children.launch("orders", "exec sleep 60");
        assertThat(children.store().examine(ORDERS))
                .isInstanceOfSatisfying(
                        Existing.Running.class,
                        running -> assertThat(running.state()).isEqualTo(state));

        children.stop(state, Duration.ofSeconds(10));
        assertThat(children.store().examine(ORDERS))
                .isInstanceOfSatisfying(
                        Existing.Stale.class,
                        stale -> assertThat(stale.reason()).isEqualTo("stale PID file"));

        children.store().remove(ORDERS);
        assertThat(children.store().examine(ORDERS)).isEqualTo(new Existing.Nothing());
        assertThat(children.directory().toFile().list()).containsExactly("e2e-orders-bg.log");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "-1", "letters", "", "12 13", "1073741824", "99999999999999999999"})
    void aPidFileWithNonsenseIsStale(String content) throws Exception {
        Files.writeString(children.directory().resolve("e2e-orders-bg.pid"), content);

        assertThat(children.store().examine(ORDERS)).isInstanceOf(Existing.Stale.class);
    }

    @Test
    void ourOwnPidAndAMegabyteOfNoiseAreStaleToo() throws Exception {
        Files.writeString(
                children.directory().resolve("e2e-orders-bg.pid"),
                ProcessHandle.current().pid() + "\n");
        assertThat(children.store().examine(ORDERS)).isInstanceOf(Existing.Stale.class);

        Files.writeString(children.directory().resolve("e2e-orders-bg.pid"), "7".repeat(1024 * 1024));
        assertThat(children.store().examine(ORDERS)).isInstanceOf(Existing.Stale.class);
    }

    @Test
    void aPidFileAloneProvesNothing() throws Exception {
        Process bystander = children.bystander("exec sleep 60");
        Files.writeString(children.directory().resolve("e2e-orders-bg.pid"), bystander.pid() + "\n");

        assertThat(children.store().examine(ORDERS))
                .isEqualTo(new Existing.Unverifiable(bystander.pid(), "a PID file without a state file"));
    }

    @Test
    void aReusedPidIsForeign() throws Exception {
        Process bystander = children.bystander("exec sleep 60");
        long start = children.table().find(bystander.pid()).orElseThrow().startTicks();
        children.store()
                .write(children.state("orders", "token", new ProcessState.Launched(bystander.pid(), start - 1)));

        assertThat(children.store().examine(ORDERS)).isInstanceOf(Existing.Foreign.class);
    }
}
