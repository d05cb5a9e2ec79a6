package dev.e2e.collector;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is in the records of a snapshot, and how a cycle ends that brings none. */
class SnapshotCycleTest extends CycleFixture {
    @Test
    void anEmptyClusterIsABeginAndAnEnd() throws Exception {
        Records records = collect(ALL);

        assertThat(records.all()).hasSize(2);
        assertThat(records.value(0).at("kinds").texts())
                .containsExactlyElementsOf(ALL.stream().map(Kind::id).toList());
        assertThat(records.end().at("kinds").members()).hasSize(ALL.size());
        assertThat(records.end().at("collector", "kubernetes").text()).isEqualTo("v1.34.1");
        assertThat(records.all().get(0).key()).isEqualTo(StubApiServer.CLUSTER_ID);
        assertThat(records.end().at("kinds", "Pod", "resource_version").text()).isEqualTo("4711");
    }

    @Test
    void chunksStayBelowTheirLimitAndAreNearlyFull() throws Exception {
        stub.addMany(Kind.NODE, 2500, "\"status\":{\"nodeInfo\":{\"osImage\":\"%s\"}}".formatted("ü".repeat(1000)));

        Records records = collect(Set.of(Kind.NODE));

        assertThat(records.objects(Kind.NODE)).hasSize(2500);
        assertThat(records.all().size()).isBetween(12, 16);
        assertThat(records.all().get(1).value().length).isGreaterThan(ChunkWriter.LARGEST_VALUE - 8 * 1024);
    }

    @Test
    void anObjectThatFitsIntoNoChunkIsNotedAndNotDropped() throws Exception {
        stub.add(Kind.NODE, "small", "");
        stub.add(Kind.NODE, "huge", "\"status\":{\"nodeInfo\":{\"osImage\":\"%s\"}}".formatted("x".repeat(900_000)));
        stub.add(Kind.NODE, "last", "");

        Records records = collect(Set.of(Kind.NODE));

        JsonValue huge = records.objects(Kind.NODE).get(1);
        assertThat(huge.at("truncated").isTrue()).isTrue();
        assertThat(huge.at("name").text()).isEqualTo("huge");
        assertThat(huge.at("uid").text()).isEqualTo("uid-of-Node-1");
        assertThat(huge.at("size").integer()).isBetween(900_000L, 901_000L);
        assertThat(records.end().at("kinds", "Node", "count").integer()).isEqualTo(3L);
    }

    @Test
    void ofSecretsAndConfigMapsOnlyKeysAndSizesLeave() throws Exception {
        String secret = Base64.getEncoder().encodeToString(TestObjects.MARKER.getBytes(StandardCharsets.UTF_8));
        stub.add(
                Kind.SECRET,
                "password",
                "\"type\":\"kubernetes.io/basic-auth\",\"data\":{\"user\":\"%s\",\"a\":\"eA==\"},\"stringData\":{\"s\":\"%s\"}"
                        .formatted(secret, TestObjects.MARKER));
        stub.add(
                Kind.CONFIG_MAP,
                "settings",
                "\"data\":{\"managedBy\":\"ü%s\",\"empty\":\"\"},\"binaryData\":{\"logo\":\"AAEC\"}"
                        .formatted(TestObjects.MARKER));

        Records records = collect(Set.of(Kind.SECRET, Kind.CONFIG_MAP));

        JsonValue password = records.only(Kind.SECRET);
        assertThat(password.at("type").text()).isEqualTo("kubernetes.io/basic-auth");
        assertThat(sizes(password)).containsExactly("a=1", "user=" + TestObjects.MARKER.length());
        assertThat(sizes(records.only(Kind.CONFIG_MAP)))
                .containsExactly("empty=0", "logo=3", "managedBy=" + (TestObjects.MARKER.length() + 2));
        assertThat(records.all())
                .noneMatch(record -> new String(record.value(), StandardCharsets.UTF_8).contains(secret));
    }

    @Test
    void ofPodsTheEnvironmentStaysBehindAndRequestsAreSums() throws Exception {
        stub.add(Kind.REPLICA_SET, "checkout-5d4f", """
                "spec":{"replicas":2},"status":{"readyReplicas":1}""");
        stub.addJson(Kind.POD, """
                {"metadata":{"name":"checkout-5d4f-abcde","namespace":"shop","uid":"p1",
                   "ownerReferences":[{"kind":"ReplicaSet","name":"checkout-5d4f","uid":"other"}],
                   "labels":{"pod-template-hash":"5d4f"}},
                 "spec":{"nodeName":"n1","containers":[
                   {"name":"a","env":[{"name":"PASSWORD","value":"%1$s"}],"command":["--password=%1$s"],"args":["%1$s"],
                    "resources":{"requests":{"cpu":"250m","memory":"64Mi","ephemeral-storage":"1Gi"},"limits":{"cpu":"1"}}},
                   {"name":"b","env":[{"name":"X","value":"%1$s"}],
                    "resources":{"requests":{"cpu":"1","memory":"1Gi"},"limits":{"memory":"2Gi"}}}]},
                 "status":{"phase":"Running","podIP":"10.0.0.7","hostIP":"192.168.0.1","containerStatuses":[
                   {"name":"a","ready":true,"restartCount":2,"image":"shop/a:1","state":{"running":{}}},
                   {"name":"b","ready":false,"restartCount":3,"image":"shop/b:1","state":{"waiting":{"reason":"CrashLoopBackOff"}}}]}}""".formatted(TestObjects.MARKER));

        JsonValue pod = collect(ALL).only(Kind.POD);

        assertThat(pod.at("deployment_name").text()).isEqualTo("checkout");
        assertThat(pod.at("cpu_request").content()).isEqualTo(new BigDecimal("1.25"));
        assertThat(pod.at("cpu_limit").content()).isEqualTo(new BigDecimal("1"));
        assertThat(pod.at("memory_request").integer()).isEqualTo((1024L + 64) * 1024 * 1024);
        assertThat(pod.at("memory_limit").integer()).isEqualTo(2L * 1024 * 1024 * 1024);
        assertThat(pod.at("storage_request").integer()).isEqualTo(1024L * 1024 * 1024);
        assertThat(pod.at("restart_count").integer()).isEqualTo(5L);
        assertThat(pod.at("container_statuses").elements())
                .extracting(container -> container.at("state").text())
                .containsExactly("running", "waiting");
        assertThat(pod.at("annotations").members()).isEmpty();
    }

