package dev.e2e.infra.forward;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Looks whether somebody listens at the far end of a tunnel, by a connection on which nothing is said. */
final class Probe implements Tunnel.Sink {
    /** Nothing tells that the pod has accepted a connection; that it has not is told at once. */
    private static final Duration REFUSAL_WITHIN = Duration.ofMillis(150);

    private final CompletableFuture<Void> answer = new CompletableFuture<>();

    /**
     * Looks.
     *
     * @throws UnavailableException when no connection to the pod can be made
     */
    void look(Cluster cluster, Target target) throws UnavailableException, InterruptedException {
        Tunnel tunnel = cluster.open(target, this);
        try {
            answer.get(REFUSAL_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // No refusal: somebody listens, and waits for us to speak.
        } catch (ExecutionException e) {
            throw new UnavailableException(Failures.reason(e), e);
        } finally {
            tunnel.close();
        }
    }

    @Override
    public void receive(ByteBuffer data) {
        answer.complete(null);
    }

    @Override
    public void ended(@Nullable UnavailableException failure) {
        if (failure == null) {
            answer.complete(null);
        } else {
            answer.completeExceptionally(failure);
        }
    }
}
