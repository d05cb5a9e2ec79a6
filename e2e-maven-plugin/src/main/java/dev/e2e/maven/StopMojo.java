package dev.e2e.maven;

import dev.e2e.lifecycle.BuildProcesses;
import dev.e2e.lifecycle.KnownProcesses;
import dev.e2e.lifecycle.Member;
import dev.e2e.lifecycle.SetStop;
import dev.e2e.lifecycle.StopReport;
import dev.e2e.process.E2eException;
import dev.e2e.process.Existing;
import dev.e2e.process.InvalidInputException;
import dev.e2e.process.ProcessFailureException;
import dev.e2e.process.ProcessName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Stops the background processes, those first that depend on others: TERM to each whole process group, KILL after {@code
 * shutdownTimeout}. Returns when all are gone. Stopping what does not run is a success. {@code mvn e2e:stop} stops also what
 * was started from the command line for the project and is not in its POM, as {@code mvn e2e:port-forward} does.
 */
@Mojo(name = "stop", defaultPhase = LifecyclePhase.POST_INTEGRATION_TEST, threadSafe = true, requiresProject = false)
public final class StopMojo extends AbstractTestPhaseMojo {

    /**
     * How long each process may take to end after TERM, before KILL: {@code 15s}, {@code 1m}, or a number of seconds. By
     * default what its start said.
     */
    @Parameter(property = "e2e.shutdownTimeout")
    private @Nullable String shutdownTimeout;

    @Override
    void run() throws E2eException, InterruptedException {
        Optional<Duration> grace = shutdownTimeout == null
                ? Optional.empty()
                : Optional.of(Values.duration("e2e.shutdownTimeout", shutdownTimeout));
        ManagedDirectory managed = ManagedDirectory.forReading(directory());
        KnownProcesses known = managed.known();
        Member module = thisModule(managed.table());
        Declarations declarations = declarations();
        Set<ProcessName> names = new TreeSet<>(selected(declarations, managed.names()));
        if (names.isEmpty()) {
            names.addAll(declarations.closure(Set.of()));
            names.addAll(declarations.builtinsWithInfra(names));
            if (isCalledDirectly()) {
                names.addAll(known.startedByHandIn(projectDirectory()));
            }
            names.addAll(known.alsoNeeded(names));
            names.addAll(known.usedBy(module));
        }
        boolean leftRunning = leaveReused(managed, names);
        BuildProcesses build = BuildProcesses.of(managed.store(), managed.table(), module.build(), progress());
        StopReport report = managed.stop().run(new SetStop.Request(names, grace, module, force()));
        report.lines().forEach(getLog()::info);
        build.releaseIfNothingIsOwned();
        List<String> problems = report.problems();
        if (!problems.isEmpty()) {
            throw new ProcessFailureException(String.join("\n", problems));
        }
        if (report.hasKept() || leftRunning) {
            return;
        }
        List<String> logs = new ArrayList<>();
        for (ProcessName name : names) {
            Path log = managed.store().directory().files(name).log();
            if (Files.exists(log)) {
                logs.add(log.toString());
            }
        }
        List<String> others = others(managed, names);
        getLog().info("✅ Nothing left behind%s%s"
                .formatted(
                        others.isEmpty()
                                ? ": no process, no PID file in "
                                        + managed.store().directory().path()
                                : " of %s; still there, and not asked for: %s, which 'mvn e2e:status' tells more of"
                                        .formatted(
                                                names.stream()
                                                        .map(ProcessName::value)
                                                        .collect(Collectors.joining(", ")),
                                                String.join(", ", others)),
                        logs.isEmpty() ? "" : "; logs kept: " + String.join(", ", logs)));
    }

    /** What else runs in the directory, for people. */
    private static List<String> others(ManagedDirectory managed, Set<ProcessName> names) throws InvalidInputException {
        List<String> others = new ArrayList<>();
        for (ProcessName name : managed.names()) {
            if (names.contains(name)) {
                continue;
            }
            try {
                managed.known()
                        .running(Set.of(name))
                        .forEach(found -> others.add(
                                "%s (PID %d)".formatted(name, found.facts().pid())));
            } catch (InvalidInputException e) {
                others.add(name + " (cannot be told)");
            }
        }
        return others;
    }

    /** What a start of this session found and reused is not this session's to stop. */
    private boolean leaveReused(ManagedDirectory managed, Set<ProcessName> names) throws InvalidInputException {
        ReusedProcesses reused = new ReusedProcesses(session());
        boolean any = false;
        for (Existing.Running found : managed.known().running(names)) {
            if (reused.contains(found)) {
                names.remove(found.state().name());
                getLog().info("⚪ %s left running (PID: %d), as it was before this build"
                        .formatted(found.state().name().display(), found.facts().pid()));
                any = true;
            }
        }
        return any;
    }
}
