package dev.e2e.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The guard of a build that was killed, among strangers and beside processes that hide. */
class GuardAttacksTest {
    @RegisterExtension
    final Children children = new Children();

    private long guard;

    @Test
    void aGrandchildWithoutGroupAndTokenIsStoppedAsLongAsItsParentIsOurs() throws Exception {
        Process build = build("setsid env -i sh -c 'trap \"\" TERM; echo $$ > stranger; exec /bin/sleep 60' & wait");
        long stranger = Long.parseLong(children.awaitFile("stranger"));
        assertThat(children.table().environment(stranger)).doesNotContainKey("E2E_TOKEN");

        end(build);

        assertThat(children.running()).isEmpty();
    }

    @Test
    void bystandersThatThePidFileNamesLiveOn() throws Exception {
        try (Bystanders bystanders = children.bystanders("")) {
            Process build = build("exec sleep 60");
            Files.writeString(children.directory().resolve("e2e-orders-bg.pid"), bystanders.pid() + "\n");

            end(build);

            assertThat(bystanders.alive()).isEqualTo(3);
            assertThat(children.running()).hasSize(3);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "0", "-1", "letters"})
    void aPidThatNoneOfOursCanHaveIsNotBelieved(String pid) throws Exception {
        try (Bystanders bystanders = children.bystanders("")) {
            Process build = build("exec sleep 60");
            Path state = children.directory().resolve("e2e-orders-bg.state");
            Files.writeString(state, Files.readString(state).replaceFirst("(?m)^pid=.*$", "pid=" + pid));

            end(build);

            assertThat(bystanders.alive()).isEqualTo(3);
            assertThat(children.running()).hasSize(3); // ours were found by their token
        }
    }

    @Test
    void aVictimsFileIsNotWrittenThroughALinkUnderANameThatTheGuardWouldTake() throws Exception {
        Path victim = Files.writeString(children.directory().resolve("victim"), "precious");
        Process build = build("exec sleep 60");
        for (String suffix : List.of("lock.tmp", "new.tmp")) {
            Path link = children.directory().resolve(".e2e-orders-bg.lock.%d.%s".formatted(guard, suffix));
            Files.createSymbolicLink(link, victim);
        }

        end(build);

        assertThat(victim).hasContent("precious");
        assertThat(children.running()).isEmpty();
    }

    @Test
    void aLogThatBecameALinkIsNotWrittenThrough() throws Exception {
        Path victim = Files.writeString(children.directory().resolve("victim"), "precious");
        Process build = build("exec sleep 60");
        Path log = children.directory().resolve("e2e-orders-bg.log");
        Files.delete(log);
        Files.createSymbolicLink(log, victim);

        end(build);

        assertThat(victim).hasContent("precious");
        assertThat(children.running()).isEmpty();
    }

    private Process build(String script) throws Exception {
        Process build = children.jvm(BuildGuardTest.Build.class, script)
                .redirectOutput(children.directory().resolve("build.out").toFile())
                .start();
        children.awaitFile("e2e-orders-bg.pid");
        guard = Long.parseLong(children.awaitFile("guard"));
        return build;
    }

    /** Kills the build and waits for its guard to be done. */
    private void end(Process build) throws Exception {
        build.destroyForcibly().waitFor();
        Awaitility.await().until(() -> !children.alive(guard));
        assertThat(children.directory().resolve("e2e-orders-bg.state")).doesNotExist();
        assertThat(children.directory().resolve("e2e-orders-bg.lock")).doesNotExist();
    }
}
