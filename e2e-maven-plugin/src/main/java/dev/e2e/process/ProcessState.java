package dev.e2e.process;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
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
 * @param shutdownTimeout how long it may take to end by itself
 * @param owner the build that it belongs to; {@code null} when it lives until it is stopped
 * @param startedAt when it was launched, for people: the wall clock proves nothing
 * @param readyAt when it was ready; {@code null} before
 * @param published what it told when it became ready
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
        Duration shutdownTimeout,
        @Nullable Owner owner,
        Instant startedAt,
        @Nullable Instant readyAt,
        Map<String, String> published) {

    /** PID and start time in the kernel's unit. */
    public record Launched(long pid, long startTicks) {}

    public ProcessState {
        command = List.copyOf(command);
        dependsOn = java.util.Collections.unmodifiableSortedSet(new java.util.TreeSet<>(dependsOn));
        published = Map.copyOf(published);
    }

    /** The identity to verify; empty before the launch. */
    public Optional<Identity> identity() {
        return Optional.ofNullable(launched).map(it -> new Identity(it.pid(), it.startTicks(), bootId, token));
    }

    /** The same, launched. */
    public ProcessState launchedAs(Launched process) {
        return with(phase, process, readyAt, published);
    }

    /** The same, ready. */
    public ProcessState ready(Instant at, Map<String, String> values) {
        return with(Phase.RUNNING, launched, at, values);
    }

    /** The same, being stopped. */
    public ProcessState stopping() {
        return with(Phase.STOPPING, launched, readyAt, published);
    }

    private ProcessState with(
            Phase newPhase, @Nullable Launched process, @Nullable Instant at, Map<String, String> values) {
        return new ProcessState(
                name,
                newPhase,
                token,
                bootId,
                process,
                command,
                specification,
                dependsOn,
                shutdownTimeout,
                owner,
                startedAt,
                at,
                values);
    }
}
