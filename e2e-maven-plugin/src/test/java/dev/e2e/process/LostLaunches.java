package dev.e2e.process;

import java.nio.file.Path;
import java.util.List;

/** Launches whose keeper is killed on its way to a session of its own, where a Ctrl-C can hit it. */
public final class LostLaunches {
    private static final String KILL_SOME = "read -r left <\"$0\"; [ \"$left\" -gt 0 ] || exec \"$@\"; "
            + "echo \"$((left - 1))\" >\"$0\"; kill -s INT $$";

    private LostLaunches() {}

    /** A launcher that loses as many launches as the number in this file says, and counts it down. */
    public static Launcher launcher(ProcessTable table, Path number) throws InvalidInputException {
        return Launcher.of(table).with(List.of("sh", "-c", KILL_SOME, number.toString(), "setsid"));
    }
}
