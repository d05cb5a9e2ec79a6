package dev.e2e.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** The seam to the operating system's process table. */
public interface ProcessTable {

    /** The environment variable that carries the token of a launch. */
    String TOKEN_VARIABLE = "E2E_TOKEN";

    /** The facts of a process, zombies included; empty when there is none of that PID. */
    Optional<ProcessFacts> find(long pid);

    /** The PID of this JVM. */
    default long self() {
        return ProcessHandle.current().pid();
    }

    /** The facts of every process that can be seen. */
    List<ProcessFacts> list();

    /** What the process's environment says about {@link #TOKEN_VARIABLE}. */
    TokenEvidence token(long pid);

    /** The PIDs of those of the processes whose environment carries this token. */
    default Set<Long> carriers(List<ProcessFacts> processes, String token) {
        Set<Long> carriers = new HashSet<>();
        for (ProcessFacts facts : processes) {
            if (Identity.carries(this, facts.pid(), token)) {
                carriers.add(facts.pid());
            }
        }
        return carriers;
    }

    /** How much of it is in memory, in bytes (its resident set); empty where that cannot be told. */
    default OptionalLong residentBytes(long pid) {
        return OptionalLong.empty();
    }

    /** The environment that a process was given; empty where it cannot be read. */
    Map<String, String> environment(long pid);

    /** The command line for people, shortened; empty where it cannot be read. */
    String commandLine(long pid);

    /** Where a process works; empty where that cannot be found out. */
    default Optional<Path> workingDirectory(long pid) {
        return Optional.empty();
    }

    /** How long a process has run, by the kernel's own clock, which no change of the system's time moves. */
    Duration age(ProcessFacts facts);

    /** A duration in the unit of {@link ProcessFacts#startTicks()}. */
    long ticks(Duration duration);

    /** Whether somebody listens on a TCP port of this machine. */
    boolean isListenedOn(int port);

    /** The PIDs of the processes that listen on a TCP port of this machine, as far as that can be found out. */
    Set<Long> listenersOn(int port);

    /** Changes at every boot of the machine. */
    String bootId();

    /**
     * The table of this machine.
     *
     * @throws InvalidInputException on an operating system that is not supported
     */
    static ProcessTable ofThisMachine() throws InvalidInputException {
        return OperatingSystem.current().table();
    }
}
