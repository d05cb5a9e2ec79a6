package dev.e2e.collector;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Objects that no API server should have, in a snapshot that is whole: each record is by the schema. */
@Timeout(60)
class OddObjectsTest extends CycleFixture {
    private static final String METADATA = "\"metadata\":{\"name\":\"odd\",\"namespace\":\"shop\",\"uid\":\"1\"%s}";

    @Test
    void nothingInPlaceOfWhatIsExpectedIsNothing() throws Exception {
        String lists = """
                "spec":null,"status":{"conditions":null,"containerStatuses":null,"addresses":null,"loadBalancer":null},
                "data":null,"rules":null,"subsets":null,"endpoints":null,"ports":null""";
        for (Kind kind : ALL) {
            stub.addJson(kind, "{%s,%s}".formatted(metadata(",\"labels\":null,\"ownerReferences\":null"), lists));
        }

        assertWhole(collect(ALL));
    }

    /** Of any kind, each value that is not its identity is of another type than expected. */
    @ParameterizedTest
    @ValueSource(strings = {"\"text\"", "7", "-0.5", "true", "[]", "[null]", "[[1]]", "{}", "{\"a\":{\"b\":[]}}"})
    void whateverStandsWhereSomethingElseIsExpectedTheRecordsAreBySchema(String value) throws Exception {
        for (Kind kind : ALL) {
            stub.addJson(
                    kind, "{%s,\"spec\":%s,\"status\":%s}".formatted(metadata(",\"labels\":" + value), value, value));
            stub.addJson(
                    kind,
                    "{%s,\"spec\":%s,\"status\":%s}"
                            .formatted(metadata(",\"annotations\":" + value), everyField(value), everyField(value)));
        }

        assertWhole(collect(ALL));
    }

    /** An object with the names of fields that are read of specifications and states, each with the value. */
    private static String everyField(String value) {
        return List.of(
                        "replicas",
                        "selector",
                        "template",
                        "containers",
                        "initContainers",
                        "volumes",
                        "ports",
                        "rules",
                        "tls",
                        "type",
                        "clusterIP",
                        "externalIPs",
                        "conditions",
                        "phase",
                        "capacity",
                        "allocatable",
                        "addresses",
                        "nodeInfo",
                        "accessModes",
                        "resources",
                        "containerStatuses",
                        "startTime",
                        "hard",
                        "used",
                        "limits",
                        "schedule",
                        "jobTemplate",
                        "podSelector",
                        "policyTypes",
                        "minReplicas",
                        "maxReplicas",
                        "scaleTargetRef",
                        "metrics",
                        "minAvailable",
                        "maxUnavailable",
                        "completions")
                .stream()
                .map(name -> "\"%s\":%s".formatted(name, value))
                .collect(Collectors.joining(",", "{", "}"));
    }

    @Test
    void numbersAreTextsAndQuantitiesWhereSuchAreExpected() throws Exception {
        stub.addJson(Kind.POD, """
                {"metadata":{"name":123,"namespace":"shop","uid":1,"labels":{"a":5,"b":true,"c":null}},
                 "spec":{"containers":[{"resources":{"requests":{"cpu":2,"memory":1073741824},"limits":{"cpu":0.5}}}]}}""");

        Records records = assertWhole(collect(Set.of(Kind.POD)));

        JsonValue pod = records.only(Kind.POD);
        assertThat(pod.at("name").text()).isEqualTo("123");
        assertThat(pod.at("cpu_request").text()).isEqualTo("2");
        assertThat(pod.at("memory_request").integer()).isEqualTo(1_073_741_824L);
        assertThat(pod.at("cpu_limit").text()).isEqualTo("0.5");
        assertThat(pod.at("labels", "a").text()).isEqualTo("5");
    }

    /** Numbers whose digits would fill all memory, and one whose exponent fits into no number. */
    @ParameterizedTest
    @ValueSource(strings = {"1e999999999", "1e-999999999", "-1e999999999", "1e99999999999", "1E+2147483647", "1e19"})
    void hugeNumbersAreNone(String number) throws Exception {
        for (Kind kind : List.of(Kind.DEPLOYMENT, Kind.POD, Kind.PERSISTENT_VOLUME_CLAIM)) {
            stub.addJson(kind, """
                    {%s,"spec":{"replicas":%s,"resources":{"requests":{"storage":%s}},
                     "containers":[{"resources":{"requests":{"cpu":%s,"memory":"%s"}}}]},
                     "status":{"readyReplicas":%s,"containerStatuses":[{"name":"c","restartCount":%s}]}}""".formatted(metadata(""), number, number, number, number, number, number));
        }

        assertWhole(collect(new LinkedHashSet<>(List.of(Kind.DEPLOYMENT, Kind.POD, Kind.PERSISTENT_VOLUME_CLAIM))));
    }

