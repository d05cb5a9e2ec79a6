package dev.e2e.process;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the state file of a process tells; enough to verify, show and stop it without the POM that it came from.
 *
 * @param token what proves the process, written before the launch
 * @param bootId the boot in which it was launched
 * @param launched the PID and start time, once it was launched
 * @param command what was launched
 * @param specification a digest that tells whether two specifications are the same
 * @param dependsOn what has to be stopped after it
 * @param stop how it is stopped
 * @param owner the build that it belongs to; {@code null} when it lives until it is stopped
 * @param users the modules of that build that use it; empty for one that belongs to no build
 * @param startedAt when it was launched, for people: the wall clock proves nothing
 * @param readyAt when it was ready; {@code null} before
 * @param published what it told when it became ready
 * @param ports the loopback ports that were reserved for it, by the names of their properties
 */
public record ProcessState(
        ProcessName name,
        Phase phase,
        String token,
        String bootId,
        @Nullable Launched launched,
        List<String> command,
        String specification,
        SortedSet<ProcessName> dependsOn,
        StopRules stop,
        @Nullable Owner owner,
        SortedSet<String> users,
        Instant startedAt,
        @Nullable Instant readyAt,
        Map<String, String> published,
        SortedMap<String, Integer> ports) {

    /** PID and start time in the kernel's unit. */
    public record Launched(long pid, long startTicks) {}

    public ProcessState {
        command = List.copyOf(command);
        dependsOn = Collections.unmodifiableSortedSet(new TreeSet<>(dependsOn));
        users = Collections.unmodifiableSortedSet(new TreeSet<>(users));
        ports = Collections.unmodifiableSortedMap(new TreeMap<>(ports));
        published = Map.copyOf(published);
    }

    /** The identity to verify; empty before the launch. */
    public Optional<Identity> identity() {
        return launched == null
                ? Optional.empty()
                : Optional.of(new Identity(launched.pid(), launched.startTicks(), bootId, token));
    }

    /** The same, launched. */
    public ProcessState launchedAs(Launched process) {
        return with(phase, process, users, readyAt, published);
    }

    /** The same, ready. */
    public ProcessState ready(Instant at, Map<String, String> values) {
        return with(Phase.RUNNING, launched, users, at, values);
    }

    /** The same, being stopped. */
    public ProcessState stopping() {
        return with(Phase.STOPPING, launched, users, readyAt, published);
    }

    /** The same, used by these modules. */
    public ProcessState usedBy(SortedSet<String> modules) {
        return with(phase, launched, modules, readyAt, published);
    }

    /** The intent to launch the same once more. */
    public ProcessState again(String newToken, Instant at) {
        return new ProcessState(
                name,
                Phase.STARTING,
                newToken,
                bootId,
                null,
                command,
                specification,
                dependsOn,
                stop,
                owner,
                users,
                at,
                null,
                Map.of(),
                ports);
    }

    private ProcessState with(
            Phase newPhase,
            @Nullable Launched process,
            SortedSet<String> modules,
            @Nullable Instant at,
            Map<String, String> values) {
        return new ProcessState(
                name,
                newPhase,
                token,
                bootId,
                process,
                command,
                specification,
                dependsOn,
                stop,
                owner,
                modules,
                startedAt,
                at,
                values,
                ports);
    }
}
