package dev.e2e.bench.consumer;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Snapshots as a collector writes them, but in chunks of one pod, so that a chunk is a record of {@value #SIZE} bytes. */
final class SnapshotLoad {
    private static final int SIZE = 1000;
    private static final int RECORDS = 10_000;
    private static final String CLUSTER = "5f1c3a52-7f3e-4a0b-9f54-0c3f5a0e9d11";
    private static final String POD = """
            {"name":"checkout-%1$08d","uid":"0f2d1c9a-3b7e-4c11-9a52-%1$012d","namespace":"shop",\
            "created_time":"2026-01-01T00:00:00Z","labels":{"app":"checkout"},"annotations":{"note":"%2$s"},\
            "deployment_name":"checkout","phase":"Running","node_name":"node-1","pod_ip":"10.0.0.7",\
            "host_ip":"192.168.0.7","restart_count":0,"cpu_request":0.25,"cpu_limit":null,"memory_request":1048576,\
            "memory_limit":null,"storage_request":null,"container_statuses":[{"name":"checkout","ready":true,\
            "restart_count":0,"image":"registry/shop/checkout:1.2.3","state":"running"}]}""";

    private SnapshotLoad() {}

    /** Writes so many records, a multiple of those of a snapshot, and returns how many snapshots they are. */
    static int write(String brokers, String topic, int records) throws InterruptedException, ExecutionException {
        if (records % RECORDS != 0) {
            throw new IllegalArgumentException(records + " records are no whole number of snapshots of " + RECORDS);
        }
        Map<String, Object> properties =
                Map.of("bootstrap.servers", brokers, "acks", "all", "linger.ms", 20, "batch.size", 256 * 1024);
        ByteArraySerializer bytes = new ByteArraySerializer();
        AtomicReference<Exception> failure = new AtomicReference<>();
        try (Producer<byte[], byte[]> producer = new KafkaProducer<>(properties, bytes, bytes)) {
            for (int number = 0; number < records / RECORDS; number++) {
                snapshot(number, new Sink(producer, topic, failure));
            }
        }
        if (failure.get() != null) {
            throw new ExecutionException(failure.get());
        }
        return records / RECORDS;
    }

    private record Sink(Producer<byte[], byte[]> producer, String topic, AtomicReference<Exception> failure) {}

    private static void snapshot(int number, Sink sink) {
        String id = "019a0000-0000-7000-8000-%012d".formatted(number);
        send(sink, id, "begin", 0, value(id, "begin", 0, "\"kinds\":[\"Pod\"]"));
        MessageDigest digest = sha256();
        for (int seq = 1; seq <= RECORDS - 2; seq++) {
            byte[] value =
                    value(id, "chunk", seq, "\"kind\":\"Pod\",\"api_version\":\"v1\",\"items\":[" + pod(id, seq) + "]");
            digest.update(value);
            send(sink, id, "chunk", seq, value);
        }
        String sum = HexFormat.of().formatHex(digest.digest());
        send(
                sink,
                id,
                "end",
                RECORDS - 1,
                value(
                        id,
                        "end",
                        RECORDS - 1,
                        ("\"status\":\"complete\",\"chunks\":%1$d,\"duration_ms\":1,\"errors\":[],\"kinds\":{\"Pod\":"
                                        + "{\"count\":%1$d,\"chunks\":%1$d,\"resource_version\":\"1\",\"sha256\":\"%2$s\"}}")
                                .formatted(RECORDS - 2, sum)));
    }

    /** Long enough for its record to have the size. */
    private static String pod(String id, int seq) {
        String head = new String(
                value(id, "chunk", seq, "\"kind\":\"Pod\",\"api_version\":\"v1\",\"items\":[]"),
                StandardCharsets.UTF_8);
        int missing = SIZE - head.length() - POD.formatted(seq, "").length();
        return POD.formatted(seq, "x".repeat(missing));
    }

    private static byte[] value(String id, String type, int seq, String rest) {
        return ("{\"schema\":2,\"type\":\"%s\",\"snapshot_id\":\"%s\",\"cluster_id\":\"%s\","
                        + "\"timestamp\":\"2026-01-02T03:04:05.678Z\",\"seq\":%d,%s}")
                .formatted(type, id, CLUSTER, seq, rest)
                .getBytes(StandardCharsets.UTF_8);
    }

    private static void send(Sink sink, String id, String type, int seq, byte[] value) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(sink.topic(), utf8(CLUSTER), value);
        record.headers()
                .add("schema", utf8("2"))
                .add("snapshot-id", utf8(id))
                .add("cluster", utf8(CLUSTER))
                .add("type", utf8(type))
                .add("seq", utf8(Integer.toString(seq)));
        if (type.equals("chunk")) {
            record.headers().add("kind", utf8("Pod"));
        }
        sink.producer().send(record, (written, problem) -> {
            if (problem != null) {
                sink.failure().compareAndSet(null, problem);
            }
        });
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
