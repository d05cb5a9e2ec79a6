package dev.e2e.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** macOS, as far as this system can act it: the namesakes of its commands, on the processes of this system. */
public final class MacOs {
    /** The id of the boot session that it tells. */
    public static final String BOOT = "2C7A1B5E-0C3B-4B0E-9C0B-3E9E3B5A9D11";

    private MacOs() {}

    /** Whether it shows the environments of processes, as of all that do not come with it, or none. */
    public enum Environments {
        SHOWN,
        HIDDEN
    }

    /** Its process table. */
    public static ProcessTable table(Environments environments) throws InvalidInputException {
        return MacOsProcessTable.open(command -> namesake(command, environments));
    }

    /** The moment, in milliseconds since the epoch, from which this JVM's process table counts start times here. */
    public static long bootTime(ProcessTable kernel) {
        long pid = ProcessHandle.current().pid();
        long start = ProcessHandle.current().info().startInstant().orElseThrow().toEpochMilli();
        return start - kernel.find(pid).orElseThrow().startTicks() * 10;
    }

    /** Runs the command of the same name, whose {@code ps} shows environments by another option. */
    private static String namesake(List<String> command, Environments environments) {
        List<String> words = new ArrayList<>(command);
        words.set(0, program(command));
        if (words.get(0).equals("sysctl")) {
            return BOOT + "\n";
        }
        if (words.get(0).equals("ps") && words.contains("-ww")) {
            boolean shows = words.get(1).endsWith("E") && environments == Environments.SHOWN;
            boolean all = words.get(1).startsWith("-ax");
            words.removeIf(word -> word.equals("-ww") || word.equals("-E") || word.equals("-axE"));
            words.add(1, "ww" + (all ? "ax" : "") + (shows ? "e" : ""));
        }
        return CommandOutput.real(words);
    }

    static String program(List<String> command) {
        return Path.of(command.get(0)).getFileName().toString();
    }
}
