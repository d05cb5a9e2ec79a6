package dev.e2e.infra;

import dev.e2e.runtime.InvalidSettingsException;
import dev.e2e.runtime.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Looks whether something can be reached. */
interface Check {
    /** What a check gives to each request: who has accepted a connection is there, and may be slow. */
    Duration PARTS_WITHIN = Duration.ofSeconds(10);

    /**
     * Looks.
     *
     * @throws InvalidSettingsException when what it was told makes no sense
     * @throws Exception when it does not even find out; the message is the report's reason
     */
    Report run() throws Exception;

    /** The report of a check that failed in a way of which it knows nothing. */
    Report unreachable(String reason);

    /** Runs checks side by side; the reports come in their order, and none comes later than this. */
    static List<Report> runAll(List<Check> checks, Duration within) throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(checks.size(), task -> {
            Thread thread = new Thread(task, "check");
            thread.setDaemon(true);
            return thread;
        });
        long deadline = System.nanoTime() + within.toNanos();
        List<Future<Report>> running =
                checks.stream().map(check -> threads.submit(check::run)).toList();
        List<Report> reports = new ArrayList<>();
        for (int i = 0; i < checks.size(); i++) {
            reports.add(reportOf(checks.get(i), running.get(i), within, deadline));
        }
        threads.shutdownNow();
        return reports;
    }

    private static Report reportOf(Check check, Future<Report> running, Duration within, long deadline)
            throws InterruptedException {
        try {
            return running.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof InvalidSettingsException invalid) {
                throw invalid;
            }
            return check.unreachable(Reason.of(e.getCause()));
        } catch (TimeoutException e) {
            return check.unreachable("no result within " + within.toSeconds() + " s");
        }
    }
}
