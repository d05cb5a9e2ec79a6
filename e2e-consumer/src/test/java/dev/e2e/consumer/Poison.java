package dev.e2e.consumer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.junit.jupiter.params.provider.Arguments;

/**
 * A record that the consumer has to refuse, as it is sent.
 *
 * @param reason what stands in the reason that is given
 */
record Poison(String name, ProducerRecord<byte[], byte[]> record, String reason) {
    private static final int MEGABYTE = 1_000_000;
    private static final String ESCAPE = "\u001b[31m\r\n2026-01-01 00:00:00.000 INFO forged\u2028\u202e";

    /** All that the reader's tests know, and what only a broker brings: odd keys, headers and sizes. */
    static List<Poison> all(String topic) {
        List<Poison> all = new ArrayList<>();
        UnreadableSamples.all()
                .map(Arguments::get)
                .forEach(known ->
                        all.add(new Poison((String) known[0], ((SampleRecord) known[1]).to(topic), (String) known[2])));
        List<SampleRecord> records = SampleSnapshot.small("cluster-h").records();
        SampleRecord begin = records.get(0);
        SampleRecord chunk = records.get(1);
        Stream.of(
                        of(
                                "tombstone without headers",
                                SampleRecord.versionOne("").withValue((byte[]) null),
                                "no value"),
                        of("1 MB of brackets", SampleRecord.versionOne("[".repeat(MEGABYTE)), "not a JSON object"),
                        of("1 MB of NUL", begin.withValue(new byte[MEGABYTE]), "not readable as JSON at byte"),
                        of("1 MB of blanks", begin.withValue(" ".repeat(MEGABYTE)), "value is not a JSON object"),
                        of(
                                "only bad UTF-8",
                                begin.withValue(bytes(0xc3, 0x28, 0xff, 0xc0, 0xaf)),
                                "not readable as JSON"),
                        of("byte order mark", begin.withValue("\ufeff" + begin.text()), "not readable as JSON"),
                        of(
                                "lone surrogate",
                                chunk.replacing("\"kind\":\"Pod\"", "\"kind\":\"\\ud800\""),
                                "header 'kind' says Pod, field 'kind' says ?"),
                        of(
                                "lone surrogate in bytes",
                                chunk.withValue(
                                        latin(chunk.text().replace("kind\":\"Pod", "kind\":\"\u00ed\u00a0\u0080"))),
                                ""),
                        of(
                                "exponent",
                                begin.replacing("\"seq\":0", "\"seq\":1e999999999"),
                                "'seq' is not a whole number"),
                        of("seq of 2^63", begin.replacing("\"seq\":0", "\"seq\":9223372036854775808"), "range"),
                        of(
                                "seq of 2^63 in the header",
                                begin.withHeader("seq", "9223372036854775808"),
                                "'seq' is not a number"),
                        of(
                                "kind of 1 MB",
                                chunk.withHeader("kind", "x".repeat(MEGABYTE - 2_000)),
                                "'kind' is not a name"),
                        of(
                                "kind of 1 MB in the value",
                                chunk.replacing("\"kind\":\"Pod\"", "\"kind\":\"" + "x".repeat(MEGABYTE) + "\""),
                                "field 'kind' says xxx"),
                        of(
                                "cluster of 1 MB",
                                begin.withHeader("cluster", "x".repeat(MEGABYTE)),
                                "'cluster' is not a name"),
                        of(
                                "schema that forges a line",
                                begin.withHeader("schema", ESCAPE),
                                "unknown schema version ?[31m??"),
                        of("type that forges a line", begin.withHeader("type", ESCAPE), "header 'type' is none of"),
                        of(
                                "word that forges a line",
                                begin.withValue("{\"a\":" + ESCAPE),
                                "not readable as JSON at byte"),
                        of(
                                "list that forges a line",
                                SampleRecord.versionOne("{\""
                                        + ESCAPE.replace("\u001b", "\\u001b").replace("\r\n", "\\r\\n") + "\":[7]}"),
                                "is not an object"),
                        of(
                                "colliding names",
                                SampleRecord.versionOne(object(collidingNames(1_001), "[]")),
                                "more than 1000 lists"))
                .map(poison -> poison.to(topic))
                .forEach(all::add);
        all.add(of("key of no text", begin, "key is not the cluster").to(topic, bytes(0xff, 0xfe, 0)));
        all.add(of("key of 1 MB", begin, "key is not the cluster").to(topic, new byte[MEGABYTE]));
        all.add(of("thousands of headers", begin.withValue("{"), "not readable as JSON")
                .to(topic, headers -> {
                    for (int i = 0; i < 20_000; i++) {
                        headers.add("h" + i % 100, bytes(i));
                    }
                }));
        all.add(of("headers of 1 MB", begin.withValue("{"), "not readable as JSON")
                .to(topic, headers -> headers.add("trace", new byte[MEGABYTE])));
        all.add(of("header of no text", begin, "unknown schema version ")
                .to(topic, headers -> headers.add("schema", bytes(0xff, 0xfe))));
        all.add(of("headers without values", begin, "header 'schema' is missing")
                .to(topic, headers -> headers.add("schema", null).add("", null)));
        all.add(of("a dead letter's headers", begin.withValue(""), "value is not a JSON object")
                .to(topic, headers -> headers.add("dlq-reason", bytes('x')).add("dlq-offset", bytes('0'))));
        return all;
    }

    /** 16,384 at most; all of them have the same {@link String#hashCode()}. */
    static List<String> collidingNames(int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> IntStream.range(0, 14)
                        .mapToObj(bit -> (number >> bit & 1) == 0 ? "Aa" : "BB")
                        .collect(Collectors.joining()))
                .toList();
    }

    /** A JSON object with these names, and the same value for each. */
    static String object(List<String> names, String value) {
        return names.stream().map(name -> "\"" + name + "\":" + value).collect(Collectors.joining(",", "{", "}"));
    }

    private record Draft(String name, SampleRecord record, String reason) {
        Poison to(String topic) {
            return new Poison(name, record.to(topic), reason);
        }

        Poison to(String topic, byte[] key) {
            ProducerRecord<byte[], byte[]> usual = record.to(topic);
            return new Poison(name, new ProducerRecord<>(topic, 0, key, usual.value(), usual.headers()), reason);
        }

        Poison to(String topic, Consumer<Headers> further) {
            Poison poison = to(topic);
            further.accept(poison.record.headers());
            return poison;
        }
    }

    private static Draft of(String name, SampleRecord record, String reason) {
        return new Draft(name, record, reason);
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }
}
