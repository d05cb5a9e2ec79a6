package dev.e2e.process;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Sends signals to processes and process groups, which the JDK cannot. */
final class Signals {
    private static final long PATIENCE_SECONDS = 10;

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

    /**
     * Sends signals, in this order; a target that is gone meanwhile is no error.
     *
     * @return whether it makes sense to wait: not where each of them was refused by a process that can only be killed
     */
    static boolean send(List<Signal> signals) throws InterruptedException {
        return send(OperatingSystem.current()::commands, signals);
    }

    /** The same, by other commands than those of this system. */
    static boolean send(Function<List<Signal>, List<List<String>>> commands, List<Signal> signals)
            throws InterruptedException {
        boolean heard = signals.isEmpty();
        for (List<String> command : commands.apply(signals)) {
            try {
                Process process = new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
                if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                } else if (process.exitValue() == 0) {
                    heard = true;
                }
            } catch (IOException e) {
                throw new IllegalStateException(command.get(0) + " cannot be run", e);
            }
        }
        return heard;
    }
}
