package dev.e2e.collector;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.awaitility.Awaitility;

/** The records of a topic, and the checks that hold for every snapshot. */
record Records(List<ConsumerRecord<String, byte[]>> all) {
    private static final Schema SCHEMA = schema("cluster-info-v2.schema.json");

    static Schema schema(String name) {
        try (InputStream in = Kind.class.getResourceAsStream(name)) {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(in, InputFormat.JSON);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void createTopic(String bootstrapServers, String topic)
            throws ExecutionException, InterruptedException, java.util.concurrent.TimeoutException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get(20, TimeUnit.SECONDS);
        }
        // Its leader may come a moment after the answer.
        Awaitility.await().until(() -> endOffset(bootstrapServers, topic) == 0);
    }

    private static long endOffset(String bootstrapServers, String topic) {
        TopicPartition partition = new TopicPartition(topic, 0);
        try (KafkaConsumer<String, byte[]> consumer = consumer(bootstrapServers)) {
            return consumer.endOffsets(List.of(partition)).get(partition);
        }
    }

    /** Reads all that is in the topic now. */
    static Records read(String bootstrapServers, String topic) {
        TopicPartition partition = new TopicPartition(topic, 0);
        List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer = consumer(bootstrapServers)) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
                return consumer.position(partition) >= end;
            });
        }
        return new Records(records);
    }

    private static KafkaConsumer<String, byte[]> consumer(String bootstrapServers) {
        Properties properties = new Properties();
        properties.setProperty("bootstrap.servers", bootstrapServers);
        properties.setProperty("max.partition.fetch.bytes", "16777216");
        return new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer());
    }

    JsonValue value(int index) {
        return JsonValue.read(new ByteArrayInputStream(all.get(index).value()));
    }

    JsonValue end() {
        return value(all.size() - 1);
    }

    /** The objects of a kind that count, in the order of their records. */
    List<JsonValue> objects(Kind kind) {
        List<JsonValue> objects = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            if (kind.id().equals(header(i, "kind"))) {
                if (header(i, "type").equals("discard")) {
                    objects.clear();
                }
                objects.addAll(value(i).at("items").elements());
            }
        }
        return objects;
    }

    List<String> names(Kind kind) {
        return objects(kind).stream().map(object -> object.at("name").text("")).toList();
    }

    List<String> types() {
        return IntStream.range(0, all.size()).mapToObj(i -> header(i, "type")).toList();
    }

    JsonValue only(Kind kind) {
        assertThat(objects(kind)).hasSize(1);
        return objects(kind).get(0);
    }

    String header(int index, String name) {
        Header header = all.get(index).headers().lastHeader(name);
        return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    /** Checks what holds for one whole snapshot, whatever is in it. */
    Records assertOneSoundSnapshot() {
        assertThat(all).hasSizeGreaterThanOrEqualTo(2);
        String id = header(0, "snapshot-id");
        Map<String, MessageDigest> digests = new TreeMap<>();
        Map<String, Long> counts = new TreeMap<>();
        Map<String, Long> chunks = new TreeMap<>();
        int discards = 0;
        for (int i = 0; i < all.size(); i++) {
            byte[] bytes = all.get(i).value();
            String text = new String(bytes, StandardCharsets.UTF_8);
            assertThat(SCHEMA.validate(text, InputFormat.JSON)).as(text).isEmpty();
            assertThat(text).doesNotContain(TestObjects.MARKER).doesNotContain("managedFields", "last-applied");
            assertThat(bytes.length).isLessThanOrEqualTo(ChunkWriter.LARGEST_VALUE);
            JsonValue value = value(i);
            boolean discard = "discard".equals(header(i, "type"));
            String type = i == 0 ? "begin" : i == all.size() - 1 ? "end" : discard ? "discard" : "chunk";
            assertThat(value.at("type").text()).isEqualTo(type).isEqualTo(header(i, "type"));
            assertThat(value.at("seq").integer()).isEqualTo(i);
            assertThat(header(i, "seq")).isEqualTo(String.valueOf(i));
            assertThat(header(i, "schema")).isEqualTo("2");
            assertThat(value.at("snapshot_id").text()).isEqualTo(id).isEqualTo(header(i, "snapshot-id"));
            assertThat(value.at("cluster_id").text())
                    .isEqualTo(all.get(i).key())
                    .isEqualTo(header(i, "cluster"));
            assertThat(value.at("kind").text()).isEqualTo(header(i, "kind"));
            String kind = header(i, "kind");
            if (type.equals("discard")) {
                digests.remove(kind);
                counts.remove(kind);
                chunks.remove(kind);
                discards++;
            } else if (type.equals("chunk")) {
                digests.computeIfAbsent(kind, name -> ChunkWriter.sha256()).update(bytes);
                counts.merge(kind, (long) value.at("items").elements().size(), Long::sum);
                chunks.merge(kind, 1L, Long::sum);
            }
        }
        JsonValue end = end();
        assertThat(end.at("chunks").integer()).isEqualTo(all.size() - 2 - discards);
        Map<String, JsonValue> kinds = end.at("kinds").members();
        assertThat(kinds.keySet()).containsAll(digests.keySet());
        kinds.forEach((kind, summary) -> {
            MessageDigest digest = digests.getOrDefault(kind, ChunkWriter.sha256());
            assertThat(summary.at("sha256").text()).isEqualTo(HexFormat.of().formatHex(digest.digest()));
            assertThat(summary.at("count").integer()).isEqualTo(counts.getOrDefault(kind, 0L));
            assertThat(summary.at("chunks").integer()).isEqualTo(chunks.getOrDefault(kind, 0L));
        });
        boolean complete = end.at("errors").elements().isEmpty();
        assertThat(end.at("status").text()).isEqualTo(complete ? "complete" : "partial");
        return this;
    }
}
