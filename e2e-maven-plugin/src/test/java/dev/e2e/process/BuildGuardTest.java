package dev.e2e.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A JVM stands for a build: it starts a guard, launches, and is killed. */
class BuildGuardTest {
    @RegisterExtension
    final Children children = new Children();

    @Test
    void stopsWhatTheBuildOwnsWhenItsJvmIsKilled() throws Exception {
        Process build = build("exec sleep 60");
        long orders = pid("orders");
        ProcessState nobodys = children.launch("nobodys", "exec sleep 60");

        build.destroyForcibly().waitFor();

        awaitGone("orders");
        assertThat(children.alive(orders)).isFalse();
        assertThat(children.alive(nobodys.launched().pid())).isTrue();
        assertThat(children.directory().resolve("e2e-orders-bg.log")).content().contains("its guard did");
        children.stop(nobodys, Duration.ofSeconds(10));
    }

    @Test
    void stopsATreeThatIgnoresTermAndAGrandchildThatLeftTheGroup() throws Exception {
        Process build = build("trap '' TERM; setsid sh -c 'echo $$ > runaway; exec sleep 60' & "
                + "sleep 60 & echo $! > child; wait; sleep 60");
        long orders = pid("orders");
        long child = Long.parseLong(children.awaitFile("child"));
        long runaway = Long.parseLong(children.awaitFile("runaway"));

        build.destroyForcibly().waitFor();

        awaitGone("orders");
        assertThat(List.of(orders, child, runaway)).noneMatch(children::alive);
    }

    @Test
    void stopsALaunchWhosePidWasNotWrittenYet() throws Exception {
        Process build = build("exec sleep 60");
        long orders = pid("orders");
        Path state = children.directory().resolve("e2e-orders-bg.state");
        Files.writeString(state, Files.readString(state).replaceAll("(?m)^(pid|start)=.*\n", ""));
        Files.delete(children.directory().resolve("e2e-orders-bg.pid"));

        build.destroyForcibly().waitFor();

        awaitGone("orders");
        Awaitility.await().until(() -> !children.alive(orders));
    }

    @Test
    void takesTheLockOverThatTheBuildHeld() throws Exception {
        Process build = build("exec sleep 60");
        long orders = pid("orders");
        lockOrders(build);

        build.destroyForcibly().waitFor();

        awaitGone("orders");
        assertThat(children.alive(orders)).isFalse();
        Awaitility.await().until(() -> hiddenAndLocks().isEmpty());
    }

    @Test
    void removesWhatTheBuildWasWritingAboutAProcessThatRuns() throws Exception {
        Process build = build("exec sleep 60");
        pid("orders");
        lockOrders(build);
        Files.writeString(
                children.directory().resolve(".e2e-orders-bg.state.%d.17.tmp".formatted(build.pid())), "half of it");

        build.destroyForcibly().waitFor();

        awaitGone("orders");
        Awaitility.await().until(() -> hiddenAndLocks().isEmpty());
    }

    private void lockOrders(Process build) throws Exception {
        Files.writeString(
                children.directory().resolve("e2e-orders-bg.lock"),
                "pid=%d\nstart=%d\nboot=%s\nnonce=n1\npurpose=START\n"
                        .formatted(
                                build.pid(),
                                children.table().find(build.pid()).orElseThrow().startTicks(),
                                children.table().bootId()));
    }

    @Test
    void removesTheLocksThatTheBuildHeldOfNamesItHadNotLaunchedYet() throws Exception {
        Process build = build("exec sleep 60");
        String holder = "pid=%d\nstart=%d\nboot=%s\nnonce=%s\npurpose=START\n";
        long start = children.table().find(build.pid()).orElseThrow().startTicks();
        Path lock = children.directory().resolve("e2e-next-bg.lock");
        Files.writeString(
                lock, holder.formatted(build.pid(), start, children.table().bootId(), "n1"));
        Path successor = lock.resolveSibling(lock.getFileName() + ".n1"); // of a contender that died, too
        Files.writeString(
                successor, holder.formatted(build.pid(), start, children.table().bootId(), "n2"));
        Path living = children.directory().resolve("e2e-other-bg.lock");
        long self = ProcessHandle.current().pid();
        long selfStart = children.table().find(self).orElseThrow().startTicks();
        Files.writeString(
                living, holder.formatted(self, selfStart, children.table().bootId(), "n3"));

        build.destroyForcibly().waitFor();

        awaitGone("orders");
        assertThat(hiddenAndLocks()).containsExactly(living.getFileName().toString());
    }

