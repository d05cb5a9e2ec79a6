package dev.e2e.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From a stub of the API server to the one message that readers of version 1 see. */
class VersionOneOutputTest {
    private static final Schema SCHEMA = Records.schema("cluster-info-v1.schema.json");

    @TempDir
    private Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private StubApiServer stub;

    @BeforeEach
    void start() throws IOException {
        stub = new StubApiServer();
    }

    @AfterEach
    void stop() {
        stub.close();
    }

    @Test
    void aSnapshotIsOneMessageWithAListForEachKind() throws Exception {
        stub.addMany(Kind.POD, 1203, "").add(Kind.NODE, "n1", "").add(Kind.PERSISTENT_VOLUME_CLAIM, "data", "");

        assertThat(collect(VersionOneMessage.kinds(), 10_000_000)).isInstanceOf(CycleResult.Sent.class);

        JsonValue message = onlyMessage();
        assertThat(message.at("cluster_id").text()).isEqualTo(StubApiServer.CLUSTER_ID);
        assertThat(message.members().keySet())
                .containsExactly(
                        "timestamp",
                        "cluster_id",
                        "deployments",
                        "pods",
                        "nodes",
                        "services",
                        "ingresses",
                        "config_maps",
                        "secrets",
                        "persistent_volumes",
                        "persistent_volume_claims");
        assertThat(message.at("pods").elements())
                .extracting(pod -> pod.at("name").text())
                .hasSize(1203)
                .doesNotHaveDuplicates();
        assertThat(message.at("nodes").elements().get(0).members())
                .containsKey("ready")
                .doesNotContainKey("os_image");
        assertThat(message.at("persistent_volume_claims").elements()).hasSize(1);
        assertThat(message.at("services").content()).isEqualTo(List.of());
    }

    @Test
    void onlySelectedKindsHaveAList() throws Exception {
        assertThat(collect(Set.of(Kind.SERVICE), 1000)).isInstanceOf(CycleResult.Sent.class);

        assertThat(onlyMessage().members().keySet()).containsExactly("timestamp", "cluster_id", "services");
    }

    @Test
    void whatDoesNotFitIsRefusedWithItsSizes() throws Exception {
        stub.addMany(Kind.POD, 5000, "").add(Kind.NODE, "n1", "");

        CycleResult result = collect(Set.of(Kind.POD, Kind.NODE), 1_000_000);

        assertThat(((CycleResult.Failed) result).reason())
                .matches(
                        "one message of version 1 would have [0-9],[0-9]{3},[0-9]{3} bytes, more than the 1,000,000 that"
                                + " it may have \\(Pod [0-9],[0-9]{3},[0-9]{3}, Node [0-9]{3}\\);"
                                + " use OUTPUT=v2, or select less with KINDS and NAMESPACES");
        assertThat(out.size()).isZero();
    }

    @Test
    void whatIsMissingCannotBeSaidSoNothingIsSent() throws Exception {
        stub.add(Kind.NODE, "n1", "").behave(Kind.SECRET, StubAnswers.refuse(403, "no"));

        CycleResult result = collect(Set.of(Kind.SECRET, Kind.NODE), 1_000_000);

        assertThat(((CycleResult.Failed) result).reason())
                .isEqualTo(
                        "a message of version 1 cannot say that something is missing, and this would: Secret (403 no);"
                                + " grant the rights, leave the kinds out of KINDS, or use OUTPUT=v2");
        assertThat(out.size()).isZero();
    }

    @Test
    void aKindThatIsReadAfreshIsThereOnce() throws Exception {
        VersionOneMessage message = new VersionOneMessage(Set.of(Kind.POD), 1000);
        message.add(Kind.POD, chunk("first"));
        message.discard(Kind.POD);
        message.add(Kind.POD, chunk("second"));
        message.add(Kind.POD, chunk("third"));

        JsonValue json = JsonValue.read(new ByteArrayInputStream(message.json("now", "here")));

        assertThat(json.at("pods").elements())
                .extracting(pod -> pod.at("name").text())
                .containsExactly("second", "third");
    }

