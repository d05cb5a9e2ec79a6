package dev.e2e.process;

/**
 * What names one launched process for good.
 *
 * @param startTicks as in {@link ProcessFacts}
 * @param bootId the boot in which the PID and the ticks mean something
 * @param token what was put into its environment at launch
 */
public record Identity(long pid, long startTicks, String bootId, String token) {

    /** What the operating system says of an identity. */
    public sealed interface Verdict {

        /** It runs and is ours: PID, start time, boot and, where the system shows it to anybody, token agree. */
        record Ours(ProcessFacts facts) implements Verdict {}

        /** It runs no more. */
        record Gone(String reason) implements Verdict {}

        /** The PID lives, but it is somebody else's process by now. */
        record Foreign(String reason) implements Verdict {}

        /** Something lives under the PID and nothing proves whose it is. */
        record Unverifiable(String reason) implements Verdict {}
    }

    /** Holds the identity against the process table. Only {@link Verdict.Ours} allows a signal. */
    public Verdict verify(ProcessTable table) {
        if (pid <= 1 || pid == table.self()) {
            return new Verdict.Foreign("PID " + pid + " can never be a process of ours");
        }
        if (!bootId.equals(table.bootId())) {
            return new Verdict.Gone("started before the machine's last boot");
        }
        ProcessFacts facts = table.find(pid).orElse(null);
        if (facts == null) {
            return new Verdict.Gone("no process has PID " + pid);
        }
        if (facts.startTicks() != startTicks) {
            return new Verdict.Foreign("PID " + pid + " was given to another process");
        }
        if (!facts.alive()) {
            return new Verdict.Gone("PID " + pid + " has exited and waits for its parent");
        }
        TokenEvidence evidence = table.token(pid);
        if (evidence instanceof TokenEvidence.Found found) {
            return found.token().equals(token)
                    ? new Verdict.Ours(facts)
                    : new Verdict.Foreign("PID " + pid + " carries the token of another launch");
        }
        if (evidence instanceof TokenEvidence.Hidden) {
            return new Verdict.Ours(facts);
        }
        // Some programs write their title over their environment; their keeper, the parent, does not.
        if (carries(table, facts.parent(), token)) {
            return new Verdict.Ours(facts);
        }
        // The environment of a process that exits is empty before its state letter says so.
        if (table.find(pid).filter(ProcessFacts::alive).isEmpty()) {
            return new Verdict.Gone("PID " + pid + " has exited");
        }
        return new Verdict.Unverifiable(
                evidence instanceof TokenEvidence.Absent
                        ? "PID " + pid + " has our start time but not our token"
                        : "the environment of PID " + pid + " cannot be read");
    }

    /** Whether a process has this token in its environment. */
    static boolean carries(ProcessTable table, long pid, String token) {
        return table.token(pid) instanceof TokenEvidence.Found found
                && found.token().equals(token);
    }
}
