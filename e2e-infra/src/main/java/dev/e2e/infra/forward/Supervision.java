package dev.e2e.infra.forward;

import dev.e2e.infra.forward.Condition.State;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Looks after the way of one forward: finds its pod, probes the way from end to end, and finds it again when it is lost.
 *
 * <p>Attempts to connect to a pod are made with growing pauses. Whether there is another pod, or a new run of the same one,
 * is asked more often: that costs a request, and ends the pause.
 */
final class Supervision implements Runnable {
    private static final Duration CHECK_EVERY = Duration.ofSeconds(2);
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

    private final Forward forward;
    private final Cluster cluster;
    private final Backoff attempts = new Backoff(LONGEST_PAUSE, ThreadLocalRandom.current());
    private final Backoff looks = new Backoff(LOOK_EVERY, ThreadLocalRandom.current());
    /** The incarnations of pods that could not be connected to since the last success. */
    private final Set<String> failed = new HashSet<>();

    private @Nullable Target last;
    private boolean suspected;

    Supervision(Forward forward, Cluster cluster) {
        this.forward = forward;
        this.cluster = cluster;
    }

    @Override
    public void run() {
        try {
            while (!forward.isClosed()) {
                round();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void round() throws InterruptedException {
        Target target;
        try {
            target = cluster.resolve(forward.spec(), failed, last);
        } catch (UnavailableException e) {
            forward.found(State.WAITING, last, e.reason());
            Thread.sleep(looks.next().toMillis());
            return;
        }
        looks.reset();
        long began = System.nanoTime();
        try {
            if (suspected || !forward.hasHeard(target, began - CHECK_EVERY.toNanos())) {
                new Probe().look(cluster, target);
            }
            connected(target);
        } catch (UnavailableException e) {
            lost(target, e.reason(), began);
        }
    }

    private void connected(Target target) throws InterruptedException {
        failed.clear();
        attempts.reset();
        forward.found(State.READY, target, "");
        if (last != null && !last.equals(target)) {
            // An idle connection to a pod that is not ready any more may hang there for ever.
            forward.resetSilent(pod -> !pod.equals(target), System.nanoTime() - CHECK_EVERY.toNanos());
        }
        last = target;
        suspected = forward.awaitSuspicion(CHECK_EVERY);
    }

    private void lost(Target target, String reason, long since) throws InterruptedException {
        last = target;
        failed.add(target.incarnation());
        forward.found(State.RECONNECTING, target, "no connection to %s: %s".formatted(target, reason));
        forward.resetSilent(target::equals, since);
        long pauseEnd = System.nanoTime() + attempts.next().toNanos();
        for (long left = pauseEnd - System.nanoTime(); left > 0; left = pauseEnd - System.nanoTime()) {
            Thread.sleep(Duration.ofNanos(Math.min(left, LOOK_EVERY.toNanos())).toMillis());
            if (left > LOOK_EVERY.toNanos() && anotherPod()) {
                return;
            }
        }
    }

    private boolean anotherPod() {
        try {
            return !failed.contains(
                    cluster.resolve(forward.spec(), failed, last).incarnation());
        } catch (UnavailableException e) {
            return true; // nothing to attempt; the next round says so
        }
    }
}
