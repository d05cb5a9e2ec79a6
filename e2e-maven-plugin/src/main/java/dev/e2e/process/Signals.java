package dev.e2e.process;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Sends signals to processes and process groups, which the JDK cannot. */
final class Signals {
    private Signals() {}

    /**
     * One signal.
     *
     * @param name such as {@code TERM}
     * @param target a PID, or a process group as a negative number, as {@code kill(1)} takes them
     */
    record Signal(String name, long target) {
        Signal {
            if (target >= -1 && target <= 1) {
                throw new IllegalArgumentException("never a signal to " + target);
            }
        }
    }

    /** Sends signals, in this order; a target that is gone meanwhile is no error. */
    static void send(List<Signal> signals) throws InterruptedException {
        if (signals.isEmpty()) {
            return;
        }
        List<String> command = new ArrayList<>(
                List.of("/bin/sh", "-c", "while [ $# -gt 0 ]; do kill -s \"$1\" -- \"$2\"; shift 2; done", "kill"));
        for (Signal signal : signals) {
            command.add(signal.name());
            command.add(Long.toString(signal.target()));
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
