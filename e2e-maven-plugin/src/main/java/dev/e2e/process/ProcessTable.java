package dev.e2e.process;

import java.util.List;
import java.util.Optional;

/** The seam to the operating system's process table. */
public interface ProcessTable {

    /** The environment variable that carries the token of a launch. */
    String TOKEN_VARIABLE = "E2E_TOKEN";

    /** The facts of a process, zombies included; empty when there is none of that PID. */
    Optional<ProcessFacts> find(long pid);

    /** The facts of every process that can be seen. */
    List<ProcessFacts> list();

    /** What the process's environment says about {@link #TOKEN_VARIABLE}. */
    TokenEvidence token(long pid);

    /** The command line for people, shortened; empty where it cannot be read. */
    String commandLine(long pid);

    /** The PID of the process that listens on a local TCP port, where that can be found out. */
    Optional<Long> listenerOn(int port);

    /** Changes at every boot of the machine. */
    String bootId();

    /**
     * The table of this machine.
     *
     * @throws InvalidInputException on an operating system that is not supported
     */
    static ProcessTable ofThisMachine() throws InvalidInputException {
        return LinuxProcessTable.open();
    }
}
