package dev.e2e.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import dev.e2e.process.ProcessName;
import dev.e2e.readiness.All;
import dev.e2e.readiness.Listener;
import dev.e2e.readiness.Readiness;
import dev.e2e.readiness.Sequence;
import dev.e2e.readiness.StatusRanges;
import dev.e2e.readiness.Tls;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What a launch notes is read back as it was. */
class ReadinessJsonTest {
    private static final Readiness EVERYTHING = new Sequence(List.of(
            new All(List.of(
                    new Readiness.LogLine(Pattern.compile("^\"READY\"\\s(?<url>.*)$", Pattern.CASE_INSENSITIVE)),
                    new Readiness.Tcp("[::1]:8080", Listener.ANY))),
            new Readiness.Http(
                    "https://localhost:8443/health?a=b",
                    StatusRanges.parse("200-299,401"),
                    Tls.TRUST_ANY,
                    Listener.OWN),
            new Readiness.FileExists("target/ü\n.ready"),
            new Readiness.Exec(List.of("grep", "-q", "a b", ""), Duration.ofMillis(1500)),
            new Readiness.Delay(Duration.ofMillis(1))));

    @Test
    void everyConditionIsReadBack() {
        Readiness read = ReadinessJson.read(
                JsonParser.parseString(ReadinessJson.write(EVERYTHING).toString())
                        .getAsJsonObject());

        assertThat(digest(read)).isEqualTo(digest(EVERYTHING)); // which looks at all that is in it
        assertThat(((Readiness.LogLine)
                                ((All) ((Sequence) read).parts().get(0)).parts().get(0))
                        .pattern()
                        .flags())
                .isEqualTo(Pattern.CASE_INSENSITIVE);
    }

    @Test
    void everyConditionThatThereIsIsAmongThem() {
        assertThat(Readiness.class.getPermittedSubclasses()).hasSize(8);
    }

    @Test
    void whatIsCutOrOfAnotherVersionIsNone() {
        LaunchRecord record = new LaunchRecord(
                Path.of("/somewhere"),
                EVERYTHING,
                Pattern.compile("FATAL"),
                Duration.ofSeconds(7),
                4096,
                List.of(8080),
                List.of("java.args"),
                Map.of("DB", "db.value"));
        String json = record.toJson();

        assertThat(LaunchRecord.parse(json)).get().satisfies(read -> {
            assertThat(read.failOn()).hasToString("FATAL");
            assertThat(read)
                    .usingRecursiveComparison()
                    .ignoringFields("readiness", "failOn")
                    .isEqualTo(record);
        });
        assertThat(LaunchRecord.parse(json.substring(0, json.length() / 2))).isEmpty();
        assertThat(LaunchRecord.parse(json.replace("\"version\":1", "\"version\":2")))
                .isEmpty();
        assertThat(LaunchRecord.parse(json.replace("db.value", "../db.value"))).isEmpty();
        assertThat(LaunchRecord.parse("")).isEmpty();
    }

    private static String digest(Readiness readiness) {
        return ProcessSpec.of(
                        new ProcessName("orders"),
                        new dev.e2e.process.LaunchSpec(List.of("sh"), Path.of("/"), Map.of(), Map.of()),
                        readiness)
                .build()
                .digest();
    }
}
