package dev.e2e.infra.forward;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A local port whose connections go to a pod. The port is bound once and stays bound; while there is no pod, connections
 * wait, and are reset when their patience ends.
 */
final class Forward implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Forward.class);
    /** How long a connection waits for a pod. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Duration LAST_ROUND = Duration.ofMillis(500);
    private static final int BACKLOG = 1024;

    private final ForwardSpec spec;
    private final Cluster cluster;
    private final ServerSocketChannel listener;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private final Figures figures = new Figures();
    private final Object lock = new Object();
    private final Thread supervisor;
    private Condition condition = Condition.initial();
    private boolean suspected;

    private Forward(ForwardSpec spec, Cluster cluster, ServerSocketChannel listener) {
        this.spec = spec;
        this.cluster = cluster;
        this.listener = listener;
        this.supervisor = new Thread(new Supervision(this, cluster), "supervise " + spec.target());
    }

    /**
     * Takes the local port; nothing is accepted yet.
     *
     * @throws IOException when the port is taken, {@link java.net.BindException} then
     */
    static Forward bind(ForwardSpec spec, Cluster cluster) throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open();
        try {
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), spec.localPort()), BACKLOG);
            return new Forward(spec, cluster, listener);
        } catch (IOException e) {
            listener.close();
            throw e;
        }
    }

    /** Begins to accept connections and to look after the way to the pod. */
    void start() {
        Thread acceptor = new Thread(this::accept, "accept " + spec.target());
        acceptor.setDaemon(true);
        acceptor.start();
        supervisor.setDaemon(true);
        supervisor.start();
    }

    boolean isClosed() {
        return !listener.isOpen();
    }

    ForwardSpec spec() {
        return spec;
    }

    /** Where it listens, such as {@code 127.0.0.1:9092}. */
    String local() {
        return "127.0.0.1:" + listener.socket().getLocalPort();
    }

    Figures figures() {
        return figures;
    }

    int openConnections() {
        return connections.size();
    }

    Condition condition() {
        synchronized (lock) {
            return condition;
        }
    }

    /** Tells what the supervision found; a change is logged. */
    void found(Condition.State state, @Nullable Target target, String reason) {
        Condition before;
        synchronized (lock) {
            before = condition;
            boolean same = before.state() == state && before.reason().equals(reason);
            condition = new Condition(state, target, reason, same ? before.since() : Instant.now());
            suspected = false;
            lock.notifyAll();
        }
        if (state == Condition.State.READY && !before.isReady()) {
            figures.reconnects().add(before.target() == null ? 0 : 1);
            LOG.info("{} is forwarded to {} of {}", local(), target, spec.target());
        } else if (state == Condition.State.READY
                && !String.valueOf(before.target()).equals(String.valueOf(target))) {
            LOG.info("{} goes on to {} of {}", local(), target, spec.target());
        } else if (state != before.state() || !reason.equals(before.reason())) {
            LOG.warn("{} {}: {}: {}", local(), state.text(), spec.target(), reason);
        }
    }

    /** Resets the connections of some pods that nothing was heard on since a moment, as {@link System#nanoTime()}. */
    void resetSilent(Predicate<Target> pods, long since) {
        for (Connection connection : connections) {
            Tunnel tunnel = connection.tunnel();
            if (tunnel != null && pods.test(tunnel.target()) && tunnel.heardAt() - since < 0) {
                connection.reset();
            }
        }
    }

    /** Whether something was heard from this pod since a moment, as {@link System#nanoTime()}. */
    boolean hasHeard(Target target, long since) {
        return connections.stream()
                .map(Connection::tunnel)
                .anyMatch(tunnel -> tunnel != null && tunnel.target().equals(target) && tunnel.heardAt() - since >= 0);
    }

    /** Waits this long, or until a connection has failed where all was thought to be well; returns whether one has. */
    boolean awaitSuspicion(Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        synchronized (lock) {
            for (long left = atMost.toNanos(); left > 0 && !suspected; left = deadline - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(lock, left);
            }
            return suspected;
        }
    }

    /** A tunnel for a connection; waits for a pod where there is none. */
    Tunnel connect(Connection connection) throws UnavailableException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            Target target = awaitTarget(deadline);
            try {
                return cluster.open(target, connection);
            } catch (UnavailableException e) {
                broken(e.reason());
            }
        }
    }

    private Target awaitTarget(long deadline) throws UnavailableException, InterruptedException {
        synchronized (lock) {
            while (suspected || !condition.isReady()) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    throw new UnavailableException(condition.reason());
                }
                TimeUnit.NANOSECONDS.timedWait(lock, left);
            }
            return Objects.requireNonNull(condition.target(), "what is ready has a target");
        }
    }

    /** Waits until it is ready; returns whether it is, by the deadline, as {@link System#nanoTime()}. */
    boolean awaitReady(long deadline) throws InterruptedException {
        try {
            awaitTarget(deadline);
            return true;
        } catch (UnavailableException e) {
            return false;
        }
    }

    /** A tunnel could not be opened, or broke: it is looked at once whether that is true of all. */
    void broken(String reason) {
        LOG.debug("{}: {}", spec.target(), reason);
        synchronized (lock) {
            suspected = true;
            lock.notifyAll();
        }
    }

    /** A connection was sent away. */
    void refused(String reason) {
        figures.failedConnections().increment();
        LOG.warn("{}: a connection was reset after {} s: {}", local(), PATIENCE.toSeconds(), reason);
    }

    void sent(int bytes) {
        figures.bytesToPod().add(bytes);
    }

    void received(int bytes) {
        figures.bytesFromPod().add(bytes);
    }

    private void accept() {
        while (listener.isOpen()) {
            try {
                SocketChannel client = listener.accept();
                Connection connection = new Connection(client, this);
                connections.add(connection);
                figures.connections().increment();
                cluster.run(() -> {
                    try {
                        connection.run();
                    } finally {
                        connections.remove(connection);
                    }
                });
            } catch (IOException e) {
                if (listener.isOpen()) {
                    LOG.warn("{}: a connection could not be accepted: {}", local(), e.toString());
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        connections.forEach(Connection::reset);
        supervisor.interrupt();
        try {
            supervisor.join(LAST_ROUND.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
