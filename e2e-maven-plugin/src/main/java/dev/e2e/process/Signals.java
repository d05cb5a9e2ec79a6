package dev.e2e.process;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Sends signals to processes and process groups, which the JDK cannot. */
final class Signals {
    private Signals() {}

    /**
     * Sends signals, in this order, to each target; one that is gone meanwhile is no error.
     *
     * @param targets PIDs, and process groups as negative numbers, as {@code kill(1)} takes them
     */
    static void send(List<String> signals, List<Long> targets) throws InterruptedException {
        if (targets.isEmpty()) {
            return;
        }
        List<String> command = new ArrayList<>(List.of(
                "/bin/sh",
                "-c",
                "for t; do for s in " + String.join(" ", signals) + "; do kill -s \"$s\" -- \"$t\"; done; done",
                "kill"));
        for (long target : targets) {
            if (target >= -1 && target <= 1) {
                throw new IllegalArgumentException("never a signal to " + target);
            }
            command.add(Long.toString(target));
        }
        try {
            Process kill = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!kill.waitFor(10, TimeUnit.SECONDS)) {
                kill.destroyForcibly();
            }
        } catch (IOException e) {
            throw new IllegalStateException("/bin/sh cannot be run", e);
        }
    }
}
