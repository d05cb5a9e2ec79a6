package dev.e2e.lifecycle;

import dev.e2e.process.Owner;
import dev.e2e.process.ProcessName;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is to be started.
 *
 * @param specs the processes
 * @param alsoReplaced names that count as conflicts too though they are not started: what an earlier start of the same
 *     set may have left
 * @param onConflict what to do where one of them runs already
 * @param force whether processes of other live builds may be replaced
 * @param member the module of a build that the processes belong to; {@code null}: they live until they are stopped
 * @param keptTokens the tokens of launches that are kept where they are of the same specification
 */
public record StartRequest(
        List<ProcessSpec> specs,
        Set<ProcessName> alsoReplaced,
        ConflictPolicy onConflict,
        Force force,
        @Nullable Member member,
        Set<String> keptTokens) {

    public StartRequest {
        specs = List.copyOf(specs);
        alsoReplaced = Set.copyOf(alsoReplaced);
        keptTokens = Set.copyOf(keptTokens);
    }

    /** The build that the processes belong to; {@code null}: they live until they are stopped. */
    public @Nullable Owner owner() {
        return member == null ? null : member.build();
    }
}