    @Test
    void whatFitsIntoNoRecordIsNotedHoweverLongItsName() throws Exception {
        stub.addJson(
                Kind.POD,
                "{%s}".formatted(metadata(",\"annotations\":{\"a\":\"%s\"}".formatted("x".repeat(1_500_000)))));
        stub.addJson(
                Kind.POD,
                "{\"metadata\":{\"name\":\"%s\",\"namespace\":\"shop\",\"uid\":\"2\"}}"
                        .formatted("\uD83D\uDE00".repeat(750_000)));

        Records records = assertWhole(collect(Set.of(Kind.POD)));

        List<JsonValue> pods = records.objects(Kind.POD);
        assertThat(pods).extracting(pod -> pod.at("truncated").isTrue()).containsExactly(true, true);
        assertThat(pods.get(0).at("name").text()).isEqualTo("odd");
        assertThat(pods.get(0).at("size").integer()).isGreaterThan(1_500_000);
        assertThat(pods.get(1).at("name").text()).matches("(\uD83D\uDE00){512}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\u0000",
                "\\uD83D\\uDE00",
                "\\u2028\\u2029",
                "\\u202Eabc",
                "a\\nb\\\"c\\\\",
                "ﷺ",
                "\\uFEFF",
                "\\uFFFF",
                "e\\u0301",
                "\\u007f\\u0080",
                "../../etc/passwd"
            })
    void namesAreSentAsTheyAre(String name) throws Exception {
        stub.addJson(
                Kind.POD,
                "{\"metadata\":{\"name\":\"%s\",\"namespace\":\"%s\",\"uid\":\"1\",\"labels\":{\"%s\":\"%s\"}}}"
                        .formatted(name, name, name, name));

        JsonValue pod = assertWhole(collect(Set.of(Kind.POD))).only(Kind.POD);

        String text = JsonValue.read(new ByteArrayInputStream(SnapshotWriter.utf8("\"" + name + "\"")))
                .text("");
        assertThat(pod.at("name").text()).isEqualTo(text);
        assertThat(pod.at("labels").members()).containsOnlyKeys(text);
    }

    @Test
    void ofAKeyThatIsThereTwiceTheLastCountsAsWithGo() throws Exception {
        stub.addJson(
                Kind.DEPLOYMENT,
                "{%s,\"spec\":{\"replicas\":1,\"replicas\":2},\"spec\":{\"replicas\":3}}".formatted(metadata("")));

        assertThat(assertWhole(collect(Set.of(Kind.DEPLOYMENT)))
                        .only(Kind.DEPLOYMENT)
                        .at("replicas")
                        .integer())
                .isEqualTo(3);
    }

    @Test
    void aPodMayHaveAThousandContainers() throws Exception {
        String containers = IntStream.range(0, 1000)
                .mapToObj(
                        "{\"name\":\"c%1$d\",\"resources\":{\"requests\":{\"cpu\":\"250m\",\"memory\":\"1Mi\"}}}"
                                ::formatted)
                .collect(Collectors.joining(","));
        String states = IntStream.range(0, 1000)
                .mapToObj(
                        "{\"name\":\"c%1$d\",\"ready\":true,\"restartCount\":1,\"state\":{\"running\":{}}}"::formatted)
                .collect(Collectors.joining(","));
        stub.addJson(
                Kind.POD,
                "{%s,\"spec\":{\"containers\":[%s]},\"status\":{\"containerStatuses\":[%s]}}"
                        .formatted(metadata(""), containers, states));

        JsonValue pod = assertWhole(collect(Set.of(Kind.POD))).only(Kind.POD);

        assertThat(pod.at("cpu_request").text()).isEqualTo("250");
        assertThat(pod.at("memory_request").integer()).isEqualTo(1000L * 1024 * 1024);
        assertThat(pod.at("restart_count").integer()).isEqualTo(1000);
        assertThat(pod.at("container_statuses").elements()).hasSize(1000);
    }

    private static String metadata(String rest) {
        return METADATA.formatted(rest);
    }

    private static Records assertWhole(Records records) {
        assertThat(records.end().at("errors").elements()).isEmpty();
        return records;
    }
}
