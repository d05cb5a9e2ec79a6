package dev.e2e.collector;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CollectorStateTest {
    private static final Instant FINISHED = Instant.parse("2026-01-02T03:04:05.678Z");

    private Duration now = Duration.ofSeconds(100);
    private final CollectorState state = new CollectorState(new CycleLoop.Time() {
        @Override
        public Duration now() {
            return now;
        }

        @Override
        public void sleep(Duration duration) {
            throw new UnsupportedOperationException();
        }
    });

    @Test
    void beforeTheFirstCycleThereIsNothing() {
        assertThat(state.unready()).isEqualTo("the first snapshot is being collected");
        assertThat(state.json()).isEqualTo("{\"ready\":false,\"last_cycle\":null,\"next_in_seconds\":0,\"errors\":[]}");
    }

    @Test
    void afterAFailureTheReasonStandsEverywhere() {
        state.ended(new CycleResult.Failed("Kafka at x:1: \"refused\""), Duration.ofMillis(20), Duration.ofSeconds(2));

        assertThat(state.unready()).isEqualTo("Kafka at x:1: \"refused\"");
        assertThat(state.json())
                .isEqualTo("{\"ready\":false,\"last_cycle\":{\"snapshot_id\":null,\"status\":\"failed\",\"objects\":0,"
                        + "\"chunks\":0,\"duration_ms\":20,\"finished_at\":null},\"next_in_seconds\":2,"
                        + "\"errors\":[{\"message\":\"Kafka at x:1: \\\"refused\\\"\"}]}");
    }

    @Test
    void aPartialSnapshotMakesReadyAndALaterFailureDoesNotUndoIt() {
        state.ended(new CycleResult.Sent(report()), Duration.ofMillis(900), Duration.ofSeconds(59));
        now = now.plusSeconds(20);

        assertThat(state.unready()).isEmpty();
        assertThat(state.json())
                .isEqualTo(
                        "{\"ready\":true,\"last_cycle\":{\"snapshot_id\":\"id\",\"status\":\"partial\",\"objects\":40,"
                                + "\"chunks\":3,\"duration_ms\":812,\"finished_at\":\"2026-01-02T03:04:05.678Z\"},"
                                + "\"next_in_seconds\":39,\"errors\":[{\"kind\":\"Secret\",\"code\":403,\"message\":\"no\"}]}");

        state.ended(new CycleResult.Failed("gone"), Duration.ZERO, Duration.ofSeconds(60));
        assertThat(state.unready()).isEmpty();
        assertThat(state.json()).startsWith("{\"ready\":true,");
    }

    @Test
    void theSchemaOfVersion1TakesWhatTheEarlierSystemSent() {
        Schema schema = Records.schema("cluster-info-v1.schema.json");
        String sound = """
                {"timestamp":"2025-01-02T03:04:05Z","extra":1,"nodes":null,
                 "pods":[{"name":"p","namespace":"shop","deployment_name":"web-5d4f","cpu_request":"250m","labels":null,
                          "restart_count":1,"container_statuses":null,"more":{}}],
                 "deployments":[{"name":"web","replicas":2,"conditions":[]}]}""";

        assertThat(schema.validate(sound, InputFormat.JSON)).isEmpty();
        for (String bad : List.of(
                "{\"pods\":[]}",
                "{\"timestamp\":\"t\"}",
                "{\"timestamp\":\"t\",\"pods\":{}}",
                "{\"timestamp\":\"t\",\"pods\":[{}]}",
                "{\"timestamp\":\"t\",\"pods\":[],\"schema\":2}")) {
            assertThat(schema.validate(bad, InputFormat.JSON)).as(bad).isNotEmpty();
        }
    }

    @Test
    void theSchemaOfVersion2IsStrict() {
        Schema schema = Records.schema("cluster-info-v2.schema.json");
        String sound = """
                {"schema":2,"type":"chunk","snapshot_id":"01a2054b-0ff5-7252-831a-04ba992228e9","cluster_id":"c",
                 "timestamp":"2026-01-02T03:04:05.678Z","kind":"Namespace","api_version":"v1","seq":1,
                 "items":[{"name":"n","uid":"u","created_time":null,"labels":{},"annotations":{},"phase":"Active"}]}""";

        assertThat(schema.validate(sound, InputFormat.JSON)).isEmpty();
        for (String[] change : new String[][] {
            {"\"schema\":2", "\"schema\":3"},
            {"\"type\":\"chunk\"", "\"type\":\"begin\""},
            {"\"seq\":1", "\"seq\":0"},
            {"\"seq\":1", "\"seq\":1,\"more\":1"},
            {"-7252-", "-4252-"},
            {".678Z", "Z"},
            {"\"phase\":\"Active\"", "\"phase\":\"Active\",\"data\":{}"},
            {",\"phase\":\"Active\"", ""},
            {"\"annotations\":{}", "\"annotations\":{\"kubectl.kubernetes.io/last-applied-configuration\":\"x\"}"},
        }) {
            String bad = sound.replace(change[0], change[1]);
            assertThat(bad).isNotEqualTo(sound);
            assertThat(schema.validate(bad, InputFormat.JSON)).as(bad).isNotEmpty();
        }
    }

    private static SnapshotReport report() {
        KindResult pods =
                new KindResult(Kind.POD, Optional.of(new KindResult.Sent(40, 3, "1", "00")), Optional.empty());
        KindResult secrets =
                new KindResult(Kind.SECRET, Optional.empty(), Optional.of(new KindResult.Problem(403, "no")));
        return new SnapshotReport("id", 5, 3, 1000, Duration.ofMillis(812), FINISHED, List.of(pods, secrets));
    }
}
