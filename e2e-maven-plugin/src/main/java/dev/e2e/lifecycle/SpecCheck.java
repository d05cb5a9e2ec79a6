package dev.e2e.lifecycle;

import dev.e2e.process.InvalidInputException;
import dev.e2e.process.Launcher;
import dev.e2e.process.ProcessName;
import dev.e2e.process.ProcessTable;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Checks a set of specifications, and all that they refer to, before anything is touched. */
final class SpecCheck {
    private final ProcessTable table;

    SpecCheck(ProcessTable table) {
        this.table = table;
    }

    Map<ProcessName, ProcessSpec> check(List<ProcessSpec> specs) throws InvalidInputException {
        Map<ProcessName, ProcessSpec> byName = new TreeMap<>();
        for (ProcessSpec spec : specs) {
            if (byName.put(spec.name(), spec) != null) {
                throw new InvalidInputException(
                        "Process '%s' is declared twice; rename or remove one of them".formatted(spec.name()));
            }
        }
        Map<ProcessName, Set<ProcessName>> waitsFor = new HashMap<>();
        for (ProcessSpec spec : byName.values()) {
            waitsFor.put(spec.name(), spec.dependsOn());
            for (ProcessName dependency : spec.dependsOn()) {
                if (!byName.containsKey(dependency)) {
                    throw new InvalidInputException("Process '%s': <dependsOn> names '%s', which is not among %s"
                            .formatted(spec.name(), dependency, byName.keySet()));
                }
            }
            checkLaunch(spec);
        }
        DependencyRun.refuseCircles(waitsFor);
        return byName;
    }

    private static void checkLaunch(ProcessSpec spec) throws InvalidInputException {
        String program = spec.launch().command().get(0);
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.putAll(spec.launch().environment());
        if (Launcher.program(program, environment).isEmpty()) {
            throw new InvalidInputException(
                    "Process '%s': the program '%s' is missing or cannot be executed; install it or name another"
                            .formatted(spec.name(), program));
        }
        if (!Files.isDirectory(spec.launch().workingDirectory())) {
            throw new InvalidInputException(
                    "Process '%s': the working directory '%s' is missing; make it or name another"
                            .formatted(spec.name(), spec.launch().workingDirectory()));
        }
    }

    /** Refuses a port that somebody holds who will not be stopped before. */
    void checkPorts(ProcessSpec spec, Set<Long> stoppedBefore) throws InvalidInputException {
        for (int port : spec.ports()) {
            if (Ports.isTaken(port)) {
                Long holder = table.listenerOn(port).orElse(null);
                if (holder == null || !stoppedBefore.contains(holder)) {
                    throw new InvalidInputException(
                            "Process '%s': port %d is taken by %s; stop that or choose another port"
                                    .formatted(spec.name(), port, describe(holder)));
                }
            }
        }
    }

    private String describe(@org.jspecify.annotations.Nullable Long holder) {
        return holder == null
                ? "a process that cannot be found out"
                : "PID %d (%s)".formatted(holder, table.commandLine(holder));
    }
}
