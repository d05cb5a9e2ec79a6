package dev.e2e.lifecycle;

import dev.e2e.process.LaunchSpec;
import dev.e2e.process.ProcessName;
import dev.e2e.process.StopRules;
import dev.e2e.readiness.Readiness;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One process as it was asked for. In its texts {@code @{NAME.VALUE}} stands for a value that the process NAME published
 * when it became ready, and {@code @{PORT}} for a port that is reserved for a process of the set.
 *
 * @param launch what is launched
 * @param directory whether its working directory is part of the specification
 * @param dependsOn what has to be ready before it is launched
 * @param readiness when it counts as ready
 * @param failOn a line of its log that means that it will never be ready; {@code null}: none does
 * @param startupTimeout how long it may take to be ready, from its launch
 * @param stop how it is stopped
 * @param fixedPorts the local TCP ports that it was told to listen on, which have to be free
 * @param ports names of ports: for each a free one is reserved and handed to it, or the one that is given here is used;
 *     0 stands for any free one
 * @param told the environment variables that are nothing but what another process publishes, {@code NAME.VALUE} for each; a
 *     restart tells them anew
 */
public record ProcessSpec(
        ProcessName name,
        LaunchSpec launch,
        WorkingDirectory directory,
        Set<ProcessName> dependsOn,
        Readiness readiness,
        @Nullable Pattern failOn,
        Duration startupTimeout,
        StopRules stop,
        List<Integer> fixedPorts,
        SortedMap<String, Integer> ports,
        Map<String, String> told) {

    /** Where a working directory comes from. */
    public enum WorkingDirectory {
        /** It was asked for. */
        DECLARED,
        /** Any would do: modules of a build that leave it out mean the same process. */
        DEFAULT
    }

    /** How long a process may take to be ready, unless something else is said. */
    public static final Duration DEFAULT_STARTUP_TIMEOUT = Duration.ofSeconds(60);

    public ProcessSpec {
        dependsOn = Set.copyOf(dependsOn);
        fixedPorts = List.copyOf(fixedPorts);
        ports = Collections.unmodifiableSortedMap(new TreeMap<>(ports));
        told = Map.copyOf(told);
    }

    /** A specification with the defaults for all that is not said. */
    public static Builder of(ProcessName name, LaunchSpec launch, Readiness readiness) {
        return new Builder(name, launch, readiness);
    }

    /** Says what differs from the defaults. */
    public static final class Builder {
        private final ProcessName name;
        private final LaunchSpec launch;
        private final Readiness readiness;
        private WorkingDirectory directory = WorkingDirectory.DECLARED;
        private Set<ProcessName> dependsOn = Set.of();
        private @Nullable Pattern failOn;
        private Duration startupTimeout = DEFAULT_STARTUP_TIMEOUT;
        private StopRules stop;
        private List<Integer> fixedPorts = List.of();
        private SortedMap<String, Integer> ports = new TreeMap<>();
        private Map<String, String> told;

        private Builder(ProcessName name, LaunchSpec launch, Readiness readiness) {
            this.name = name;
            this.launch = launch;
            this.readiness = readiness;
            this.stop = StopRules.of(StopRules.DEFAULT_GRACE, launch.workingDirectory());
            this.told = References.whole(launch.environment());
        }

        public Builder directory(WorkingDirectory origin) {
            directory = origin;
            return this;
        }

        public Builder dependsOn(Set<ProcessName> names) {
            dependsOn = names;
            return this;
        }

        public Builder failOn(@Nullable Pattern line) {
            failOn = line;
            return this;
        }

        public Builder startupTimeout(Duration duration) {
            startupTimeout = duration;
            return this;
        }

        public Builder stop(StopRules rules) {
            stop = rules;
            return this;
        }

        public Builder fixedPorts(List<Integer> numbers) {
            fixedPorts = numbers;
            return this;
        }

        public Builder ports(SortedMap<String, Integer> byName) {
            ports = byName;
            return this;
        }

        /** Where it is not what the environment refers to, since that has its references replaced. */
        public Builder told(Map<String, String> byVariable) {
            told = byVariable;
            return this;
        }

        public ProcessSpec build() {
            return new ProcessSpec(
                    name,
                    launch,
                    directory,
                    dependsOn,
                    readiness,
                    failOn,
                    startupTimeout,
                    stop,
                    fixedPorts,
                    ports,
                    told);
        }
    }

    /** The same with these environment variables as well. */
    ProcessSpec with(Map<String, String> variables) {
        Map<String, String> environment = new HashMap<>(launch.environment());
        environment.putAll(variables);
        LaunchSpec other = new LaunchSpec(
                launch.command(),
                launch.workingDirectory(),
                environment,
                launch.workFiles(),
                launch.maxLogSize(),
                launch.base());
        return new ProcessSpec(
                name, other, directory, dependsOn, readiness, failOn, startupTimeout, stop, fixedPorts, ports, told);
    }

    /** Whether it is told anew, at a restart, what a process publishes. */
    boolean isTold(ProcessName publisher) {
        return told.values().stream().anyMatch(reference -> reference.startsWith(publisher.value() + "."));
    }

    /** A digest of all that decides how the process behaves: the same for the same specification. */
    public String digest() {
        String text = String.join(
                "\n",
                name.value(),
                launch.command().toString(),
                directory == WorkingDirectory.DECLARED
                        ? launch.workingDirectory().toString()
                        : "",
                new TreeMap<>(launch.environment()).toString(),
                new TreeMap<>(launch.workFiles()).toString(),
                Long.toString(launch.maxLogSize()),
                new TreeSet<>(dependsOn).toString(),
                describe(readiness),
                String.valueOf(failOn),
                stop.grace().toString(),
                stop.signal(),
                stop.command().toString(),
                stop.earlyExit().toString(),
                ports.toString());
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** All that records and lists hold, at any depth; what they print for people leaves some of it out. */
    private static String describe(Object value) {
        if (value instanceof List<?> list) {
            return list.stream().map(ProcessSpec::describe).toList().toString();
        }
        if (!(value instanceof Record)) {
            return value.toString();
        }
        StringBuilder text = new StringBuilder(value.getClass().getName());
        for (RecordComponent component : value.getClass().getRecordComponents()) {
            try {
                text.append(' ').append(describe(component.getAccessor().invoke(value)));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("a public record has accessors", e);
            }
        }
        return text.toString();
    }
}