    @Test
    void emptyListsAreEmptyAndNotMissing() throws Exception {
        stub.add(Kind.SERVICE, "bare", "").add(Kind.INGRESS, "bare", "").add(Kind.PERSISTENT_VOLUME_CLAIM, "bare", "");

        Records records = collect(ALL);

        assertThat(records.only(Kind.SERVICE).at("external_ips").content()).isEqualTo(List.of());
        assertThat(records.only(Kind.SERVICE).at("ports").content()).isEqualTo(List.of());
        assertThat(records.only(Kind.INGRESS).at("tls").content()).isEqualTo(List.of());
        assertThat(records.only(Kind.PERSISTENT_VOLUME_CLAIM).at("access_modes").content())
                .isEqualTo(List.of());
    }

    @Test
    void aKindThatIsForbiddenIsMissingAndTheOthersArrive() throws Exception {
        stub.add(Kind.POD, "web", "").behave(Kind.SECRET, StubAnswers.refuse(403, "no"));
        stub.behave(Kind.JOB, StubAnswers.refuse(500, "broken"));
        stub.behave(Kind.NODE, stub.hang());
        stub.behave(Kind.CRON_JOB, StubAnswers.refuse(404, "the server could not find the requested resource"));

        Records records = collect(ALL);

        assertThat(records.end().at("status").text()).isEqualTo("partial");
        assertThat(records.end().at("errors").elements())
                .extracting(error -> error.at("kind").text() + " "
                        + error.at("code").integer() + " "
                        + error.at("message").text())
                .containsExactly("Node 0 no answer within 1000 ms", "Job 500 500 broken", "Secret 403 403 no");
        assertThat(records.end().at("kinds").members()).doesNotContainKeys("Secret", "Job", "Node", "CronJob");
        assertThat(records.only(Kind.POD).at("name").text()).isEqualTo("web");
    }

    @Test
    void whereTheClusterIdIsForbiddenTheServersAddressTakesItsPlace() throws Exception {
        stub.behave(StubApiServer.KUBE_SYSTEM, StubAnswers.refuse(403, "no"));

        String first = collect(ALL).all().get(0).key();

        assertThat(first).matches("[0-9a-f]{64}");
    }

    @Test
    void aServerThatRefusesTheCallerFailsTheCycle() throws Exception {
        stub.behave(StubApiServer.KUBE_SYSTEM, StubAnswers.refuse(401, "Unauthorized"));

        assertThat(run(EVERYTHING, target(topic)))
                .isEqualTo(new CycleResult.Failed("Kubernetes API at " + stub.url() + ": 401 Unauthorized"));
        assertThat(Records.read(kafka.bootstrapServers(), topic).all()).isEmpty();
    }

    @Test
    void aTopicThatDoesNotExistFailsTheCycleByName() throws Exception {
        assertThat(run(EVERYTHING, target("no-such-topic")))
                .isEqualTo(new CycleResult.Failed("Kafka at %s: the topic 'no-such-topic' does not exist; create it"
                        .formatted(kafka.bootstrapServers())));
    }

    @Test
    void aBrokerThatIsNotThereFailsTheCycleWithTheReason() throws Exception {
        KafkaTarget gone = new KafkaTarget(
                "127.0.0.1:1,no-such-host.invalid:9092", topic, KafkaTarget.Patience.within(Duration.ofSeconds(2)));

        assertThat(run(EVERYTHING, gone))
                .isEqualTo(new CycleResult.Failed(
                        "Kafka at 127.0.0.1:1,no-such-host.invalid:9092: connection refused, unknown host"));
    }

    @Test
    void theReportTellsWhatWasSentAndWhatIsMissing() throws Exception {
        stub.addMany(Kind.POD, 1203, "").add(Kind.NODE, "n", "").behave(Kind.SECRET, StubAnswers.refuse(403, "no"));

        SnapshotReport report = ((CycleResult.Sent) run(EVERYTHING, target(topic))).report();

        assertThat(report.line())
                .matches("snapshot [0-9a-f-]{36} partial: 2 chunks, 1 Node, 1,203 Pod in [0-9,]+ ms;"
                        + " missing Secret \\(403 no\\)");
        assertThat(report.objects()).isEqualTo(1204);
        assertThat(report.bytes())
                .isEqualTo(Records.read(kafka.bootstrapServers(), topic).all().stream()
                        .mapToLong(record -> record.value().length)
                        .sum());
    }

    private static List<String> sizes(JsonValue object) {
        return object.at("keys").elements().stream()
                .map(key -> key.at("name").text() + "=" + key.at("size").integer())
                .toList();
    }
}
