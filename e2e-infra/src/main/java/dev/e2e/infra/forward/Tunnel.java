package dev.e2e.infra.forward;

import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.WebSocket;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a port of a pod, over a WebSocket of the API server ({@code v4.channel.k8s.io}): the first byte of a
 * message is the channel, 0 for data and 1 for an error, and the first message on each of them carries the port.
 */
final class Tunnel implements WebSocket.Listener {
    private static final String PROTOCOL = "v4.channel.k8s.io";
    private static final byte DATA = 0;
    private static final byte ERROR = 1;
    private static final int PORT_MESSAGES = 2;
    private static final int NORMAL_CLOSURE = 1000;
    /** Normal closure, going away, and no code at all. */
    private static final Set<Integer> IN_GOOD_ORDER = Set.of(NORMAL_CLOSURE, 1001, 1005);

    private static final long FIRST_PAUSE_NANOS = 100_000;
    private static final long LONGEST_PAUSE_NANOS = 5_000_000;

    /** What a tunnel brings; calls come one after the other, from threads of the tunnel. */
    interface Sink {
        /** Data of the pod; the next comes when this returns, so that a slow reader slows the pod down. */
        void receive(ByteBuffer data) throws IOException;

        /** The end of a tunnel that was open, called once; {@code null} when the pod closed its connection in good order. */
        void ended(@Nullable UnavailableException failure);
    }

    private final Target target;
    private final Sink sink;
    private final Executor threads;
    private final CompletableFuture<Void> opened = new CompletableFuture<>();
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile @Nullable WebSocket socket;
    private volatile boolean closed;
    private volatile long heardAt = System.nanoTime();
    private int messages;

    private Tunnel(Target target, Sink sink, Executor threads) {
        this.target = target;
        this.sink = sink;
        this.threads = threads;
    }

    /**
     * Opens a tunnel; it is open once the pod's node has answered, which does not mean yet that somebody listens there.
     *
     * @param server the API server's URL, with a slash at its end
     * @throws UnavailableException when it is not open in time
     */
    static Tunnel open(HttpClient client, String server, Target target, Sink sink, Executor threads, Duration within)
            throws UnavailableException, InterruptedException {
        Tunnel tunnel = new Tunnel(target, sink, threads);
        CompletableFuture<WebSocket> handshake = client.newWebSocketBuilder()
                .uri(URI.create("%sapi/v1/namespaces/%s/pods/%s/portforward?ports=%d"
                        .formatted(server, target.namespace(), target.pod(), target.port())))
                .subprotocol(PROTOCOL)
                .connectTimeout(2 * within.toMillis(), TimeUnit.MILLISECONDS) // only to clear away what we gave up
                .buildAsync(tunnel)
                .whenComplete((socket, failure) -> {
                    if (failure != null) {
                        tunnel.end(new UnavailableException(Failures.reason(failure), failure));
                    }
                });
        try {
            tunnel.opened.get(within.toMillis(), TimeUnit.MILLISECONDS);
            return tunnel;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof UnavailableException reason
                    ? reason
                    : new UnavailableException(Failures.reason(e), e);
        } catch (TimeoutException e) {
            UnavailableException late = new UnavailableException(
                    "no answer from the node of %s within %d ms".formatted(target, within.toMillis()), e);
            if (!tunnel.opened.completeExceptionally(late)) {
                return tunnel; // it came at the last moment
            }
            tunnel.close();
            handshake.cancel(true);
            throw late;
        }
    }

    /** Where it leads. */
    Target target() {
        return target;
    }

    /** When the pod's side was last heard of, as {@link System#nanoTime()}. */
    long heardAt() {
        return heardAt;
    }

    /**
     * Sends data; returns when it is on its way, so that a slow pod slows the sender down.
     *
     * @param message begins with a byte for the channel, and then the data
     * @return whether it was sent; not once the tunnel has ended
     */
    boolean send(ByteBuffer message) {
        WebSocket current = Objects.requireNonNull(socket, "an open tunnel has a socket");
        message.put(0, DATA);
        long pause = FIRST_PAUSE_NANOS;
        // The JDK's WebSocket refuses a message while one is under way, without a word when it will be done.
        while (!ended.get()) {
            if (current.queueSize() == 0 && current.send(message.duplicate())) {
                return true;
            }
            LockSupport.parkNanos(pause);
            pause = Math.min(pause * 2, LONGEST_PAUSE_NANOS);
        }
        return false;
    }

    /** Ends it from this side. */
    void close() {
        closed = true;
        WebSocket current = socket;
        if (current != null) {
            current.sendClose(NORMAL_CLOSURE, "");
        }
        end(null);
    }

    @Override
    public void onMessage(WebSocket socket, String text) {
        onMessage(socket, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public void onMessage(WebSocket socket, ByteBuffer message) {
        heardAt = System.nanoTime();
        messages++;
        if (messages <= PORT_MESSAGES) {
            if (messages == PORT_MESSAGES) {
                opened.complete(null);
            }
            socket.request();
            return;
        }
        byte channel = message.hasRemaining() ? message.get() : DATA;
        if (channel == ERROR) {
            String text = StandardCharsets.UTF_8.decode(message).toString().strip();
            socket.sendClose(NORMAL_CLOSURE, "");
            end(text.isEmpty() ? null : new UnavailableException(text.replaceAll("\\s+", " ")));
        } else {
            // Not here: this thread serves the other tunnels too, and whoever receives may be slow.
            threads.execute(() -> receive(socket, message));
        }
    }

    private void receive(WebSocket socket, ByteBuffer data) {
        try {
            if (!ended.get() && data.hasRemaining()) {
                sink.receive(data);
            }
            socket.request();
        } catch (IOException e) {
            close(); // whoever receives is gone
        }
    }

    @Override
    public void onOpen(WebSocket opening) {
        socket = opening;
        if (closed) {
            opening.sendClose(NORMAL_CLOSURE, "");
        }
    }

    @Override
    public void onClose(WebSocket socket, int code, String reason) {
        end(
                opened.isDone() && IN_GOOD_ORDER.contains(code)
                        ? null
                        : new UnavailableException("closed by the API server (%d%s)"
                                .formatted(code, reason == null || reason.isBlank() ? "" : " " + reason)));
    }

    @Override
    public void onError(WebSocket socket, Throwable failure) {
        end(new UnavailableException("the tunnel broke: " + Failures.reason(failure), failure));
    }

    private void end(@Nullable UnavailableException failure) {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        UnavailableException early = failure == null ? new UnavailableException("closed before it was open") : failure;
        if (!opened.completeExceptionally(early) && !opened.isCompletedExceptionally()) {
            threads.execute(() -> sink.ended(failure));
        }
    }
}
