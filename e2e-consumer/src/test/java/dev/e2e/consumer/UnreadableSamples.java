package dev.e2e.consumer;

import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Records that do not keep to the contract. */
final class UnreadableSamples {
    private UnreadableSamples() {}

    /** A name, a {@link SampleRecord}, and what stands in the reason that it is refused with. */
    static Stream<Arguments> all() {
        List<SampleRecord> records = SampleSnapshot.small("cluster-a").records();
        SampleRecord begin = records.get(0);
        SampleRecord chunk = records.get(1);
        SampleRecord end = records.get(4);
        String million = "9".repeat(1_000_000);
        byte[] badUtf8 = chunk.replacing("Running", "R~nning").value();
        for (int i = 0; i < badUtf8.length; i++) {
            badUtf8[i] = badUtf8[i] == '~' ? (byte) 0xff : badUtf8[i];
        }
        return Stream.of(
                arguments("no value", begin.withValue((byte[]) null), "record has no value"),
                arguments("empty value", begin.withValue(""), "value is not a JSON object"),
                arguments("cut off", chunk.withValue(chunk.text().substring(0, 400)), "not readable as JSON at byte"),
                arguments("text", begin.withValue("hello"), "not readable as JSON at byte"),
                arguments("a list", begin.withValue("[]"), "value is not a JSON object"),
                arguments("two objects", begin.withValue(begin.text() + "{}"), "value goes on after its JSON object"),
                arguments("rubbish behind", begin.withValue(begin.text() + "\0"), "not readable as JSON at byte"),
                arguments("NUL in a text", chunk.replacing("Running", "Run\0ing"), "not readable as JSON at byte"),
                arguments("bad UTF-8", chunk.withValue(badUtf8), "not readable as JSON at byte"),
                arguments(
                        "UTF-16",
                        chunk.withValue(chunk.text().getBytes(StandardCharsets.UTF_16LE)),
                        "not readable as JSON at byte"),
                arguments(
                        "1 MB of nesting",
                        chunk.replacing("\"items\":[", "\"items\":[{\"a\":" + "[".repeat(1_000_000)),
                        "nesting depth"),
                arguments(
                        "nested field that is skipped",
                        begin.replacing(
                                "\"seq\":0", "\"x\":" + "{\"x\":".repeat(500) + "1" + "}".repeat(500) + ",\"seq\":0"),
                        "nesting depth"),
                arguments("a million digits", begin.replacing("\"seq\":0", "\"seq\":" + million), "length"),
                arguments(
                        "a million digits in an object",
                        chunk.replacing("\"restart_count\":0", "\"restart_count\":" + million),
                        "length"),
                arguments("a million digits behind a point", chunk.replacing("0.25", "0." + million), "length"),
                arguments("a name of 1 MB", begin.replacing("\"seq\"", "\"" + "x".repeat(1_000_000) + "\""), "length"),
                arguments(
                        "a type of 1 MB",
                        begin.replacing("\"type\":\"begin\"", "\"type\":\"" + "x".repeat(1_000_001) + "\""),
                        "length"),
                arguments(
                        "kinds without end",
                        end.replacing("\"kinds\":{", "\"kinds\":{" + kinds(20_000)),
                        "field 'kinds' has more than 20000 entries"),
                arguments(
                        "errors without end",
                        end.replacing(
                                "\"errors\":[",
                                "\"errors\":[" + "{\"kind\":\"a\",\"code\":1,\"message\":\"\"},".repeat(20_001)),
                        "field 'errors' has more than 20000 entries"),
                arguments("number too large", begin.replacing("\"seq\":0", "\"seq\":99999999999999999999"), "range"),
                arguments("unknown version in header", begin.withHeader("schema", "3"), "unknown schema version 3"),
                arguments("versions differ", begin.replacing("\"schema\":2", "\"schema\":3"), "header 'schema' says 2"),
                arguments("no header schema", begin.withoutHeader("schema"), "header 'schema' is missing"),
                arguments("no header type", begin.withoutHeader("type"), "header 'type' is missing"),
                arguments("no header seq", begin.withoutHeader("seq"), "header 'seq' is missing"),
                arguments("no header cluster", begin.withoutHeader("cluster"), "header 'cluster' is missing"),
                arguments(
                        "no header snapshot-id", begin.withoutHeader("snapshot-id"), "header 'snapshot-id' is missing"),
                arguments("no header kind", chunk.withoutHeader("kind"), "header 'kind' is missing"),
                arguments("header without value", begin.withHeader("type", null), "header 'type' is missing"),
                arguments(
                        "unknown type",
                        begin.withHeader("type", "middle"),
                        "none of begin, chunk, discard, end, delta: middle"),
                arguments("snapshot-id no UUID", begin.withHeader("snapshot-id", "1"), "is not a UUID: 1"),
                arguments("seq below zero", begin.withHeader("seq", "-1"), "header 'seq' is not a number: -1"),
                arguments("seq not decimal", begin.withHeader("seq", "0x1"), "header 'seq' is not a number: 0x1"),
                arguments("seq too large", chunk.withHeader("seq", million), "header 'seq' is not a number: 999"),
                arguments(
                        "cluster with a line break",
                        begin.withHeader("cluster", "a\nWARN b"),
                        "header 'cluster' is not a name: a?WARN b"),
                arguments("no key", begin.withKey(null), "key is not the cluster"),
                arguments("another's key", begin.withKey("cluster-b"), "key is not the cluster"),
                arguments(
                        "types differ",
                        begin.withHeader("type", "chunk"),
                        "header 'type' says chunk, field 'type' says begin"),
                arguments("numbers differ", chunk.withHeader("seq", "2"), "header 'seq' says 2, field 'seq' says 1"),
                arguments(
                        "kinds differ",
                        chunk.withHeader("kind", "Node"),
                        "header 'kind' says Node, field 'kind' says Pod"),
                arguments(
                        "clusters differ",
                        begin.withHeader("cluster", "cluster-b").withKey("cluster-b"),
                        "header 'cluster' says cluster-b, field 'cluster_id' says cluster-a"),
                arguments("no field type", begin.replacing("\"type\"", "\"typ\""), "field 'type' is missing"),
                arguments(
                        "no field timestamp",
                        begin.replacing("\"timestamp\"", "\"time\""),
                        "field 'timestamp' is missing"),
                arguments("no field items", chunk.replacing("\"items\"", "\"item\""), "field 'items' is missing"),
                arguments(
                        "no field api_version",
                        chunk.replacing("\"api_version\"", "\"v\""),
                        "'api_version' is missing"),
                arguments("no field status", end.replacing("\"status\"", "\"state\""), "field 'status' is missing"),
                arguments("no field errors", end.replacing("\"errors\"", "\"error\""), "field 'errors' is missing"),
                arguments("no field kinds", end.replacing("\"kinds\"", "\"kind_s\""), "field 'kinds' is missing"),
                arguments("no hash", end.replacing("\"sha256\"", "\"md5\""), "field 'kinds.Pod.sha256' is missing"),
                arguments(
                        "unknown status",
                        end.replacing("\"complete\"", "\"done\""),
                        "neither complete nor partial: done"),
                arguments(
                        "a field twice",
                        begin.replacing("\"seq\":0", "\"seq\":0,\"seq\":0"),
                        "'seq' stands there twice"),
                arguments(
                        "timestamp no time", begin.replacing("2026-01-02T", "2026-13-02T"), "is not an RFC 3339 time"),
                arguments(
                        "text for a number",
                        begin.replacing("\"seq\":0", "\"seq\":\"0\""),
                        "'seq' is not a whole number"),
                arguments(
                        "fraction for a number",
                        begin.replacing("\"seq\":0", "\"seq\":0.0"),
                        "'seq' is not a whole number"),
                arguments(
                        "null for a text",
                        begin.replacing("\"type\":\"begin\"", "\"type\":null"),
                        "'type' is not a text"),
                arguments(
                        "items no list",
                        chunk.replacing("\"items\":[", "\"items\":0,\"x\":["),
                        "'items' is not a list"),
                arguments(
                        "item no object",
                        chunk.replacing("\"items\":[", "\"items\":[7,"),
                        "'items[0]' is not an object"),
                arguments(
                        "chunk as record 0",
                        chunk.withHeader("seq", "0").replacing("\"seq\":1", "\"seq\":0"),
                        "a record of type chunk cannot have seq 0"),
                arguments(
                        "begin as record 1",
                        begin.withHeader("seq", "1").replacing("\"seq\":0", "\"seq\":1"),
                        "a record of type begin cannot have seq 1"),
                arguments("neither version", SampleRecord.versionOne("{\"pods\":7}"), "neither version 2"),
                arguments(
                        "version 1 with a schema",
                        SampleRecord.versionOne("{\"schema\":1}"),
                        "header 'schema' is missing"),
                arguments(
                        "version 1, items no objects", SampleRecord.versionOne("{\"pods\":[[]]}"), "is not an object"),
                arguments(
                        "version 1, a list twice",
                        SampleRecord.versionOne("{\"a\":[],\"a\":null}"),
                        "'a' stands there twice"),
                arguments("version 1, many lists", SampleRecord.versionOne(lists(2_000)), "more than 1000 lists"));
    }

    private static String kinds(int count) {
        StringBuilder json = new StringBuilder();
        for (int i = 0; i < count; i++) {
            json.append("\"a").append(i).append("\":{\"count\":0,\"chunks\":0,\"sha256\":\"\"},");
        }
        return json.toString();
    }

    private static String lists(int count) {
        StringBuilder json = new StringBuilder("{\"a\":[]");
        for (int i = 0; i < count; i++) {
            json.append(",\"a").append(i).append("\":[]");
        }
        return json.append('}').toString();
    }
}
