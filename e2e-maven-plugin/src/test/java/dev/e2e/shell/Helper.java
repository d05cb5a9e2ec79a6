package dev.e2e.shell;

import dev.e2e.lifecycle.ConflictPolicy;
import dev.e2e.lifecycle.Force;
import dev.e2e.lifecycle.Member;
import dev.e2e.lifecycle.ProcessSpec;
import dev.e2e.lifecycle.Progress;
import dev.e2e.lifecycle.SetRestart;
import dev.e2e.lifecycle.SetStart;
import dev.e2e.lifecycle.SetStatus;
import dev.e2e.lifecycle.SetStop;
import dev.e2e.lifecycle.StartRequest;
import dev.e2e.lifecycle.StatusReport;
import dev.e2e.lifecycle.StopReport;
import dev.e2e.process.Children;
import dev.e2e.process.E2eException;
import dev.e2e.process.InvalidInputException;
import dev.e2e.process.LaunchSpec;
import dev.e2e.process.Launcher;
import dev.e2e.process.Owner;
import dev.e2e.process.ProcessName;
import dev.e2e.process.ProcessState;
import dev.e2e.process.ProcessTable;
import dev.e2e.process.StateDirectory;
import dev.e2e.process.StateStore;
import dev.e2e.process.StopRules;
import dev.e2e.readiness.Readiness;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The script in a directory of a test, run by a shell, and the plugin beside it. */
final class Helper {
    static final ProcessName CONSUMER = new ProcessName("consumer");
    static final ProcessName COLLECTOR = new ProcessName("collector");
    static final ProcessName INFRA = new ProcessName("infra");
    static final String READY_AND_STAY = "echo I am READY url=http://127.0.0.1:1/; exec sleep 60";

    private static final Pattern READY = Pattern.compile(" READY(?: url=(?<url>\\S+))?$");
    private static final Pattern INFRA_READY = Pattern.compile(
            " READY(?: bootstrapServers=(?<bootstrapServers>\\S+))?(?: kubeconfig=(?<kubeconfig>\\S+))?$");

    /**
     * The shells that the script is for. Where the variable E2E_EVERY_SHELL is not set, as CI sets it, zsh is used only if
     * it is there; the others are everywhere.
     */
    static List<String> shells() {
        return isWanted("zsh") ? List.of("dash", "bash", "zsh") : List.of("dash", "bash");
    }

    /** Whether a program that not every machine has is to be used. */
    static boolean isWanted(String program) {
        return System.getenv("E2E_EVERY_SHELL") != null
                || Launcher.program(program, System.getenv()).isPresent();
    }

    private final Children children;
    private final Progress progress = new Progress() {
        @Override
        public void info(String line) {}

        @Override
        public void warn(String line) {}
    };

    private final Path directory;
    private final ProcessTable table;
    private final StateStore store;

    Helper(Children children) {
        this(children, children.directory());
    }

    /** In another directory than that in which the processes run. */
    Helper(Children children, Path directory) {
        this(children, directory, children.table(), children.store());
    }

    /** Beside a plugin that looks at this process table. */
    Helper(Children children, ProcessTable table) {
        this(
                children,
                children.directory(),
                table,
                new StateStore(children.store().directory(), table));
    }

    private Helper(Children children, Path directory, ProcessTable table, StateStore store) {
        this.children = children;
        this.directory = directory;
        this.table = table;
        this.store = store;
    }

    /** What the plugin works on. */
    StateStore store() {
        return store;
    }

    /** What a run of the script came to. */
    record Answer(int code, String said) {}

    static ProcessSpec.Builder consumer(Children children, String shell) {
        return spec(children, CONSUMER, shell, READY, Map.of());
    }

    static ProcessSpec.Builder consumer(Children children, String shell, Map<String, String> environment) {
        return spec(children, CONSUMER, shell, READY, environment);
    }

    static ProcessSpec.Builder collector(Children children, String shell) {
        return spec(children, COLLECTOR, shell, READY, Map.of());
    }

    static ProcessSpec.Builder infra(Children children, String shell) {
        return spec(children, INFRA, shell, INFRA_READY, Map.of());
    }

