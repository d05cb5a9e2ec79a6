package dev.e2e.collector;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever texts stand in an object, its records are JSON by the schema of their version. */
class OddTextsTest {
    private static final Schema VERSION_1 = Records.schema("cluster-info-v1.schema.json");
    private static final Schema VERSION_2 = Records.schema("cluster-info-v2.schema.json");
    /** Times are written by the API server itself; everything else may be anything. */
    private static final String TIME = "[0-9]{4}-[0-9]{2}-[0-9]{2}T.*Z";

    private static final Set<String> FREE_NAMES = Set.of("labels", "annotations", "data", "binaryData", "selector");

    @Property(tries = 200)
    void everyObjectMakesValidRecordsInBothVersions(@ForAll("kinds") Kind kind, @ForAll("texts") List<String> texts)
            throws Exception {
        JsonValue object = new JsonValue(replaced(parse(Samples.of(kind)).content(), false, endless(texts)));
        List<byte[]> records = new ArrayList<>();
        RecordHead.Snapshot snapshot = new RecordHead.Snapshot("01890a5d-ac96-774b-bcce-b302099a8057", texts.get(0));
        SnapshotWriter writer =
                new SnapshotWriter(snapshot, texts.get(0), (head, value) -> records.add(value), Clock.systemUTC());

        writer.begin(List.of(kind));
        ChunkWriter chunks = writer.chunks(kind, new Owners());
        chunks.add(object);
        KindResult read = new KindResult(kind, Optional.of(chunks.finish(texts.get(0))), Optional.empty());
        writer.end(List.of(read), Duration.ofMillis(1));

        assertThat(records).hasSize(3);
        records.forEach(record -> assertValid(VERSION_2, record));
        JsonValue sent = parse(text(records.get(1))).at("items").elements().get(0);
        assertThat(sent.at("labels").content())
                .isEqualTo(object.at("metadata", "labels").content());
        if (VersionOneMessage.kinds().contains(kind)) {
            VersionOneMessage message = new VersionOneMessage(Set.of(kind), 1_000_000);
            message.add(kind, records.get(1));
            assertValid(VERSION_1, message.json("2026-01-02T03:04:05Z", texts.get(0)));
        }
    }

    @Provide
    static Arbitrary<Kind> kinds() {
        return Arbitraries.of(Stream.concat(Kind.values().stream(), Stream.of(Kind.EVENT))
                .distinct()
                .toList());
    }

    @Provide
    static Arbitrary<List<String>> texts() {
        Arbitrary<Integer> any = Arbitraries.integers().between(0, Character.MAX_CODE_POINT);
        Arbitrary<Integer> odd = Arbitraries.of(0, 7, 10, 13, 27, 34, 39, 92, 127, 0x2028, 0xFEFF, 0xFFFF, 0x1F600);
        return Arbitraries.oneOf(any, odd)
                .filter(point -> point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE)
                .list()
                .ofMinSize(1) // what has to have a name has one
                .ofMaxSize(20)
                .map(points -> points.stream().map(Character::toString).collect(Collectors.joining()))
                .list()
                .ofMinSize(1)
                .ofMaxSize(10);
    }

    /** The value with other texts, and other names where names are free. */
    private static Object replaced(Object content, boolean freeNames, Iterator<String> texts) {
        if (content instanceof Map<?, ?> members) {
            Map<String, Object> replaced = new LinkedHashMap<>();
            members.forEach((name, value) -> replaced.put(
                    freeNames ? texts.next() + replaced.size() : name.toString(),
                    replaced(value, FREE_NAMES.contains(name.toString()), texts)));
            return replaced;
        }
        if (content instanceof List<?> elements) {
            List<Object> replaced = new ArrayList<>();
            elements.forEach(element -> replaced.add(replaced(element, false, texts)));
            return replaced;
        }
        return content instanceof String text && !text.matches(TIME) ? texts.next() : content;
    }

    private static Iterator<String> endless(List<String> texts) {
        return Stream.iterate(0, i -> (i + 1) % texts.size()).map(texts::get).iterator();
    }

    private static void assertValid(Schema schema, byte[] value) {
        String text = text(value);
        assertThat(schema.validate(text, InputFormat.JSON)).as(text).isEmpty();
        assertThat(text).doesNotContain("\n");
    }

    private static JsonValue parse(String json) {
        return JsonValue.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
    }

    private static String text(byte[] value) {
        return new String(value, StandardCharsets.UTF_8);
    }
}
