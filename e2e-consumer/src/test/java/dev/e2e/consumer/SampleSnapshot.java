package dev.e2e.consumer;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A snapshot as a collector sends it, with objects that keep to its schema. */
final class SampleSnapshot {
    static final Instant COLLECTED_AT = Instant.parse("2026-01-02T03:04:05.678Z");

    private static final AtomicLong COUNTER = new AtomicLong();

    private final String cluster;
    private final String id = "0192f0c1-7a3b-7c4d-8e5f-%012x".formatted(COUNTER.incrementAndGet());
    private final List<SampleRecord> chunks = new ArrayList<>();
    private final Map<String, Sent> sent = new LinkedHashMap<>();
    private final List<String> errors = new ArrayList<>();
    private int discards;

    private static final class Sent {
        private final MessageDigest digest = sha256();
        private int count;
        private int chunks;
    }

    private SampleSnapshot(String cluster) {
        this.cluster = cluster;
    }

    static SampleSnapshot of(String cluster) {
        return new SampleSnapshot(cluster);
    }

    /** Two kinds on three chunks. */
    static SampleSnapshot small(String cluster) {
        return of(cluster).chunk("Pod", 2).chunk("Pod", 1).chunk("Namespace", 2);
    }

    SampleSnapshot chunk(String kind, int objects) {
        int seq = chunks.size() + 1;
        String items = IntStream.range(0, objects)
                .mapToObj(number -> item(kind, seq + "-" + number))
                .collect(Collectors.joining(","));
        SampleRecord chunk = record(
                "chunk",
                seq,
                "\"kind\":\"%s\",\"api_version\":\"v1\",\"seq\":%d,\"items\":[%s]".formatted(kind, seq, items));
        chunk = chunk.withHeader("kind", kind);
        chunks.add(chunk);
        Sent kindSent = sent.computeIfAbsent(kind, same -> new Sent());
        kindSent.count += objects;
        kindSent.chunks++;
        kindSent.digest.update(chunk.value());
        return this;
    }

    /** What was sent of the kind so far counts no more. */
    SampleSnapshot discard(String kind) {
        int seq = chunks.size() + 1;
        String rest = "\"kind\":\"%s\",\"api_version\":\"v1\",\"seq\":%d".formatted(kind, seq);
        chunks.add(record("discard", seq, rest).withHeader("kind", kind));
        sent.put(kind, new Sent());
        discards++;
        return this;
    }

    /** A change after the snapshot. */
    SampleRecord delta(int seq) {
        String rest =
                "\"kind\":\"Namespace\",\"api_version\":\"v1\",\"seq\":%d,\"event\":\"ADDED\",\"resource_version\":\"9\",\"item\":%s";
        return record("delta", seq, rest.formatted(seq, item("Namespace", "new")))
                .withHeader("kind", "Namespace");
    }

    /** A kind that was read and has no objects. */
    SampleSnapshot empty(String kind) {
        sent.put(kind, new Sent());
        return this;
    }

    SampleSnapshot error(String kind, int code, String message) {
        errors.add("{\"kind\":\"%s\",\"code\":%d,\"message\":\"%s\"}".formatted(kind, code, message));
        return this;
    }

    String id() {
        return id;
    }

    String cluster() {
        return cluster;
    }

    /** All of its records, begin and end included; the index is the number. May be called once. */
    List<SampleRecord> records() {
        List<SampleRecord> records = new ArrayList<>();
        records.add(
                record(
                        "begin",
                        0,
                        "\"seq\":0,\"kinds\":[\"Pod\",\"Namespace\"],\"collector\":{\"version\":\"1\",\"kubernetes\":\"v1.34.1\"}"));
        records.addAll(chunks);
        records.add(end());
        return records;
    }

    private SampleRecord end() {
        String kinds = sent.entrySet().stream()
                .map(entry -> "\"%s\":{\"count\":%d,\"chunks\":%d,\"resource_version\":\"7\",\"sha256\":\"%s\"}"
                        .formatted(
                                entry.getKey(),
                                entry.getValue().count,
                                entry.getValue().chunks,
                                HexFormat.of().formatHex(entry.getValue().digest.digest())))
                .collect(Collectors.joining(","));
        return record(
                "end",
                chunks.size() + 1,
                ("\"seq\":%d,\"status\":\"%s\",\"chunks\":%d,\"duration_ms\":12,\"kinds\":{%s},\"errors\":[%s],"
                                + "\"collector\":{\"version\":\"1\",\"kubernetes\":\"v1.34.1\"}")
                        .formatted(
                                chunks.size() + 1,
                                errors.isEmpty() ? "complete" : "partial",
                                chunks.size() - discards,
                                kinds,
                                String.join(",", errors)));
    }

    private SampleRecord record(String type, int seq, String rest) {
        String value =
                "{\"schema\":2,\"type\":\"%s\",\"snapshot_id\":\"%s\",\"cluster_id\":\"%s\",\"timestamp\":\"%s\",%s}"
                        .formatted(type, id, cluster, COLLECTED_AT, rest);
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("schema", "2");
        headers.put("snapshot-id", id);
        headers.put("cluster", cluster);
        headers.put("type", type);
        headers.put("seq", Integer.toString(seq));
        return SampleRecord.of(cluster, value, headers);
    }

    private static String item(String kind, String name) {
        String common =
                "\"name\":\"%s\",\"uid\":\"u-%s\",\"created_time\":\"2026-01-01T00:00:00Z\",\"labels\":{},\"annotations\":{}"
                        .formatted(name, name);
        return switch (kind) {
            case "Namespace" -> "{%s,\"phase\":\"Active\"}".formatted(common);
            case "ConfigMap" ->
                "{%s,\"namespace\":\"shop\",\"keys\":[{\"name\":\"größe\",\"size\":3}]}".formatted(common);
            case "Pod" ->
                ("{%s,\"namespace\":\"shop\",\"deployment_name\":null,\"phase\":\"Running\",\"node_name\":\"n1\","
                                + "\"pod_ip\":null,\"host_ip\":null,\"restart_count\":0,\"cpu_request\":0.25,\"cpu_limit\":null,"
                                + "\"memory_request\":1048576,\"memory_limit\":null,\"storage_request\":null,"
                                + "\"container_statuses\":[{\"name\":\"c\",\"ready\":true,\"restart_count\":0,\"image\":\"i\",\"state\":\"running\"}]}")
                        .formatted(common);
            default -> throw new IllegalArgumentException("no sample of " + kind);
        };
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A message as the earlier system wrote it. */
    static SampleRecord versionOne() {
        return SampleRecord.versionOne("{\"timestamp\":\"2026-01-02T03:04:05Z\",\"cluster_id\":null,"
                + "\"deployments\":[{\"name\":\"a\"}],\"pods\":[{\"name\":\"b\"},{\"name\":\"c\"}],\"secrets\":null}");
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
