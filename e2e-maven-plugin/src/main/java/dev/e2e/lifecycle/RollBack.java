package dev.e2e.lifecycle;

import dev.e2e.process.InvalidInputException;
import dev.e2e.process.ProcessFailureException;
import dev.e2e.process.ProcessName;
import dev.e2e.process.ProcessTable;
import dev.e2e.process.StateStore;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The way back of launches that failed. Their locks are held. */
final class RollBack {
    private final StateStore store;
    private final ProcessTable table;
    private final Progress progress;

    RollBack(StateStore store, ProcessTable table, Progress progress) {
        this.store = store;
        this.table = table;
        this.progress = progress;
    }

    /** Takes everything back, even when this thread is interrupted meanwhile; what cannot be is added to the reason. */
    void of(Set<ProcessName> names, Exception reason) {
        boolean interrupted = Thread.interrupted();
        try {
            StopReport report = new SetStop(store, table).runLocked(names, Optional.empty());
            List<String> problems = report.obstacles();
            problems.forEach(problem -> reason.addSuppressed(new ProcessFailureException(problem)));
            report.lines().forEach(progress::info);
            problems.forEach(progress::warn);
        } catch (InvalidInputException e) {
            reason.addSuppressed(e);
        } catch (InterruptedException e) {
            interrupted = true;
            reason.addSuppressed(e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
