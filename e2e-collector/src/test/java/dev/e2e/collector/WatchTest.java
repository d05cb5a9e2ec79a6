package dev.e2e.collector;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is sent between two snapshots, from a stub of the API server through a real broker. */
class WatchTest extends CycleFixture {
    private static final ApiServer.Patience PATIENCE =
            new ApiServer.Patience(Duration.ofSeconds(5), new Retry(1, Duration.ofMillis(5)));
    private static final Selection PODS = new Selection(Set.of(Kind.REPLICA_SET, Kind.POD), Set.of());

    private final AtomicInteger resyncs = new AtomicInteger();
    private ApiServer server;
    private SnapshotOutput output;
    private Watches watches;
    private SnapshotCycle cycle;

    @BeforeEach
    void startWatching() throws Exception {
        server = new KubernetesAccess(stub.kubeconfig(directory).toString(), "").open(PATIENCE);
        output = new KafkaOutput(target(topic));
        watches = new Watches(server, output, PODS, resyncs::incrementAndGet);
        Pace pace = new Pace(Duration.ofSeconds(5), 2);
        cycle = new SnapshotCycle(server, output, PODS, pace, Clock.systemUTC(), Optional.of(watches));
    }

    @AfterEach
    void stopWatching() {
        watches.close();
        output.close();
        server.close();
    }

    @Test
    void changesFollowTheSnapshotAndGoOnCounting() throws Exception {
        stub.addMany(Kind.POD, 3, "");
        run();
        int end = records().all().size() - 1;

        stub.feed().event(Kind.REPLICA_SET, "ADDED", """
                {"metadata":{"name":"odd","namespace":"shop","uid":"rs","resourceVersion":"5000",
                  "ownerReferences":[{"kind":"Deployment","name":"checkout"}]}}""");
        awaitRecords(end + 2);
        stub.feed().event(Kind.POD, "ADDED", pod("new", 5001));
        stub.feed().event(Kind.POD, "BOOKMARK", "{\"kind\":\"Pod\",\"metadata\":{\"resourceVersion\":\"5002\"}}");
        stub.feed().event(Kind.POD, "MODIFIED", pod("new", 5003));
        stub.feed().event(Kind.POD, "DELETED", pod("new", 5004));
        Records all = awaitRecords(end + 5);

        new Records(all.all().subList(0, end + 1)).assertOneSoundSnapshot();
        for (int i = end + 1; i < all.all().size(); i++) {
            String text = new String(all.all().get(i).value(), StandardCharsets.UTF_8);
            assertThat(Records.schema("cluster-info-v2.schema.json").validate(text, InputFormat.JSON))
                    .as(text)
                    .isEmpty();
            assertThat(text).doesNotContain(TestObjects.MARKER);
            assertThat(all.header(i, "seq")).isEqualTo(String.valueOf(i));
            assertThat(all.header(i, "type")).isEqualTo("delta");
            assertThat(all.header(i, "snapshot-id")).isEqualTo(all.header(0, "snapshot-id"));
        }
        assertThat(List.of(end + 1, end + 2, end + 3, end + 4))
                .extracting(i ->
                        all.header(i, "kind") + " " + all.value(i).at("event").text() + " "
                                + all.value(i).at("resource_version").text())
                .containsExactly("ReplicaSet ADDED 5000", "Pod ADDED 5001", "Pod MODIFIED 5003", "Pod DELETED 5004");
        assertThat(all.value(end + 2).at("item", "deployment_name").text()).isEqualTo("checkout");
        assertThat(all.value(end + 4).at("item").members()).containsOnlyKeys("name", "namespace", "uid");
    }

    @Test
    void aWatchThatIsClosedGoesOnWhereABookmarkHasBroughtIt() throws Exception {
        run();
        awaitWatches(1);
        assertThat(stub.watches(Kind.POD).get(0))
                .endsWith("&resourceVersion=4711")
                .contains("allowWatchBookmarks=true", "timeoutSeconds=");

        stub.feed().event(Kind.POD, "BOOKMARK", "{\"kind\":\"Pod\",\"metadata\":{\"resourceVersion\":\"6000\"}}");
        stub.feed().close(Kind.POD);

        awaitWatches(2);
        assertThat(stub.watches(Kind.POD).get(1)).endsWith("&resourceVersion=6000");
        assertThat(resyncs).hasValue(0);
    }

