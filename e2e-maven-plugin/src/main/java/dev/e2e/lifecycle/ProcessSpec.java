package dev.e2e.lifecycle;

import dev.e2e.process.LaunchSpec;
import dev.e2e.process.ProcessName;
import dev.e2e.readiness.Readiness;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One process as it was asked for.
 *
 * @param launch what is launched; {@code @{NAME.VALUE}} in command, environment and files stands for a value that the
 *     process NAME published when it became ready
 * @param dependsOn what has to be ready before it is launched
 * @param readiness when it counts as ready
 * @param startupTimeout how long that may take, from its launch
 * @param shutdownTimeout how long it may take to end after TERM, before KILL
 * @param ports the local TCP ports that it was told to listen on, which have to be free
 */
public record ProcessSpec(
        ProcessName name,
        LaunchSpec launch,
        Set<ProcessName> dependsOn,
        Readiness readiness,
        Duration startupTimeout,
        Duration shutdownTimeout,
        List<Integer> ports) {

    /** How long a process may take to be ready, unless something else is said. */
    public static final Duration DEFAULT_STARTUP_TIMEOUT = Duration.ofSeconds(60);
    /** How long a process may take to end by itself, unless something else is said. */
    public static final Duration DEFAULT_SHUTDOWN_TIMEOUT = Duration.ofSeconds(15);

    public ProcessSpec {
        dependsOn = Set.copyOf(dependsOn);
        ports = List.copyOf(ports);
    }

    /** A digest of all that decides how the process behaves: the same for the same specification. */
    public String digest() {
        String text = String.join(
                "\n",
                name.value(),
                launch.command().toString(),
                launch.workingDirectory().toString(),
                new TreeMap<>(launch.environment()).toString(),
                new TreeMap<>(launch.workFiles()).toString(),
                new TreeSet<>(dependsOn).toString(),
                readiness.toString());
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
