package dev.e2e.collector;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Kafka topic that snapshots go to. A snapshot that failed takes its producer with it, so that nothing of it
 * trickles in behind the next one, and no state of the producer outlives an outage.
 */
final class KafkaOutput implements SnapshotOutput {
    /** Bytes that may wait for the broker: sixteen of the largest records. */
    private static final long BUFFER = 8L * 1024 * 1024;

    /** What makes an acknowledged snapshot one that is there, once and in order. */
    static final Map<String, String> OWN =
            Map.of(ProducerConfig.ACKS_CONFIG, "all", ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");

    private static final Duration LAST_MOMENTS = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(KafkaOutput.class);

    private final KafkaTarget target;
    private @Nullable KafkaProducer<String, byte[]> producer;
    private boolean closed;

    KafkaOutput(KafkaTarget target) {
        this.target = target;
    }

    /** Makes the producer and asks for the topic. */
    @Override
    public void prepare() {
        try {
            KafkaProducer<String, byte[]> prepared;
            synchronized (this) {
                prepared = producer();
            }
            prepared.partitionsFor(target.topic());
        } catch (KafkaException | IllegalStateException e) {
            LOG.debug("Kafka is not ready yet: {}", e.getMessage());
        }
    }

    @Override
    public synchronized Delivery open() throws CycleFailedException {
        try {
            return new Batch(producer());
        } catch (KafkaException e) {
            throw new CycleFailedException(target.describe(e), e);
        }
    }

    private KafkaProducer<String, byte[]> producer() {
        if (closed) {
            throw new IllegalStateException("closed");
        }
        KafkaProducer<String, byte[]> existing = producer;
        if (existing == null) {
            existing = new KafkaProducer<>(configuration(), new StringSerializer(), new ByteArraySerializer());
            producer = existing;
        }
        return existing;
    }

    Map<String, Object> configuration() {
        Map<String, Object> configuration = new HashMap<>();
        // As quick to start as lz4 and two fifths smaller; and its native library is deleted from the temporary
        // directory as soon as it is loaded, where lz4's stays behind when the process is killed.
        configuration.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "zstd");
        configuration.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        configuration.put(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER);
        configuration.putAll(target.clientConfiguration());
        configuration.putAll(OWN);
        configuration.put(
                ProducerConfig.MAX_BLOCK_MS_CONFIG, target.patience().block().toMillis());
        configuration.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int)
                target.patience().delivery().toMillis());
        return configuration;
    }

    private final class Batch implements Delivery {
        private final KafkaProducer<String, byte[]> producer;
        private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
        private @Nullable Future<?> last;
        private boolean acknowledged;

        Batch(KafkaProducer<String, byte[]> producer) {
            this.producer = producer;
        }

        @Override
        public void send(RecordHead head, byte[] value) throws CycleFailedException {
            send(record(head, value));
        }

        @Override
        public void sendBare(byte[] value) throws CycleFailedException {
            send(new ProducerRecord<>(target.topic(), value));
        }

        private void send(ProducerRecord<String, byte[]> sent) throws CycleFailedException {
            checkNothingFailed();
            try {
                last = producer.send(sent, (metadata, exception) -> {
                    if (exception != null) {
                        failure.compareAndSet(null, exception);
                    }
                });
            } catch (KafkaException e) {
                throw new CycleFailedException(target.describe(e), e);
            }
        }

        @Override
        public void awaitAcknowledged() throws CycleFailedException {
            try {
                if (last != null) {
                    await(last, target.patience().delivery().plus(LAST_MOMENTS));
                }
            } catch (ExecutionException e) {
                throw new CycleFailedException(target.describe(e.getCause() == null ? e : e.getCause()), e);
            } catch (TimeoutException e) {
                throw new CycleFailedException(target.describe(e), e);
            }
            checkNothingFailed();
            acknowledged = true;
        }

        /** Waits, interrupted or not: what was sent whole is worth the moment that it takes to arrive. */
        private static void await(Future<?> sent, Duration atMost) throws ExecutionException, TimeoutException {
            long end = System.nanoTime() + atMost.toNanos();
            boolean interrupted = false;
            try {
                while (true) {
                    try {
                        sent.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                        return;
                    } catch (InterruptedException e) {
                        interrupted = true;
                    }
                }
            } finally {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }

        private void checkNothingFailed() throws CycleFailedException {
            Exception first = failure.get();
            if (first != null) {
                throw new CycleFailedException(target.describe(first), first);
            }
        }

        private ProducerRecord<String, byte[]> record(RecordHead head, byte[] value) {
            ProducerRecord<String, byte[]> sent =
                    new ProducerRecord<>(target.topic(), head.snapshot().clusterId(), value);
            Headers headers = sent.headers();
            headers.add("schema", SnapshotWriter.utf8("2"));
            headers.add("snapshot-id", SnapshotWriter.utf8(head.snapshot().id()));
            headers.add("cluster", SnapshotWriter.utf8(head.snapshot().clusterId()));
            headers.add("type", SnapshotWriter.utf8(head.type().id()));
            head.kind().ifPresent(kind -> headers.add("kind", SnapshotWriter.utf8(kind.id())));
            headers.add("seq", SnapshotWriter.utf8(Integer.toString(head.seq())));
            return sent;
        }

        @Override
        public void close() {
            if (!acknowledged) {
                discard(Duration.ZERO);
            }
        }
    }

    /** Never: brokers come back. */
    @Override
    public boolean broken() {
        return false;
    }

    @Override
    public boolean left() {
        return false;
    }

    /** For the log: which topic, and where. */
    @Override
    public String toString() {
        return "topic %s at %s".formatted(target.topic(), target.bootstrapServers());
    }

    @Override
    public synchronized void close() {
        closed = true;
        discard(LAST_MOMENTS);
    }

    private synchronized void discard(Duration atMost) {
        KafkaProducer<String, byte[]> old = producer;
        producer = null;
        if (old != null) {
            // A producer that is closed while its thread is interrupted leaves its own thread behind.
            boolean interrupted = Thread.interrupted();
            try {
                old.close(atMost);
            } finally {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }
}
