package dev.e2e.collector;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Whatever objects a cluster has, they are cut into records that keep to the contract. */
class ChunkingPropertiesTest {
    private static final Schema SCHEMA = Records.schema("cluster-info-v2.schema.json");
    private static final RecordHead.Snapshot SNAPSHOT =
            new RecordHead.Snapshot("01a2054b-0ff5-7252-831a-04ba992228e9", "cluster");
    private static final int LARGEST_ITEMS = ChunkWriter.LARGEST_VALUE - 1024;

    private final List<byte[]> values = new ArrayList<>();

    /** A node with a text of its own, which is repeated so often. */
    private record Sample(String name, String text, int times) {
        JsonValue node() {
            return new JsonValue(Map.of(
                    "metadata",
                    Map.of("name", name, "uid", "u", "labels", Map.of("text", text)),
                    "status",
                    Map.of("nodeInfo", Map.of("osImage", text.repeat(times)))));
        }
    }

    @Provide
    Arbitrary<List<Sample>> samples() {
        Arbitrary<String> names = Arbitraries.strings()
                .alpha()
                .numeric()
                .withChars('-', '.')
                .ofMinLength(1)
                .ofMaxLength(253);
        // Every character of Unicode that can stand alone; escaped ones and those beyond the first plane among them.
        Arbitrary<String> texts = Arbitraries.integers()
                .between(0, Character.MAX_CODE_POINT)
                .filter(point -> point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE)
                .edgeCases(edges -> edges.add(0, 0x1f, 0x22, 0x5c, 0x7f, 0x2028, 0xffff, 0x1f600))
                .list()
                .ofMaxSize(40)
                .map(points ->
                        new String(points.stream().mapToInt(point -> point).toArray(), 0, points.size()));
        Arbitrary<Integer> times = Arbitraries.frequencyOf(
                Tuple.of(8, Arbitraries.integers().between(0, 20)),
                Tuple.of(3, Arbitraries.integers().between(100, 5_000)),
                Tuple.of(1, Arbitraries.integers().between(5_000, 40_000)));
        return Combinators.combine(names, texts, times).as(Sample::new).list().ofMaxSize(60);
    }

    @Property(tries = 60)
    void everyObjectIsInOneRecordAndNoRecordIsTooLarge(@ForAll("samples") List<Sample> samples) throws Exception {
        KindResult.Sent sent = write(samples);

        MessageDigest digest = ChunkWriter.sha256();
        List<JsonValue> items = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            byte[] value = values.get(i);
            assertThat(value.length).isLessThanOrEqualTo(ChunkWriter.LARGEST_VALUE);
            assertThat(SCHEMA.validate(new String(value, StandardCharsets.UTF_8), InputFormat.JSON))
                    .isEmpty();
            assertThat(read(value).at("seq").integer()).isEqualTo(i + 1L);
            items.addAll(read(value).at("items").elements());
            digest.update(value);
        }
        assertThat(sent.count()).isEqualTo(samples.size());
        assertThat(sent.chunks()).isEqualTo(values.size());
        assertThat(sent.sha256()).isEqualTo(HexFormat.of().formatHex(digest.digest()));
        assertThat(items).hasSameSizeAs(samples);
        for (int i = 0; i < items.size(); i++) {
            assertSame(items.get(i), samples.get(i));
        }
    }

    private static void assertSame(JsonValue item, Sample sample) {
        long size = whole(sample.node()).length;
        assertThat(item.at("name").text()).isEqualTo(sample.name());
        assertThat(item.at("truncated").isTrue()).isEqualTo(size > LARGEST_ITEMS);
        if (size > LARGEST_ITEMS) {
            assertThat(item.at("size").integer()).isEqualTo(size);
        } else {
            assertThat(item.at("labels", "text").text()).isEqualTo(sample.text());
            assertThat(item.at("os_image").text()).isEqualTo(sample.text().repeat(sample.times()));
        }
    }

    @Property(tries = 40)
    void recordsAreAsFullAsTheyCanBe(@ForAll("samples") List<Sample> samples) throws Exception {
        write(samples);

        int first = 0;
        for (int i = 0; i + 1 < values.size(); i++) {
            int next = first + read(values.get(i)).at("items").elements().size();
            // With commas between, the first of the next record would not have had room.
            int together = samples.subList(first, next + 1).stream()
                    .mapToInt(sample -> ChunkWriter.item(Kind.NODE, sample.node(), new Owners()).length + 1)
                    .sum();
            assertThat(together - 1).isGreaterThan(LARGEST_ITEMS);
            first = next;
        }
    }

    @Property(tries = 40)
    void whatIsReadAfreshIsAsIfItHadBeenReadOnce(
            @ForAll("samples") List<Sample> before, @ForAll("samples") List<Sample> after) throws Exception {
        SnapshotWriter snapshot = snapshot();
        ChunkWriter chunks = snapshot.chunks(Kind.NODE, new Owners());
        add(before, chunks);
        int sentBefore = values.size();
        chunks.discard();
        int discards = values.size() - sentBefore;
        values.clear();
        add(after, chunks);
        KindResult.Sent afresh = chunks.finish("1");

        assertThat(discards).isEqualTo(sentBefore > 0 ? 1 : 0);
        assertThat(afresh.chunks()).isEqualTo(values.size());
        MessageDigest digest = ChunkWriter.sha256();
        values.forEach(digest::update);
        assertThat(afresh.sha256()).isEqualTo(HexFormat.of().formatHex(digest.digest()));
        assertThat(afresh.count()).isEqualTo(after.size());
    }

    private KindResult.Sent write(List<Sample> samples) throws CycleFailedException {
        ChunkWriter chunks = snapshot().chunks(Kind.NODE, new Owners());
        add(samples, chunks);
        return chunks.finish("1");
    }

    private SnapshotWriter snapshot() throws CycleFailedException {
        SnapshotWriter snapshot =
                new SnapshotWriter(SNAPSHOT, "v1", (head, value) -> values.add(value), Clock.systemUTC());
        snapshot.begin(List.of(Kind.NODE));
        values.clear();
        return snapshot;
    }

    private static void add(List<Sample> samples, ChunkWriter chunks) throws CycleFailedException {
        for (Sample sample : samples) {
            chunks.add(sample.node());
        }
    }

    private static byte[] whole(JsonValue node) {
        return SnapshotWriter.json(json -> {
            json.writeStartObject();
            Kind.NODE.write(node, new Fields(json), new Owners());
            json.writeEndObject();
        });
    }

    private static JsonValue read(byte[] value) {
        return JsonValue.read(new ByteArrayInputStream(value));
    }
}
