package dev.e2e.lifecycle;

import dev.e2e.process.Existing;
import dev.e2e.process.InvalidInputException;
import dev.e2e.process.LaunchSpec;
import dev.e2e.process.Launcher;
import dev.e2e.process.Owner;
import dev.e2e.process.ProcessFailureException;
import dev.e2e.process.ProcessName;
import dev.e2e.process.ProcessState;
import dev.e2e.process.ProcessTable;
import dev.e2e.process.StateStore;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Finds out what a process runs with: from its state, its work directory, and the environment that its keeper has. */
final class RunningSpec {
    /** Begins the name of a variable that carries a value which the process published before it was restarted. */
    private static final String PUBLISHED_VARIABLE = "E2E_PUBLISHED_";

    private final StateStore store;
    private final ProcessTable table;

    RunningSpec(StateStore store, ProcessTable table) {
        this.store = store;
        this.table = table;
    }

    /**
     * The specification of what runs, with every reference replaced.
     *
     * @param names those that are restarted together; it waits only for these
     * @throws ProcessFailureException when something of it cannot be found out
     * @throws InvalidInputException when a file is not ours to read, or what it refers to is missing by now
     */
    ProcessSpec of(Existing.Running running, Set<ProcessName> names)
            throws ProcessFailureException, InvalidInputException {
        ProcessState state = running.state();
        Owner owner = state.owner();
        if (owner != null && !owner.alive(table)) {
            throw refusal(state, "the build that it belongs to is gone, and its processes end with it");
        }
        LaunchRecord record = store.readWorkFile(state.name(), LaunchRecord.FILE)
                .flatMap(LaunchRecord::parse)
                .orElseThrow(() -> refusal(
                        state,
                        "how it was launched is not noted in '%s', as an older version of this plugin leaves it out"
                                .formatted(store.directory()
                                        .files(state.name())
                                        .work()
                                        .resolve(LaunchRecord.FILE))));
        LaunchSpec launch = new LaunchSpec(
                state.command(),
                record.workingDirectory(),
                withPublished(environment(running), state.published()),
                workFiles(state, record),
                record.maxLogSize(),
                LaunchSpec.EnvironmentBase.NOTHING);
        Set<ProcessName> dependsOn = new TreeSet<>(state.dependsOn());
        dependsOn.retainAll(names);
        ProcessSpec spec = ProcessSpec.of(state.name(), launch, record.readiness())
                .dependsOn(dependsOn)
                .failOn(record.failOn())
                .startupTimeout(record.startupTimeout())
                .stop(state.stop())
                .fixedPorts(record.fixedPorts())
                .ports(state.ports())
                .told(record.told())
                .build();
        SpecCheck.checkLaunch(spec);
        return spec;
    }

    /** It may want to publish the same again, for those who know what it published. */
    private static Map<String, String> withPublished(Map<String, String> environment, Map<String, String> published) {
        Map<String, String> both = new HashMap<>(environment);
        published.forEach((key, value) -> both.put(PUBLISHED_VARIABLE + SingleStart.variable(key), value));
        return both;
    }

    private Map<String, String> environment(Existing.Running running) throws ProcessFailureException {
        ProcessState state = running.state();
        Map<String, String> environment = Launcher.environment(table, running.facts(), state.token())
                .orElseThrow(() -> refusal(state, "its environment cannot be read from the operating system"));
        CharsetEncoder encoder = Charset.forName(
                        System.getProperty("sun.jnu.encoding", "UTF-8")) // what a JVM hands to its children
                .newEncoder();
        Optional<String> lost = environment.entrySet().stream()
                .filter(variable -> variable.getValue().indexOf('\uFFFD') >= 0
                        || !encoder.canEncode(variable.getKey() + variable.getValue()))
                .map(Map.Entry::getKey)
                .sorted()
                .findFirst();
        if (lost.isPresent()) {
            throw refusal(
                    state,
                    "its environment variable %s has characters that this JVM cannot hand on; run Maven with LC_ALL=C.UTF-8"
                            .formatted(lost.get()));
        }
        return environment;
    }

    private Map<String, String> workFiles(ProcessState state, LaunchRecord record)
            throws ProcessFailureException, InvalidInputException {
        Map<String, String> files = new HashMap<>();
        for (String file : record.workFiles()) {
            files.put(
                    file,
                    store.readWorkFile(state.name(), file)
                            .orElseThrow(() -> refusal(
                                    state,
                                    "the file '%s' of its launch is gone"
                                            .formatted(store.directory()
                                                    .files(state.name())
                                                    .work()
                                                    .resolve(file)))));
        }
        return files;
    }

    private static ProcessFailureException refusal(ProcessState state, String why) {
        return new ProcessFailureException(
                "Process '%s' (PID %d) cannot be restarted: %s; stop it with 'mvn e2e:stop -De2e.processes=%s' and start it with 'mvn e2e:start'"
                        .formatted(state.name(), state.identity().orElseThrow().pid(), why, state.name()));
    }
}
