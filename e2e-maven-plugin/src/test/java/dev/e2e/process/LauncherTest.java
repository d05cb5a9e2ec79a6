package dev.e2e.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LauncherTest {
    @RegisterExtension
    final Children children = new Children();

    @Test
    void leadsASessionAndGroupOfItsOwnAndCarriesTheToken() throws Exception {
        ProcessState state = children.launch("orders", "echo up > up; exec sleep 60");
        children.awaitFile("up");
        long pid = state.launched().pid();

        ProcessFacts facts = children.table().find(pid).orElseThrow();
        assertThat(facts.session()).isEqualTo(pid);
        assertThat(facts.group()).isEqualTo(pid);
        assertThat(children.table().token(pid)).isEqualTo(new TokenEvidence.Found(state.token()));
        assertThat(state.identity().orElseThrow().verify(children.table())).isInstanceOf(Identity.Verdict.Ours.class);
        assertThat(Files.readString(children.directory().resolve("e2e-orders-bg.pid")))
                .isEqualTo(pid + "\n");

        children.stop(state, Duration.ofSeconds(5));
    }

    @Test
    void writesBothOutputsToThePrivateLogAndReadsNothing() throws Exception {
        ProcessState state = children.launch("orders", "echo out; echo err >&2; cat; echo end");
        Path log = children.store().directory().files(state.name()).log();

        Awaitility.await().until(() -> Files.readString(log).contains("end"));
        assertThat(Files.readString(log)).isEqualTo("out\nerr\nend\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(log)))
                .isEqualTo("rw-------");
    }

    @Test
    void aKeeperThatComesTooLateRunsNothingOfTheNextLaunch() throws Exception {
        Path work = Files.createDirectory(children.directory().resolve("e2e-orders-bg.work"));
        Files.writeString(work.resolve("token"), "the next launch\n");
        Files.writeString(work.resolve("command"), "touch ran");
        ProcessBuilder builder = new ProcessBuilder(
                        "setsid", "sh", "-c", ShellScript.text("keeper.sh"), "late", work.toString(), "1000", "setsid")
                .directory(children.directory().toFile());
        builder.environment().put(ProcessTable.TOKEN_VARIABLE, "the launch before");

        Process keeper = builder.start();

        assertThat(keeper.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(keeper.exitValue()).isEqualTo(126);
        assertThat(children.directory().resolve("ran")).doesNotExist();
        assertThat(work.toFile().list()).containsExactlyInAnyOrder("token", "command");
    }

    @Test
    void keepsTheLogOfTheLaunchBefore() throws Exception {
        ProcessState first = children.launch("orders", "echo first");
        Path log = children.store().directory().files(first.name()).log();
        Awaitility.await().until(() -> Files.readString(log).equals("first\n"));

        children.launch("orders", "echo second");

        Awaitility.await().until(() -> Files.readString(log).equals("second\n"));
        assertThat(log.resolveSibling(log.getFileName() + ".1")).hasContent("first");
    }

    @Test
    void neverWritesThroughALinkThatLiesUnderTheLogsName() throws Exception {
        Path victim = Files.writeString(children.directory().resolve("victim"), "precious");
        Path log = children.store().directory().files(new ProcessName("orders")).log();
        Files.createSymbolicLink(log, victim);

        assertThatThrownBy(() -> children.launch("orders", "echo overwritten"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(log.toString())
                .hasMessageContaining("symbolic link");
        assertThat(victim).hasContent("precious");
    }

    @Test
    void theKeeperOfACommandThatEndsAtOnceEndsToo() throws Exception {
        Launcher launcher = Launcher.of(children.table());
        List<Callable<Integer>> launches = new ArrayList<>();
        for (int i = 0; i < 160; i++) {
            ProcessName name = new ProcessName("p" + i);
            launches.add(() -> {
                children.store().prepare(name);
                Process keeper = launcher.launch(
                                children.shell("exit 7"),
                                children.store().directory().files(name),
                                "token")
                        .keeper();
                return keeper.waitFor(30, TimeUnit.SECONDS) ? keeper.exitValue() : -1;
            });
        }

        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            for (Future<Integer> exit : threads.invokeAll(launches)) {
                assertThat(exit.get()).isEqualTo(7);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void findsProgramsOnThePathAndNothingElse() {
        assertThat(Launcher.program("sh", System.getenv())).isPresent();
        assertThat(Launcher.program("no-such-program", System.getenv())).isEmpty();
        assertThat(Launcher.program("/etc/passwd", System.getenv())).isEmpty();
    }
}
