package dev.e2e.process;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the operating systems do differently; all that is here is chosen by this one thing. */
enum OperatingSystem {
    LINUX {
        @Override
        ProcessTable table() throws InvalidInputException {
            return LinuxProcessTable.open();
        }

        @Override
        List<String> newSession() throws InvalidInputException {
            return List.of(Launcher.program("setsid", System.getenv())
                    .orElseThrow(() -> new InvalidInputException(
                            "the command 'setsid' is not on the PATH; it comes with util-linux, install that"))
                    .toString());
        }

        @Override
        boolean canGuard() {
            return true;
        }
    },

    /** Has no {@code setsid} command, and shows no environments of the shells that come with it. */
    MACOS {
        @Override
        ProcessTable table() throws InvalidInputException {
            return MacOsProcessTable.open(CommandOutput::real);
        }

        @Override
        List<String> newSession() throws InvalidInputException {
            String perl = Launcher.program("perl", System.getenv())
                    .orElseThrow(() -> new InvalidInputException(
                            "the command 'perl' is not on the PATH; a process needs it to lead a session of its own"))
                    .toString();
            return List.of(perl, "-MPOSIX", "-e", NEW_SESSION);
        }

        @Override
        String shellFunctions() {
            return "macos.sh";
        }
    },

    /**
     * Has no sessions, no signals and no {@code sh}: a process is launched as it is, and asked to end or terminated. Each
     * by its own PID, since {@code taskkill /T} takes those along whose parent had the same PID long ago.
     */
    WINDOWS {
        @Override
        ProcessTable table() {
            return new WindowsProcessTable(CommandOutput::real);
        }

        @Override
        List<String> newSession() {
            return List.of();
        }

        @Override
        List<List<String>> commands(List<Signals.Signal> signals) {
            List<List<String>> commands = new ArrayList<>();
            for (Signals.Signal signal : signals) {
                if (!signal.name().equals("CONT")) {
                    List<String> command = new ArrayList<>(List.of("taskkill", "/PID", Long.toString(signal.target())));
                    if (signal.name().equals("KILL")) {
                        command.add("/F");
                    }
                    commands.add(command);
                }
            }
            return commands;
        }
    };

    private static final String NEW_SESSION =
            "POSIX::setsid() > 0 or die qq(setsid: $!\\n); exec {$ARGV[0]} @ARGV or die qq($ARGV[0]: $!\\n)";

    /** The one that this JVM runs on; what is unknown is taken for Linux, which says what it lacks. */
    static OperatingSystem current() {
        return named(System.getProperty("os.name", ""));
    }

    static OperatingSystem named(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.startsWith("windows")) {
            return WINDOWS;
        }
        return lower.startsWith("mac") ? MACOS : LINUX;
    }

    /** The process table. */
    abstract ProcessTable table() throws InvalidInputException;

    /** The words of a command that runs another one in a session of its own; none where there is no such thing. */
    abstract List<String> newSession() throws InvalidInputException;

    /** The commands that send signals, in their order; each succeeds where what it is sent to can hear it. */
    List<List<String>> commands(List<Signals.Signal> signals) {
        if (signals.isEmpty()) {
            return List.of();
        }
        List<String> command = new ArrayList<>(
                List.of("/bin/sh", "-c", "while [ $# -gt 0 ]; do kill -s \"$1\" -- \"$2\"; shift 2; done; :", "kill"));
        for (Signals.Signal signal : signals) {
            command.add(signal.name());
            command.add(Long.toString(signal.target()));
        }
        return List.of(command);
    }

    /** Whether a {@link BuildGuard} can watch a build. */
    boolean canGuard() {
        return false;
    }

    /** The resource with the functions by which the scripts ask the system; without {@code /proc} Linux's say that it lacks. */
    String shellFunctions() {
        return "linux.sh";
    }

    /** The variable of the environment that is called this, which some systems tell without regard to case. */
    static String variable(String name, Map<String, String> environment, String otherwise) {
        String exact = environment.get(name);
        if (exact != null) {
            return exact;
        }
        return environment.entrySet().stream()
                .filter(entry -> current() == WINDOWS && entry.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(otherwise);
    }
}
