package dev.e2e.collector;

import dev.e2e.runtime.NetworkFailure;
import io.fabric8.kubernetes.client.http.AsyncBody;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The body of an answer while it arrives. The next bytes are asked for when the last ones have been read, so that no
 * more than a few buffers are ever held; a pause that is too long is a {@link SocketTimeoutException}.
 */
final class BodyStream extends InputStream implements AsyncBody.Consumer<List<ByteBuffer>> {
    private final Duration longestPause;
    private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
    private final Deque<ByteBuffer> buffers = new ArrayDeque<>();
    private volatile @Nullable AsyncBody source;
    private @Nullable Arrival end;

    /** Bytes, or their end: the failure that ended them, or the lack of one. */
    private record Arrival(
            List<ByteBuffer> bytes, boolean last, @Nullable Throwable failure) {}

    BodyStream(Duration longestPause) {
        this.longestPause = longestPause;
    }

    /** Called by the HTTP client when bytes have arrived. */
    @Override
    public void consume(List<ByteBuffer> bytes, AsyncBody body) {
        arrivals.add(new Arrival(bytes, false, null));
    }

    /** Starts to receive; the answer's status has arrived. */
    void start(AsyncBody body) {
        source = body;
        var unused =
                body.done().whenComplete((nothing, failure) -> arrivals.add(new Arrival(List.of(), true, failure)));
        body.consume();
    }

    /**
     * The content, which some proxies compress although it was not asked for.
     *
     * @param encoding the answer's {@code Content-Encoding}
     */
    InputStream decoded(@Nullable String encoding) throws IOException {
        String name = encoding == null ? "identity" : encoding.toLowerCase(Locale.ROOT);
        return switch (name) {
            case "identity" -> this;
            case "gzip", "x-gzip" -> new GZIPInputStream(this);
            default ->
                throw new UnexpectedAnswerException(
                        "it is compressed in another way than gzip (%s)".formatted(NetworkFailure.oneLine(name)));
        };
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) == 1 ? one[0] & 0xFF : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        while (true) {
            ByteBuffer buffer = buffers.peek();
            if (buffer == null) {
                if (!receive()) {
                    return -1;
                }
            } else if (buffer.hasRemaining()) {
                int taken = Math.min(length, buffer.remaining());
                buffer.get(target, offset, taken);
                return taken;
            } else {
                buffers.remove();
                if (buffers.isEmpty() && source != null) {
                    source.consume();
                }
            }
        }
    }

    private boolean receive() throws IOException {
        Arrival arrival = end;
        if (arrival == null) {
            try {
                arrival = arrivals.poll(longestPause.toNanos(), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw (IOException) new InterruptedIOException("interrupted while reading an answer").initCause(e);
            }
        }
        if (arrival == null) {
            throw new SocketTimeoutException("no data for " + longestPause.toMillis() + " ms");
        }
        if (arrival.last()) {
            end = arrival;
            if (arrival.failure() != null) {
                throw new IOException(NetworkFailure.reason(arrival.failure()), arrival.failure());
            }
            return false;
        }
        buffers.addAll(arrival.bytes());
        return true;
    }

    /** Gives up the rest of the body. */
    @Override
    public void close() {
        AsyncBody body = source;
        if (body != null && end == null) {
            body.cancel();
        }
    }
}
