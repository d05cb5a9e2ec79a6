package dev.e2e.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.e2e.process.Children;
import dev.e2e.process.E2eException;
import dev.e2e.process.InvalidInputException;
import dev.e2e.process.LaunchSpec;
import dev.e2e.process.Launcher;
import dev.e2e.process.Owner;
import dev.e2e.process.ProcessFailureException;
import dev.e2e.process.ProcessName;
import dev.e2e.process.ProcessState;
import dev.e2e.process.StopRules;
import dev.e2e.readiness.Readiness;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SetStartTest {
    private static final ProcessName ORDERS = new ProcessName("orders");
    private static final ProcessName DB = new ProcessName("db");
    private static final String READY_AND_STAY = "echo READY url=http://127.0.0.1:1; exec sleep 60";

    @RegisterExtension
    final Children children = new Children();

    private final RecordingProgress progress = new RecordingProgress();

    @AfterEach
    void stopAll() throws Exception {
        stopAndReport();
    }

    @Test
    void isReadyWhenItSaysSoAndLeavesThePidFileTheStateAndTheLog() throws Exception {
        Map<ProcessName, ProcessState> started = start(spec("orders", READY_AND_STAY));

        ProcessState state = started.get(ORDERS);
        assertThat(state.published()).containsExactly(Map.entry("url", "http://127.0.0.1:1"));
        assertThat(children.alive(state.launched().pid())).isTrue();
        assertThat(children.directory().resolve("e2e-orders-bg.pid"))
                .hasContent(Long.toString(state.launched().pid()));
        assertThat(children.directory().resolve("e2e-orders-bg.lock")).doesNotExist();
        assertThat(progress.lines).anyMatch(line -> line.startsWith("✅ Orders ready after"));
    }

    @Test
    void startsInOrderOfDependencyAndHandsOnWhatWasPublished() throws Exception {
        start(
                spec("orders", "echo db is $DB; " + READY_AND_STAY, Map.of("DB", "@{db.url}"), "db"),
                spec("db", "echo READY url=jdbc:here; exec sleep 60"));

        assertThat(Files.readString(log("orders"))).startsWith("db is jdbc:here\n");

        StopReport report = stopAndReport();
        assertThat(report.results().keySet()).containsExactly(DB, ORDERS);
        assertThat(report.problems()).isEmpty();
    }

    @Test
    void stopsDependentsBeforeWhatTheyDependOn() throws Exception {
        String noteItsEnd = "trap 'echo $NAME >> order; exit 0' TERM; echo READY; while :; do sleep 0.02; done";
        start(spec("orders", noteItsEnd, Map.of("NAME", "orders"), "db"), spec("db", noteItsEnd, Map.of("NAME", "db")));

        stopAndReport();

        assertThat(children.directory().resolve("order")).hasContent("orders\ndb");
    }

    @Test
    void aProcessThatExitsFailsTheStartWithItsCodeAndLog() {
        assertThatThrownBy(() -> start(
                        spec("db", READY_AND_STAY),
                        spec("orders", "echo cannot open the books; exit 7", Map.of(), "db")))
                .isInstanceOf(ProcessFailureException.class)
                .hasMessageContaining("Process 'orders' exited with 7 before it was ready")
                .hasMessageContaining(log("orders").toString())
                .hasMessageContaining("| cannot open the books");
        assertNothingIsLeftBut("e2e-db-bg.log", "e2e-orders-bg.log");
    }

    @Test
    void aProcessThatIsNotReadyInTimeFailsTheStart() {
        ProcessSpec slow = ProcessSpec.of(
                        ORDERS,
                        children.shell("echo still loading; exec sleep 60"),
                        new Readiness.LogLine(Pattern.compile("READY")))
                .startupTimeout(Duration.ofMillis(300))
                .fixedPorts(List.of())
                .build();

        assertThatThrownBy(() -> start(slow))
                .isInstanceOf(ProcessFailureException.class)
                .hasMessageContaining("Process 'orders' was not ready within 300 ms")
                .hasMessageContaining("| still loading");
        assertNothingIsLeftBut("e2e-orders-bg.log");
    }

    @Test
    void readinessThatComesAsTheProcessDiesIsNone() {
        // The line is whole only once the process is gone: a child of it writes the line's end.
        String wordOfTheDead = "(while kill -0 $$ 2>/dev/null; do sleep 0.01; done; echo) & printf READY; exit 3";
        assertThatThrownBy(() -> start(spec("orders", wordOfTheDead)))
                .isInstanceOf(ProcessFailureException.class)
                .hasMessageContaining("exited with 3 before it was ready");
        assertNothingIsLeftBut("e2e-orders-bg.log");
    }

    @Test
    void replacesWhatRunsAndSaysWhom() throws Exception {
        long first =
                start(spec("orders", READY_AND_STAY)).get(ORDERS).launched().pid();
        assertThat(new RunningAlready(children.store(), children.table()).find(Set.of(ORDERS), null, Set.of()))
                .extracting(RunningAlready::line)
                .containsExactly("⚠️  Orders already running (PID: " + first + ")");

        long second =
                start(spec("orders", READY_AND_STAY)).get(ORDERS).launched().pid();

        assertThat(children.alive(first)).isFalse();
        assertThat(children.alive(second)).isTrue();
    }

    @Test
    void failsOnAConflictWhereThatWasAskedFor() throws Exception {
        long first =
                start(spec("orders", READY_AND_STAY)).get(ORDERS).launched().pid();

        assertThatThrownBy(() ->
                        start(ConflictPolicy.FAIL, Force.RESPECT_OTHER_BUILDS, null, spec("orders", READY_AND_STAY)))
                .isInstanceOf(ProcessFailureException.class)
                .hasMessageContaining("Process 'orders' runs already: PID " + first)
                .hasMessageContaining("mvn e2e:stop -De2e.processes=orders");
        assertThat(children.alive(first)).isTrue();
    }

    @Test
    void respectsAnotherBuildThatIsAliveUnlessForced() throws Exception {
        Process build = children.bystander("exec sleep 60");
        long start = children.table().find(build.pid()).orElseThrow().startTicks();
        Owner other = new Owner(build.pid(), start, children.table().bootId(), "other", "/home/other");
        long first = start(ConflictPolicy.REPLACE, Force.RESPECT_OTHER_BUILDS, other, spec("orders", READY_AND_STAY))
                .get(ORDERS)
                .launched()
                .pid();

        assertThatThrownBy(() -> start(spec("orders", READY_AND_STAY)))
                .isInstanceOf(ProcessFailureException.class)
                .hasMessageContaining("/home/other")
                .hasMessageContaining("-De2e.force=true");
        assertThat(children.alive(first)).isTrue();

        start(ConflictPolicy.REPLACE, Force.STOP_THEM_TOO, null, spec("orders", READY_AND_STAY));
        assertThat(children.alive(first)).isFalse();
    }

    @Test
    void replacesTheProcessOfABuildThatIsGone() throws Exception {
        Process build = children.bystander("exec sleep 60");
        long start = children.table().find(build.pid()).orElseThrow().startTicks();
        Owner gone = new Owner(build.pid(), start, children.table().bootId(), "other", "/home/other");
        long first = start(ConflictPolicy.REPLACE, Force.RESPECT_OTHER_BUILDS, gone, spec("orders", READY_AND_STAY))
                .get(ORDERS)
                .launched()
                .pid();
        build.destroyForcibly().waitFor();

        start(spec("orders", READY_AND_STAY));

        assertThat(children.alive(first)).isFalse();
    }

    @Test
    void refusesToStartBesideWhatCannotBeVerified() throws Exception {
        Process bystander = children.bystander("exec sleep 60");
        Files.writeString(children.directory().resolve("e2e-orders-bg.pid"), bystander.pid() + "\n");

        assertThatThrownBy(() -> start(spec("orders", READY_AND_STAY)))
                .isInstanceOf(ProcessFailureException.class)
                .hasMessageContaining("a PID file without a state file")
                .hasMessageContaining("ps -fp " + bystander.pid());
        assertThat(bystander.isAlive()).isTrue();

        Files.delete(children.directory().resolve("e2e-orders-bg.pid"));
    }

    @Test
    void clearsAwayWhatALaunchThatWasCutShortLeft() throws Exception {
        ProcessState launched = children.launch("orders", "exec sleep 60");
        children.store().write(children.state("orders", launched.token(), null)); // as if the PID was never written

        start(spec("orders", READY_AND_STAY));

        assertThat(children.alive(launched.launched().pid())).isFalse();
    }

    @Test
    void refusesATakenPortAndNamesItsHolderBeforeAnythingIsTouched() throws Exception {
        long running =
                start(spec("orders", READY_AND_STAY)).get(ORDERS).launched().pid();
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            ProcessSpec spec = ProcessSpec.of(
                            ORDERS, children.shell(READY_AND_STAY), new Readiness.LogLine(Pattern.compile("READY")))
                    .startupTimeout(Duration.ofSeconds(30))
                    .fixedPorts(List.of(socket.getLocalPort()))
                    .build();

            assertThatThrownBy(() -> start(spec))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("port " + socket.getLocalPort() + " is taken by PID "
                            + ProcessHandle.current().pid());
        }
        assertThat(children.alive(running)).isTrue();
    }

    @Test
    void refusesAProgramThatIsMissingACircleAndAnUnknownDependency() {
        ProcessSpec missing = ProcessSpec.of(
                        ORDERS,
                        new LaunchSpec(List.of("no-such-program"), children.directory(), Map.of(), Map.of()),
                        new Readiness.LogLine(Pattern.compile("READY")))
                .startupTimeout(Duration.ofSeconds(30))
                .fixedPorts(List.of())
                .build();

        assertThatThrownBy(() -> start(missing))
                .hasMessageContaining("Process 'orders'")
                .hasMessageContaining("'no-such-program'");
        assertThatThrownBy(() -> start(spec("orders", "true", Map.of(), "db"), spec("db", "true", Map.of(), "orders")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("circle");
        assertThatThrownBy(() -> start(spec("orders", "true", Map.of(), "nobody")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("'nobody'");
        assertThat(children.directory()).isEmptyDirectory();
    }

    @Test
    void takesEverythingBackWhenItIsCancelled() throws Exception {
        SetStart start = new SetStart(children.store(), children.table(), Launcher.of(children.table()), progress);
        StartRequest request = request(
                ConflictPolicy.REPLACE,
                Force.RESPECT_OTHER_BUILDS,
                null,
                spec("orders", "echo up > up; exec sleep 60"));
        Thread starter = new Thread(() -> {
            try {
                start.start(request);
            } catch (E2eException | InterruptedException e) {
                progress.lines.add("gave up: " + e.getMessage());
            }
        });
        starter.start();
        children.awaitFile("up");

        assertThat(start.cancel(Duration.ofSeconds(30))).isTrue();

        starter.join(30_000);
        assertThat(progress.lines).anyMatch(line -> line.startsWith("gave up"));
        assertNothingIsLeftBut("e2e-orders-bg.log", "up");
    }

    @Test
    void takesEverythingBackWhenItIsInterrupted() throws Exception {
        Thread starter = new Thread(() -> {
            try {
                start(spec("orders", "echo up > up; exec sleep 60"));
            } catch (E2eException | InterruptedException e) {
                progress.lines.add("ended by " + e.getClass().getSimpleName());
            }
        });
        starter.start();
        children.awaitFile("up");

        starter.interrupt();

        starter.join(30_000);
        assertThat(progress.lines).contains("ended by InterruptedException");
        assertNothingIsLeftBut("e2e-orders-bg.log", "up");
    }

    @Test
    void ofManyStartsAtOnceOneWinsAndNoneIsDoubled() throws Exception {
        List<Thread> starters = new java.util.ArrayList<>();
        for (int i = 0; i < 8; i++) {
            starters.add(new Thread(() -> {
                try {
                    start(spec("orders", "echo $$ >> pids; " + READY_AND_STAY));
                    progress.lines.add("won");
                } catch (E2eException e) {
                    progress.lines.add("told: " + e.getMessage());
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }));
        }
        starters.forEach(Thread::start);
        for (Thread starter : starters) {
            starter.join(60_000);
        }

        assertThat(progress.lines).contains("won");
        assertThat(progress.lines.stream()
                        .filter(line ->
                                line.equals("won") || line.startsWith("told: Process 'orders' is being started"))
                        .count())
                .isEqualTo(8);
        Awaitility.await()
                .until(() -> Files.readAllLines(children.directory().resolve("pids")).stream()
                                .filter(pid -> children.alive(Long.parseLong(pid)))
                                .count()
                        == 1);
    }

    private Map<ProcessName, ProcessState> start(ProcessSpec... specs) throws E2eException, InterruptedException {
        return start(ConflictPolicy.REPLACE, Force.RESPECT_OTHER_BUILDS, null, specs);
    }

    private Map<ProcessName, ProcessState> start(ConflictPolicy policy, Force force, Owner owner, ProcessSpec... specs)
            throws E2eException, InterruptedException {
        return new SetStart(children.store(), children.table(), Launcher.of(children.table()), progress)
                .start(request(policy, force, owner, specs));
    }

    private static StartRequest request(ConflictPolicy policy, Force force, Owner owner, ProcessSpec... specs) {
        return new StartRequest(
                List.of(specs),
                Set.of(),
                policy,
                force,
                owner == null ? null : new Member(owner, "g:a", Set.of("g:a")),
                Set.of());
    }

    private ProcessSpec spec(String name, String script) {
        return spec(name, script, Map.of());
    }

    private ProcessSpec spec(String name, String script, Map<String, String> environment, String... dependsOn) {
        LaunchSpec shell = children.shell(script);
        return ProcessSpec.of(
                        new ProcessName(name),
                        new LaunchSpec(shell.command(), shell.workingDirectory(), environment, Map.of()),
                        new Readiness.LogLine(Pattern.compile("^READY(?: url=(?<url>\\S+))?")))
                .dependsOn(
                        Set.of(dependsOn).stream().map(ProcessName::new).collect(java.util.stream.Collectors.toSet()))
                .startupTimeout(Duration.ofSeconds(30))
                .stop(StopRules.of(Duration.ofSeconds(5), children.directory()))
                .build();
    }

    private Path log(String name) {
        return children.store().directory().files(new ProcessName(name)).log();
    }

    private StopReport stopAndReport() throws E2eException, InterruptedException {
        return new SetStop(children.store(), children.table())
                .run(new SetStop.Request(
                        children.store().directory().names(),
                        Optional.empty(),
                        Member.endOf(Owner.thisProcess(children.table(), "test", "/test")),
                        Force.STOP_THEM_TOO));
    }

    private void assertNothingIsLeftBut(String... files) {
        assertThat(children.directory().toFile().list()).containsExactlyInAnyOrder(files);
    }
}
