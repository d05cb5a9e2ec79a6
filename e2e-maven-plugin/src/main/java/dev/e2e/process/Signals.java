package dev.e2e.process;

import java.io.IOException;
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
        for (List<String> command : OperatingSystem.current().commands(signals)) {
            try {
                Process process = new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
                if (!process.waitFor(10, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (IOException e) {
                throw new IllegalStateException(command.get(0) + " cannot be run", e);
            }
        }
    }
}