    @Test
    void neverSignalsABystanderWhosePidOurStateNames() throws Exception {
        Process bystander = children.bystander("echo up > up; sleep 60 & sleep 60 & wait");
        children.awaitFile("up");
        Process build = build("exec sleep 60");
        long orders = pid("orders");
        Path state = children.directory().resolve("e2e-orders-bg.state");
        Files.writeString(state, Files.readString(state).replaceFirst("(?m)^pid=.*$", "pid=" + bystander.pid()));

        build.destroyForcibly().waitFor();

        awaitGone("orders");
        assertThat(bystander.isAlive()).isTrue();
        assertThat(bystander.descendants().filter(ProcessHandle::isAlive).count())
                .isEqualTo(2);
        assertThat(children.alive(orders)).isFalse(); // found by its token
        children.endChildrenOf(bystander);
    }

    @Test
    void leavesAtOnceWhenItIsReleased() throws Exception {
        BuildGuard guard = BuildGuard.start(children.store().directory(), "build");
        assertThat(children.alive(guard.pid().orElseThrow())).isTrue();

        guard.close();

        assertThat(children.alive(guard.pid().orElseThrow())).isFalse();
    }

    private Process build(String script) throws Exception {
        Process build = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path", "").replace("\n", File.pathSeparator),
                        Build.class.getName(),
                        script)
                .directory(children.directory().toFile())
                .redirectErrorStream(true)
                .redirectOutput(children.directory().resolve("build.out").toFile())
                .start();
        Awaitility.await()
                .until(() -> Files.exists(children.directory().resolve("e2e-orders-bg.pid")) || !build.isAlive());
        assertThat(build.isAlive())
                .as(() -> readQuietly(children.directory().resolve("build.out")))
                .isTrue();
        return build;
    }

    private static String readQuietly(Path file) {
        try {
            return Files.readString(file);
        } catch (java.io.IOException e) {
            return e.toString();
        }
    }

    private long pid(String name) {
        return Long.parseLong(children.awaitFile("e2e-" + name + "-bg.pid"));
    }

    private void awaitGone(String name) {
        Awaitility.await()
                .until(() -> !Files.exists(children.directory().resolve("e2e-" + name + "-bg.state"))
                        && !Files.exists(children.directory().resolve("e2e-" + name + "-bg.pid")));
        long guard = Long.parseLong(children.awaitFile("guard"));
        Awaitility.await().until(() -> !children.alive(guard));
    }

    private List<String> hiddenAndLocks() {
        return List.of(children.directory().toFile().list()).stream()
                .filter(name -> name.startsWith(".") || name.contains(".lock"))
                .toList();
    }

    /** The build: guards, launches, and waits to be killed. */
    static final class Build {
        public static void main(String[] arguments) throws Exception {
            Path directory = Path.of("").toAbsolutePath();
            ProcessTable table = ProcessTable.ofThisMachine();
            StateDirectory opened = StateDirectory.openForWriting(directory);
            StateStore store = new StateStore(opened, table);
            BuildGuard guard = BuildGuard.start(opened, "the-build");
            Files.writeString(
                    directory.resolve("guard"), Long.toString(guard.pid().orElseThrow()));
            ProcessState intent = new ProcessState(
                    new ProcessName("orders"),
                    Phase.STARTING,
                    "token-" + guard.pid().orElseThrow(),
                    table.bootId(),
                    null,
                    List.of("sh"),
                    "digest",
                    new TreeSet<>(),
                    StopRules.of(Duration.ofSeconds(10), directory),
                    Owner.thisProcess(table, "the-build", directory.toString()),
                    new TreeSet<>(),
                    java.time.Instant.now(),
                    null,
                    Map.of(),
                    new TreeMap<>());
            store.prepare(intent.name());
            store.write(intent);
            Launcher.Launched launched = Launcher.of(table)
                    .launch(
                            new LaunchSpec(List.of("sh", "-c", arguments[0]), directory, Map.of(), Map.of()),
                            opened.files(intent.name()),
                            intent.token());
            store.write(intent.launchedAs(launched.identity()));
            Thread.sleep(Duration.ofMinutes(2).toMillis()); // until the test kills it
        }
    }
}
