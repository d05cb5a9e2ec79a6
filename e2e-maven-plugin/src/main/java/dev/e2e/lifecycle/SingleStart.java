package dev.e2e.lifecycle;

import dev.e2e.process.E2eException;
import dev.e2e.process.InvalidInputException;
import dev.e2e.process.LaunchLostException;
import dev.e2e.process.LaunchSpec;
import dev.e2e.process.Launcher;
import dev.e2e.process.Phase;
import dev.e2e.process.ProcessFailureException;
import dev.e2e.process.ProcessFiles;
import dev.e2e.process.ProcessName;
import dev.e2e.process.ProcessState;
import dev.e2e.process.ProcessTable;
import dev.e2e.process.StateStore;
import dev.e2e.process.StopRules;
import dev.e2e.readiness.Probe;
import dev.e2e.readiness.ProbeContext;
import dev.e2e.readiness.Readiness;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The start of one process: intent on disk, launch, PID on disk, and the wait until it is ready. */
final class SingleStart {
    private final StateStore store;
    private final ProcessTable table;
    private final Launcher launcher;
    private final PortReservations ports;

    SingleStart(StateStore store, ProcessTable table, Launcher launcher, PortReservations ports) {
        this.store = store;
        this.table = table;
        this.launcher = launcher;
        this.ports = ports;
    }

    /**
     * Starts it and returns when it is ready.
     *
     * @param member whose it is; {@code null}: nobody's
     * @param ready the processes that are ready
     * @param cancelled whether the set has failed elsewhere
     * @throws ProcessFailureException when it exits, is not ready in time, or is cancelled; it may still run then
     * @throws LaunchLostException when it was not there to be waited for
     */
    ProcessState run(
            ProcessSpec spec, @Nullable Member member, Map<ProcessName, ProcessState> ready, BooleanSupplier cancelled)
            throws E2eException, InterruptedException {
        ProcessFiles files = store.directory().files(spec.name());
        References references = references(spec, files, ready);
        LaunchSpec launch = withPorts(references.resolve(spec.launch()), ports.of(spec.name()));
        Readiness readiness = resolved(spec, references);
        ProcessState intent =
                intent(spec, launch, references.resolve(spec.stop().command()), member);
        return launch(spec, launch, readiness, intent, cancelled);
    }

    /**
     * Starts once more what ran before and was stopped; returns when it is ready.
     *
     * @param spec with every reference replaced
     * @param before what it was; whose it is, and what it counts as, stays
     * @throws ProcessFailureException as {@link #run}
     * @throws LaunchLostException as {@link #run}
     */
    ProcessState runAgain(ProcessSpec spec, ProcessState before, BooleanSupplier cancelled)
            throws E2eException, InterruptedException {
        ProcessState intent = before.again(UUID.randomUUID().toString(), Instant.now());
        return launch(spec, spec.launch(), spec.readiness(), intent, cancelled);
    }

    private ProcessState launch(
            ProcessSpec spec, LaunchSpec launch, Readiness readiness, ProcessState intent, BooleanSupplier cancelled)
            throws E2eException, InterruptedException {
        ProcessFiles files = store.directory().files(spec.name());
        new PortCheck(table).refuseTaken(spec, readiness.endpoints(), Set.of());
        store.write(intent);
        store.prepare(spec.name());
        store.writeWorkFile(
                spec.name(),
                LaunchRecord.FILE,
                LaunchRecord.of(spec, launch, readiness).toJson());
        Map<String, String> environment = new HashMap<>(launch.environment());
        environment.put(ProcessTable.TOKEN_VARIABLE, intent.token()); // what a probe's command leaves is ours too
        ProbeContext context = new ProbeContext(files.log(), launch.workingDirectory(), files.work(), environment);
        try (Probe probe = readiness.probe(context)) {
            ports.release(spec.name());
            ReadinessWait wait = new ReadinessWait(table, store, spec, readiness, probe);
            Launcher.Launched launched = launcher.launch(launch, files, intent.token());
            ProcessState state = intent.launchedAs(launched.identity());
            store.write(state);
            Map<String, String> values = wait.until(state, launched.keeper(), cancelled);
            ProcessState done = state.ready(Instant.now(), values);
            store.write(done);
            return done;
        }
    }

    private static Readiness resolved(ProcessSpec spec, References references) throws InvalidInputException {
        try {
            return spec.readiness().resolve(references::resolve);
        } catch (IllegalArgumentException e) {
            throw new InvalidInputException(
                    "Process '%s': <readiness> with the values that were published: %s"
                            .formatted(spec.name(), e.getMessage()),
                    e);
        }
    }

    private References references(ProcessSpec spec, ProcessFiles files, Map<ProcessName, ProcessState> ready) {
        Map<ProcessName, Map<String, String>> published = new HashMap<>();
        Map<String, Integer> numbers = new HashMap<>(ports.all());
        ready.forEach((name, state) -> {
            published.put(name, state.published());
            numbers.putAll(state.ports());
        });
        return new References(spec.name(), files.work(), published, numbers);
    }

    private ProcessState intent(
            ProcessSpec spec, LaunchSpec launch, List<String> stopCommand, @Nullable Member member) {
        StopRules stop = spec.stop();
        SortedSet<String> users = new TreeSet<>();
        if (member != null) {
            users.add(member.module());
        }
        return new ProcessState(
                spec.name(),
                Phase.STARTING,
                UUID.randomUUID().toString(),
                table.bootId(),
                null,
                launch.command(),
                spec.digest(),
                new TreeSet<>(spec.dependsOn()),
                new StopRules(stop.grace(), stop.signal(), stopCommand, stop.directory(), stop.earlyExit()),
                member == null ? null : member.build(),
                users,
                Instant.now(),
                null,
                Map.of(),
                ports.of(spec.name()));
    }

    /** The reserved ports as environment variables: {@code orders.port} as {@code ORDERS_PORT}, unless it is declared. */
    private static LaunchSpec withPorts(LaunchSpec launch, SortedMap<String, Integer> numbers) {
        Map<String, String> environment = new HashMap<>();
        numbers.forEach((name, number) -> environment.put(variable(name), Integer.toString(number)));
        environment.putAll(launch.environment());
        return new LaunchSpec(
                launch.command(), launch.workingDirectory(), environment, launch.workFiles(), launch.maxLogSize());
    }

    /** A name as that of an environment variable: {@code ORDERS_PORT} for {@code orders.port}. */
    static String variable(String name) {
        return name.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }
}
