package dev.e2e.readiness;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/** Makes one attempt after the other, in a daemon thread that the first look starts, until one succeeds. */
final class AttemptProbe implements Probe {
    static final String THREAD_NAME = "e2e-readiness";
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final Attempt attempt;
    private final Opened opened = new Opened();
    private @Nullable FutureTask<Map<String, String>> attempts;
    private volatile String seen = "";

    AttemptProbe(Attempt attempt) {
        this.attempt = attempt;
    }

    @Override
    public Optional<Map<String, String>> check() throws IOException {
        if (attempts == null) {
            attempts = new FutureTask<>(this::untilMet);
            Thread thread = new Thread(attempts, THREAD_NAME);
            thread.setDaemon(true);
            thread.start();
        }
        if (!attempts.isDone()) {
            return Optional.empty();
        }
        try {
            return Optional.of(attempts.get());
        } catch (ExecutionException e) {
            throw new IllegalStateException("an attempt to see whether it is ready went wrong", e.getCause());
        } catch (InterruptedException e) {
            throw new IllegalStateException("nothing waits for what is done", e);
        }
    }

    private Map<String, String> untilMet() throws InterruptedException {
        while (true) {
            try {
                String outcome = attempt.make(opened);
                if (outcome.equals(Attempt.MET)) {
                    return Map.of();
                }
                seen = outcome;
            } catch (IOException e) {
                seen = Evidence.of(e);
            }
            Thread.sleep(PAUSE.toMillis());
        }
    }

    @Override
    public String lastSeen() {
        return seen;
    }

    @Override
    public void close() {
        opened.close();
        if (attempts != null) {
            attempts.cancel(true);
        }
        attempt.close();
    }
}
