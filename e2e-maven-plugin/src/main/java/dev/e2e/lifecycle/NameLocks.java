package dev.e2e.lifecycle;

import dev.e2e.process.E2eException;
import dev.e2e.process.InvalidInputException;
import dev.e2e.process.NameLock;
import dev.e2e.process.ProcessName;
import dev.e2e.process.ProcessTable;
import dev.e2e.process.StateDirectory;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.TreeSet;

/** The locks of several names, always taken in the same order, so that two sets never wait for each other. */
final class NameLocks implements AutoCloseable {
    private final Deque<NameLock> held = new ArrayDeque<>();

    private NameLocks() {}

    /** Takes them all or none. */
    static NameLocks acquire(
            StateDirectory directory,
            ProcessTable table,
            Set<ProcessName> names,
            NameLock.Purpose purpose,
            String build,
            Duration atMost)
            throws E2eException, InterruptedException {
        NameLocks locks = new NameLocks();
        boolean complete = false;
        try {
            for (ProcessName name : new TreeSet<>(names)) {
                locks.held.push(NameLock.acquire(directory, table, name, purpose, build, atMost));
            }
            complete = true;
            return locks;
        } finally {
            if (!complete) {
                locks.close();
            }
        }
    }

    @Override
    public void close() throws InvalidInputException {
        InvalidInputException failure = null;
        while (!held.isEmpty()) {
            try {
                held.pop().close();
            } catch (InvalidInputException e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