    static ProcessSpec.Builder spec(
            Children children, ProcessName name, String shell, Pattern ready, Map<String, String> environment) {
        LaunchSpec launch = new LaunchSpec(
                List.of("sh", "-c", shell), children.directory(), environment, Map.of("file", "in @{work}\n"));
        return ProcessSpec.of(name, launch, new Readiness.LogLine(ready))
                .startupTimeout(Duration.ofSeconds(30))
                .stop(StopRules.of(Duration.ofSeconds(10), children.directory()));
    }

    /** Writes the script, which can start these. */
    void write(ProcessSpec... specs) throws InvalidInputException {
        Set<ProcessName> stopped = new TreeSet<>(Set.of(CONSUMER, COLLECTOR, INFRA));
        new HelperScript(
                        script(),
                        directory.resolve("launch"),
                        StateDirectory.openForWriting(directory),
                        directory,
                        List.of(CONSUMER, COLLECTOR),
                        stopped)
                .write(List.of(specs));
    }

    /** Writes it with a consumer and a collector that are ready at once. */
    void writeBoth() throws InvalidInputException {
        write(
                consumer(children, READY_AND_STAY).build(),
                collector(children, READY_AND_STAY).build());
    }

    Path script() {
        return directory.resolve(HelperScript.NAME);
    }

    Path file(ProcessName name, String suffix) {
        return directory.resolve("e2e-" + name + "-bg." + suffix);
    }

    /** Runs the script with a command. */
    Answer run(String shell, String command) throws IOException, InterruptedException {
        return answer(begin(shell, command));
    }

    Process begin(String shell, String command) throws IOException {
        return execute(shell, script().toString(), command);
    }

    /** Runs a line of a shell. */
    Answer line(String shell, String line) throws IOException, InterruptedException {
        return answer(execute(shell, "-c", line));
    }

    private Process execute(String... command) throws IOException {
        List<String> words = new ArrayList<>(List.of(command));
        return new ProcessBuilder(words)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
    }

    static Answer answer(Process process) throws IOException, InterruptedException {
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Answer(process.waitFor(), said);
    }

    /** The plugin's start, which belongs to no build. */
    Map<ProcessName, ProcessState> pluginStart(ConflictPolicy policy, ProcessSpec... specs)
            throws E2eException, InterruptedException {
        return new SetStart(store, table, Launcher.of(table), progress)
                .start(new StartRequest(List.of(specs), Set.of(), policy, Force.RESPECT_OTHER_BUILDS, null, Set.of()));
    }

    /** The plugin's start in a build. */
    void pluginStartFor(Owner owner, ProcessSpec spec) throws E2eException, InterruptedException {
        new SetStart(store, table, Launcher.of(table), progress)
                .start(new StartRequest(
                        List.of(spec),
                        Set.of(),
                        ConflictPolicy.FAIL,
                        Force.RESPECT_OTHER_BUILDS,
                        new Member(owner, "module", Set.of("module")),
                        Set.of()));
    }

    /** Restarts it by the plugin; its PID then. */
    long pluginRestart(ProcessName name) throws E2eException, InterruptedException {
        return new SetRestart(store, table, Launcher.of(table), progress)
                .restart(new SetRestart.Request(
                        Set.of(name),
                        Owner.thisProcess(table, "test", children.directory().toString()),
                        Force.RESPECT_OTHER_BUILDS))
                .get(name)
                .after()
                .identity()
                .orElseThrow()
                .pid();
    }

    StopReport pluginStop() throws E2eException, InterruptedException {
        return pluginStop(Force.RESPECT_OTHER_BUILDS);
    }

    StopReport pluginStop(Force force) throws E2eException, InterruptedException {
        return new SetStop(store, table)
                .run(new SetStop.Request(
                        Set.of(CONSUMER, COLLECTOR, INFRA),
                        Optional.empty(),
                        Member.endOf(Owner.thisProcess(
                                table, "test", children.directory().toString())),
                        force));
    }

    StatusReport.Entry pluginLook(ProcessName name) throws InterruptedException {
        return new SetStatus(store, table, published -> Optional.empty())
                .look(List.of(name))
                .processes()
                .get(0);
    }
}
