package dev.e2e.infra.forward;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A connection of a client of ours, and its tunnel. */
final class Connection implements Tunnel.Sink {
    private static final int CHANNEL_AND_DATA = 1 + 16384;
    /**
     * How long the pod may be silent once the client has sent all. The protocol cannot tell the pod that, and a client that
     * is gone looks just the same.
     */
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    private final SocketChannel client;
    private final Forward forward;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final CountDownLatch sent = new CountDownLatch(1);
    private volatile @Nullable Tunnel tunnel;

    Connection(SocketChannel client, Forward forward) {
        this.client = client;
        this.forward = forward;
    }

    /** Carries the connection, until one side ends it. */
    void run() {
        try (client) {
            client.setOption(StandardSocketOptions.TCP_NODELAY, true);
            Tunnel open = forward.connect(this);
            tunnel = open;
            try {
                send(open);
            } finally {
                sent.countDown();
                open.close();
            }
        } catch (UnavailableException e) {
            forward.refused(e.reason());
            reset();
        } catch (IOException e) {
            reset(); // the client is gone, or was sent away by ended()
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The tunnel; {@code null} while there is none yet. */
    @Nullable Tunnel tunnel() {
        return tunnel;
    }

    /** Breaks it off: the client sees a reset. */
    void reset() {
        try {
            client.setOption(StandardSocketOptions.SO_LINGER, 0);
            client.close();
        } catch (IOException e) {
            // It is closed already, which is all that was wanted.
        }
    }

    @Override
    public void receive(ByteBuffer data) throws IOException {
        forward.received(data.remaining());
        while (data.hasRemaining()) {
            client.write(data);
        }
    }

    @Override
    public void ended(@Nullable UnavailableException failure) {
        ended.countDown();
        if (failure != null) {
            // An end in good order would tell the client that it has got all.
            reset();
            forward.broken(failure.reason());
            return;
        }
        try {
            client.shutdownOutput();
            if (!sent.await(LAST_WORDS.toNanos(), TimeUnit.NANOSECONDS)) {
                client.close();
            }
        } catch (IOException e) {
            reset();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(Tunnel open) throws IOException, InterruptedException {
        ByteBuffer message = ByteBuffer.allocate(CHANNEL_AND_DATA);
        boolean podListens = true;
        while (client.read(message.clear().position(1)) >= 0) {
            // What comes after the pod's end is read and dropped: unread data would turn the close into a reset.
            podListens = podListens && open.send(message.flip());
            forward.sent(podListens ? message.limit() - 1 : 0);
        }
        awaitLastWords(open);
    }

    private void awaitLastWords(Tunnel open) throws InterruptedException {
        long silentSince = System.nanoTime();
        long left = LAST_WORDS.toNanos();
        while (left > 0 && !ended.await(left, TimeUnit.NANOSECONDS)) {
            silentSince = Math.max(silentSince, open.heardAt());
            left = silentSince + LAST_WORDS.toNanos() - System.nanoTime();
        }
    }
}
