package dev.e2e.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The keeper's script where things are as on a BSD: no /proc, no setsid, and a wc that pads its numbers. */
class KeeperTest {
    @RegisterExtension
    final Children children = new Children();

    private Path work;
    private Path log;

    @BeforeEach
    void makeFiles() throws Exception {
        work = Files.createDirectory(children.directory().resolve("e2e-orders-bg.work"));
        log = Files.createFile(children.directory().resolve("e2e-orders-bg.log"));
        Path wc = Files.createDirectory(children.directory().resolve("bin")).resolve("wc");
        Files.writeString(wc, "#!/bin/sh\nPATH=${PATH#*:} && printf '%8d\\n' \"$(wc \"$@\")\"\n");
        Files.setPosixFilePermissions(wc, PosixFilePermissions.fromString("rwx------"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sh", "bash", "zsh"})
    void rotatesALogWithoutProc(String shell) throws Exception {
        assumeThat(Launcher.program(shell, System.getenv()))
                .as(shell + ", one of the shells that /bin/sh may be")
                .isPresent();
        Process keeper =
                keep(shell, "printf '%05000d\\n' 7; while [ ! -e go ]; do sleep 0.05; done; echo after; exit 3");
        Path rotated = log.resolveSibling(log.getFileName() + ".1");
        Awaitility.await().until(() -> Files.exists(rotated) && Files.size(log) == 0);
        Files.createFile(children.directory().resolve("go"));

        assertThat(keeper.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(keeper.exitValue()).isEqualTo(3);
        assertThat(work.resolve("exit")).hasContent("3");
        assertThat(Files.readString(rotated)).hasSize(1000).endsWith("0007\n");
        assertThat(log).hasContent("after");
    }

    @Test
    void tellsNothingToALaterLaunch() throws Exception {
        Process keeper = keep("sh", "echo up > up; while [ ! -e go ]; do sleep 0.05; done");
        children.awaitFile("up");
        new OwnedFile(work, Files.getOwner(work), Steps.UNHEARD).createDirectory();
        Files.writeString(work.resolve("token"), "later\n");
        Files.createFile(children.directory().resolve("go"));

        assertThat(keeper.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(work.toFile().list()).containsExactly("token");
    }

    private Process keep(String shell, String script) throws Exception {
        assumeThat(Launcher.program("perl", System.getenv()))
                .as("perl, which macOS has and this machine may lack")
                .isPresent();
        Files.writeString(work.resolve("token"), "this\n");
        Files.writeString(work.resolve("command"), "exec sh -c " + ShellScript.quote(List.of(script)) + "\n");
        String keeper = ShellScript.text("keeper.sh");
        assertThat(keeper).contains("/proc/self/fd/1");
        List<String> command = new ArrayList<>(OperatingSystem.MACOS.newSession());
        command.addAll(
                List.of(shell, "-c", keeper.replace("/proc/", "/no/proc/"), "e2e-keeper", work.toString(), "1000"));
        command.addAll(OperatingSystem.MACOS.newSession());
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(children.directory().toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().put(ProcessTable.TOKEN_VARIABLE, "this");
        builder.environment()
                .merge("PATH", children.directory().resolve("bin").toString(), (path, bin) -> bin + ":" + path);
        return builder.start();
    }
}