    @Test
    void aVersionThatHasExpiredAsksForASnapshot() throws Exception {
        run();
        awaitWatches(1);

        stub.feed()
                .event(
                        Kind.POD,
                        "ERROR",
                        "{\"kind\":\"Status\",\"code\":410,\"message\":\"too old resource version\"}");

        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> resyncs.get() == 1);
        stub.feed().event(Kind.POD, "ADDED", pod("lost", 1));
        run();
        awaitWatches(2);
        assertThat(stub.watches(Kind.POD).get(1)).endsWith("&resourceVersion=4711");
    }

    @Test
    void aWatchThatIsForbiddenIsLeftUntilTheNextSnapshot() throws Exception {
        stub.behave(Kind.POD, (exchange, query) -> {
            boolean watch = query.containsKey("watch");
            if (watch) {
                StubAnswers.refusal(exchange, 403, "pods is forbidden: cannot watch");
            }
            return watch;
        });
        run();
        awaitWatches(1);
        stub.feed().event(Kind.REPLICA_SET, "DELETED", pod("rs", 7000));
        awaitRecords(3);

        assertThat(stub.watches(Kind.POD)).hasSize(1);
        assertThat(resyncs).hasValue(0);
    }

    @Test
    void aServerThatIsInTroubleIsAskedAgainFromTheSameVersion() throws Exception {
        AtomicInteger refusals = new AtomicInteger(3);
        stub.behave(Kind.POD, (exchange, query) -> {
            boolean refused = query.containsKey("watch") && refusals.getAndDecrement() > 0;
            if (refused) {
                StubAnswers.refusal(exchange, 503, "starting");
            }
            return refused;
        });
        run();
        stub.feed().event(Kind.POD, "ADDED", pod("new", 5001));

        assertThat(awaitRecords(3).value(2).at("item", "name").text()).isEqualTo("new");
        assertThat(stub.watches(Kind.POD)).hasSize(4).allMatch(watch -> watch.endsWith("&resourceVersion=4711"));
    }

    @Test
    void aWatchThatIsCutInTheMiddleOfAnEventGoesOnFromTheLastWholeOne() throws Exception {
        run();
        stub.feed().event(Kind.POD, "ADDED", pod("one", 5001));
        stub.feed().event(Kind.REPLICA_SET, "DELETED", pod("rs", 7000));
        awaitRecords(4);
        stub.feed().cut(Kind.POD);

        awaitWatches(2);
        assertThat(stub.watches(Kind.POD).get(1)).endsWith("&resourceVersion=5001");
        stub.feed().event(Kind.POD, "ADDED", pod("two", 5002));
        assertThat(awaitRecords(5).value(4).at("item", "name").text()).isEqualTo("two");
        assertThat(stub.watches(Kind.REPLICA_SET)).hasSize(1);
        assertThat(resyncs).hasValue(0);
    }

    @Test
    void aServerThatSaysWhenToWatchAgainIsNotAskedBefore() throws Exception {
        stub.behave(Kind.POD, (exchange, query) -> {
            boolean watch = query.containsKey("watch");
            if (watch) {
                exchange.getResponseHeaders().set("Retry-After", "3600");
                StubAnswers.refusal(exchange, 429, "too many watches");
            }
            return watch;
        });
        run();
        awaitWatches(1);
        for (int i = 0; i < 5; i++) {
            stub.feed().event(Kind.REPLICA_SET, "DELETED", pod("rs", 7000 + i));
            awaitRecords(3 + i);
        }
        assertThat(stub.watches(Kind.POD)).hasSize(1);
        run();
    }

    @Test
    void theNextSnapshotBeginsWhenTheWatchesHaveEnded() throws Exception {
        run();
        stub.feed().event(Kind.POD, "ADDED", pod("before", 5001));
        awaitRecords(3);
        run();
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> stub.feed().opened(Kind.POD) == 2);
        stub.feed().event(Kind.POD, "ADDED", pod("after", 5002));
        Records all = awaitRecords(6);

        assertThat(all.types()).containsExactly("begin", "end", "delta", "begin", "end", "delta");
        assertThat(all.header(5, "snapshot-id")).isEqualTo(all.header(3, "snapshot-id"));
    }

    private static String pod(String name, int version) {
        return """
                {"metadata":{"name":"%s","namespace":"shop","uid":"u-%s","resourceVersion":"%d",
                   "ownerReferences":[{"kind":"ReplicaSet","name":"odd","uid":"rs"}]},
                 "spec":{"containers":[{"name":"c","env":[{"name":"P","value":"%s"}]}]},"status":{"phase":"Running"}}""".formatted(name, name, version, TestObjects.MARKER);
    }

    private void run() throws InterruptedException {
        assertThat(cycle.run()).isInstanceOf(CycleResult.Sent.class);
    }

    private void awaitWatches(int count) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> stub.watches(Kind.POD).size() >= count);
    }

    private Records records() {
        return Records.read(kafka.bootstrapServers(), topic);
    }

    private Records awaitRecords(int count) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> records().all().size() >= count);
        return records();
    }
}
