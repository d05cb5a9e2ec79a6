package dev.e2e.collector;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;

/** What is read and sent of each known kind. */
class KindTest {
    private static final Schema SCHEMA = Records.schema("cluster-info-v2.schema.json");

    static List<Kind> kinds() {
        return Kind.values();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void whatIsSkippedWouldNotHaveBeenSent(Kind kind) {
        Projection whole = Projection.WHOLE;
        if (kind == Kind.CONFIG_MAP || kind == Kind.SECRET) {
            whole = kind.parts().and(Projection.of("metadata", "type"));
        }

        String unskipped = written(kind, whole).replace(Samples.APPLIED + ",", "");

        assertThat(written(kind, kind.parts())).isEqualTo(unskipped);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void everyFieldHasItsValueAndTheSchemaKnowsIt(Kind kind) {
        String sent = written(kind, kind.parts());

        assertThat(sent).doesNotContain(TestObjects.MARKER).doesNotContain("null", ":\"\"", "[]", "{}");
        assertThat(SCHEMA.validate(chunk(kind, sent), InputFormat.JSON))
                .as(sent)
                .isEmpty();
        String more = sent.replace("\"uid\"", "\"unheard_of\":1,\"uid\"");
        assertThat(SCHEMA.validate(chunk(kind, more), InputFormat.JSON)).isNotEmpty();
    }

    private static String chunk(Kind kind, String item) {
        return """
                {"schema":2,"type":"chunk","snapshot_id":"01a2054b-0ff5-7252-831a-04ba992228e9","cluster_id":"c",
                 "timestamp":"2026-01-02T03:04:05.678Z","kind":"%s","api_version":"%s","seq":1,"items":[%s]}""".formatted(kind.id(), kind.apiVersion(), item);
    }

    private static String written(Kind kind, Projection parts) {
        try (JsonParser parser = JsonValue.FORMAT.createParser(ObjectReadContext.empty(), Samples.of(kind))) {
            parser.nextToken();
            JsonValue object = JsonValue.read(parser, parts);
            byte[] json = SnapshotWriter.json(generator -> {
                generator.writeStartObject();
                kind.write(object, new Fields(generator), new Owners());
                generator.writeEndObject();
            });
            return new String(json, StandardCharsets.UTF_8);
        }
    }
}
