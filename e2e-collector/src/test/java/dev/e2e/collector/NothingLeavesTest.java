package dev.e2e.collector;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What must not leave the cluster, planted wherever the contract names it, in lists and in watches, and looked for in all
 * that the collector says: its records, its log at the loudest level, its endpoints.
 */
class NothingLeavesTest {
    private static final String MARKER = TestObjects.MARKER;
    private static final String BASE64 = Base64.getEncoder().encodeToString(MARKER.getBytes(StandardCharsets.UTF_8));
    private static final String METADATA = """
            "metadata":{"name":"n","namespace":"shop","uid":"u","resourceVersion":"5001","annotations":{"kept":"yes",
              "kubectl.kubernetes.io/last-applied-configuration":"{\\"data\\":{\\"p\\":\\"%1$s\\"}}"},
             "managedFields":[{"manager":"%1$s","fieldsV1":{"f:data":{"f:%1$s":{}}}}]}""".formatted(MARKER);
    private static final String CONTAINER = """
            {"name":"c","image":"i","env":[{"name":"P","value":"%1$s"}],"args":["%1$s"],"command":["%1$s"]}""".formatted(MARKER);
    private static final String POD = """
            "spec":{"containers":[%1$s],"initContainers":[%1$s],"ephemeralContainers":[%1$s]},"status":{"phase":"Running",
             "containerStatuses":[{"name":"c","image":"i","state":{"terminated":{"message":"%2$s"}}}]}""".formatted(CONTAINER, MARKER);
    private static final String TEMPLATE = "\"template\":{" + METADATA + "," + POD + "}";
    private static final List<Kind> OTHERS =
            List.copyOf(Kind.parse("v1/podtemplates,v1/events,example.com/v1/widgets"));

    @TempDir
    private Path directory;

    /** What the API server has, for each kind one object; a known kind's own fields are those of the samples. */
    private static String object(Kind kind) {
        return switch (kind.id()) {
            case "Secret" -> """
                    {%s,"type":"Opaque","data":{"p":"%s"},"stringData":{"p":"%s"}}""".formatted(METADATA, BASE64, MARKER);
            case "ConfigMap" -> """
                    {%s,"data":{"p":"%s"},"binaryData":{"b":"%s"}}""".formatted(METADATA, MARKER, BASE64);
            case "Pod" -> "{%s,%s}".formatted(METADATA, POD);
            case "podtemplates" -> "{%s,%s}".formatted(METADATA, TEMPLATE);
            case "events" -> "{%s,\"message\":\"%s\",\"note\":\"%s\"}".formatted(METADATA, MARKER, MARKER);
            case "widgets.example.com" -> """
                    {%1$s,"data":{"p":"%2$s"},"spec":{"password":"%2$s",%3$s},"status":{"secret":"%2$s","phase":"Ready"}}""".formatted(METADATA, MARKER, TEMPLATE);
            default -> Samples.of(kind);
        };
    }

    @Test
    void noRecordNoLineAndNoAnswerHasWhatMustNotLeave() throws Exception {
        List<Kind> kinds =
                Stream.concat(Kind.values().stream(), OTHERS.stream()).toList();
        String names = Stream.concat(
                        Kind.values().stream().map(Kind::id),
                        OTHERS.stream().map(kind -> kind.apiVersion() + "/" + kind.plural()))
                .map(name -> name.replace("ConfigMap", "v1/configmaps").replace("Secret", "v1/secrets"))
                .collect(Collectors.joining(","));
        try (StubApiServer stub = new StubApiServer()) {
            kinds.forEach(kind -> stub.addJson(kind, object(kind)));
            Map<String, String> environment = Map.of(
                    "KUBECONFIG",
                    stub.kubeconfig(directory).toString(),
                    "KINDS",
                    names,
                    "WATCH",
                    "true",
                    "LOG_LEVEL",
                    "trace");
            try (CollectorProcess collector = CollectorProcess.start(directory, environment, "--stdout")) {
                String url = collector.awaitReady();
                for (Kind kind : kinds) {
                    stub.feed().event(kind, "ADDED", object(kind));
                    stub.feed().event(kind, "MODIFIED", object(kind));
                    stub.feed().event(kind, "DELETED", object(kind));
                }
                Awaitility.await()
                        .atMost(CollectorProcess.LONG)
                        .until(() -> lines(collector, "delta") == 3L * kinds.size());

                assertThat(lines(collector, "chunk")).isEqualTo(kinds.size());
                assertThat(collector.out()).contains("\"kept\":\"yes\"", "widgets.example.com");
                assertClean(collector.out());
                assertClean(collector.err());
                assertClean(get(url + "/metrics"));
                assertClean(get(url + "/status"));
            }
        }
    }

    @Test
    void anAnswerThatIsNoJsonIsNotQuoted() throws Exception {
        try (StubApiServer stub = new StubApiServer()) {
            stub.behave(
                    Kind.SECRET,
                    StubAnswers.answer("{\"items\":[{\"data\":{\"p\":" + MARKER.replace("-", "") + "}}]}"));
            Map<String, String> environment = Map.of(
                    "KUBECONFIG", stub.kubeconfig(directory).toString(), "KINDS", "Secret", "LOG_LEVEL", "trace");
            try (CollectorProcess collector = CollectorProcess.start(directory, environment, "--stdout", "--once")) {
                assertThat(collector.exitCode()).isEqualTo(3);

                assertThat(collector.out() + collector.err())
                        .contains("the answer is not the JSON that was expected")
                        .doesNotContain(MARKER.replace("-", ""));
            }
        }
    }

    private static long lines(CollectorProcess collector, String type) {
        return collector
                .out()
                .lines()
                .filter(line -> line.contains("\"type\":\"" + type + "\""))
                .count();
    }

    private static void assertClean(String text) {
        assertThat(text).isNotEmpty().doesNotContain(MARKER, BASE64);
    }

    private static String get(String url) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .timeout(CollectorProcess.LONG)
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