    @Test
    void aListThatWasTooLargeAndIsReadAfreshMayFit() throws Exception {
        stub.addMany(Kind.POD, 5000, "").add(Kind.NODE, "n1", "");
        StubApiServer.Behaviour expired = StubAnswers.expireAt("from 4500", 1);
        stub.behave(Kind.POD, (exchange, query) -> {
            boolean answered = expired.answer(exchange, query);
            if (answered) {
                stub.addMany(Kind.POD, 3, "");
            }
            return answered;
        });

        assertThat(collect(Set.of(Kind.POD, Kind.NODE), 300_000)).isInstanceOf(CycleResult.Sent.class);

        JsonValue message = onlyMessage();
        assertThat(message.at("pods").names()).containsExactly("many-0", "many-1", "many-2");
        assertThat(message.at("nodes").names()).containsExactly("n1");
    }

    /** The one that was too many, the one that was there before it, and one that is too large by itself. */
    @ParameterizedTest
    @CsvSource({"Pod,300,300", "Node,300,300", "Pod,300,900", "Node,900,300"})
    void whicheverKindIsReadAfreshTheOthersAreStillThere(String afresh, int nodes, int pods) throws Exception {
        VersionOneMessage message = new VersionOneMessage(Set.of(Kind.POD, Kind.NODE), 500);
        message.add(Kind.NODE, chunk("n".repeat(nodes)));
        message.add(Kind.POD, chunk("p".repeat(pods)));
        assertThatThrownBy(() -> message.json("now", "here")).isInstanceOf(CycleFailedException.class);

        Kind kind = Kind.parse(afresh).iterator().next();
        message.discard(kind);
        message.add(kind, chunk("small"));

        JsonValue json = JsonValue.read(new ByteArrayInputStream(message.json("now", "here")));
        assertThat(json.at("nodes").names()).containsExactly(kind == Kind.NODE ? "small" : "n".repeat(nodes));
        assertThat(json.at("pods").names()).containsExactly(kind == Kind.POD ? "small" : "p".repeat(pods));
    }

    @Test
    void theOptionSelectsTheKindsOfVersionOneAndRefusesOthers() throws Exception {
        stub.add(Kind.NODE, "n1", "");
        String kubeconfig = stub.kubeconfig(directory).toString();
        try (CollectorProcess collector = CollectorProcess.start(
                directory, Map.of("KUBECONFIG", kubeconfig), "--once", "--stdout", "--output=v1")) {
            assertThat(collector.exitCode()).as(collector.err()).isZero();
            assertThat(collector.out()).hasLineCount(1);
            assertThat(SCHEMA.validate(collector.out(), InputFormat.JSON)).isEmpty();
        }
        try (CollectorProcess collector = CollectorProcess.start(
                directory, Map.of("KUBECONFIG", kubeconfig, "OUTPUT", "v1", "KINDS", "Pod,Job"), "--once")) {
            assertThat(collector.exitCode()).isEqualTo(2);
            assertThat(collector.err().strip())
                    .startsWith("KINDS: expected kinds of version 1 (Deployment,Pod,")
                    .endsWith("with OUTPUT=v1, got 'Job'");
        }
    }

    private static byte[] chunk(String name) {
        return SnapshotWriter.utf8("{\"kind\":\"Pod\",\"items\":[{\"name\":\"%s\"}]}".formatted(name));
    }

    private JsonValue onlyMessage() {
        String text = out.toString(StandardCharsets.UTF_8);
        assertThat(text).hasLineCount(1);
        assertThat(SCHEMA.validate(text, InputFormat.JSON)).isEmpty();
        return JsonValue.read(new ByteArrayInputStream(out.toByteArray()));
    }

    private CycleResult collect(Set<Kind> kinds, long largest) throws IOException, InterruptedException {
        KubernetesAccess access =
                new KubernetesAccess(stub.kubeconfig(directory).toString(), "");
        try (ApiServer server = access.open(ApiServer.Patience.USUAL);
                SnapshotOutput output = new VersionOneOutput(new StandardOutput(out), kinds, largest)) {
            Pace pace = new Pace(Duration.ofSeconds(5), 2);
            return new SnapshotCycle(server, output, new Selection(kinds, Set.of()), pace, Clock.systemUTC()).run();
        }
    }
}
