package dev.e2e.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Real children in a directory of their own, and after each test the proof that none of them is left. */
public final class Children implements BeforeEachCallback, AfterEachCallback {
    private final List<Process> others = new ArrayList<>();
    private Path directory;
    private ProcessTable table;
    private StateStore store;

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        directory = Files.createTempDirectory("e2e-test");
        table = ProcessTable.ofThisMachine();
        store = new StateStore(StateDirectory.openForWriting(directory), table);
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        for (Process other : others) {
            other.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
        List<ProcessFacts> left = here();
        for (ProcessFacts facts : left) {
            ProcessHandle.of(facts.pid()).ifPresent(ProcessHandle::destroyForcibly);
        }
        Awaitility.await()
                .until(() -> left.stream()
                        .noneMatch(facts -> table.find(facts.pid())
                                .filter(ProcessFacts::alive)
                                .isPresent()));
        new OwnedFile(directory, Files.getOwner(directory), Steps.UNHEARD).deleteTree();
        if (context.getExecutionException().isEmpty()) {
            assertThat(left).as("processes that outlived the test").isEmpty();
        }
    }

    private List<ProcessFacts> here() {
        return table.list().stream()
                .filter(facts -> facts.alive() && worksHere(facts.pid()))
                .toList();
    }

    /** The PIDs of all that runs in the test's directory, keepers and bystanders included. */
    public List<Long> running() {
        return here().stream().map(ProcessFacts::pid).toList();
    }

    /** Every child of a test runs in the test's directory. */
    public boolean worksHere(long pid) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/" + pid + "/cwd")).startsWith(directory);
        } catch (IOException e) {
            return false;
        }
    }

    public Path directory() {
        return directory;
    }

    public ProcessTable table() {
        return table;
    }

    public StateStore store() {
        return store;
    }

    /** A spec that runs a shell script in the test's directory. */
    public LaunchSpec shell(String script) {
        return new LaunchSpec(List.of("sh", "-c", script), directory, Map.of(), Map.of());
    }

    /** Launches a script as the product does and returns its state, which is on disk. */
    public ProcessState launch(String name, String script) throws E2eException, InterruptedException {
        ProcessState intent = state(name, UUID.randomUUID().toString(), null);
        store.prepare(intent.name());
        store.write(intent);
        Launcher.Launched launched =
                Launcher.of(table).launch(shell(script), store.directory().files(intent.name()), intent.token());
        ProcessState state = intent.launchedAs(launched.identity());
        store.write(state);
        return state;
    }

    /** A process that has nothing to do with ours. */
    public Process bystander(String script) throws IOException {
        Process process = new ProcessBuilder("setsid", "sh", "-c", script)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        others.add(process);
        return process;
    }

    /** A bystander that leads its own group and has two children in it. */
    public Bystanders bystanders(String environment) throws IOException {
        Process leader = bystander(environment + " exec sh -c 'sleep 60 & sleep 60 & echo up > bystanders-up; wait'");
        awaitFile("bystanders-up");
        return new Bystanders(table, leader);
    }

    /** What starts a class of the tests in a JVM of its own, in the test's directory. */
    public ProcessBuilder jvm(Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path", ""),
                main.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
    }

    /** Ends the children of a bystander, and waits until they are gone. */
    public void endChildrenOf(Process bystander) {
        List<ProcessHandle> descendants = bystander.descendants().toList();
        descendants.forEach(ProcessHandle::destroyForcibly);
        Awaitility.await().until(() -> descendants.stream().noneMatch(child -> alive(child.pid())));
    }

    /** A state that claims this identity. */
    public ProcessState state(String name, String token, ProcessState.Launched launched) {
        return state(name, token, launched, table.bootId());
    }

    /** A state that claims this identity, of another boot or on another system. */
    public ProcessState state(String name, String token, ProcessState.Launched launched, String bootId) {
        return new ProcessState(
                new ProcessName(name),
                Phase.STARTING,
                token,
                bootId,
                launched,
                List.of("sh"),
                "digest",
                new TreeSet<>(),
                StopRules.of(Duration.ofSeconds(10), directory),
                null,
                new TreeSet<>(),
                Instant.parse("2026-01-01T00:00:00Z"),
                null,
                Map.of(),
                new TreeMap<>());
    }

    /** Waits until a script has written this file in the test's directory, and returns its text. */
    public String awaitFile(String name) {
        Path file = directory.resolve(name);
        Awaitility.await().pollInterval(Duration.ofMillis(10)).until(() -> Files.exists(file) && Files.size(file) > 0);
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Kills a process that this test has launched, and waits until its keeper has noted that. */
    public void kill(long pid) throws InterruptedException {
        long keeper = table.find(pid).orElseThrow().parent();
        Signals.send(List.of(new Signals.Signal("KILL", pid)));
        Awaitility.await().until(() -> !alive(pid) && !alive(keeper));
    }

    public boolean alive(long pid) {
        return table.find(pid).filter(ProcessFacts::alive).isPresent();
    }

    public ProcessStop.Outcome stop(ProcessState state, Duration grace) throws InterruptedException {
        return new ProcessStop(table)
                .stop(state, grace, store.directory().files(state.name()).log());
    }
}
