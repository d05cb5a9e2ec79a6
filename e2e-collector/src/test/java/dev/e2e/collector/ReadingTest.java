package dev.e2e.collector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the API server is asked for what is in a snapshot, and what becomes of its answers. */
class ReadingTest extends CycleFixture {
    @Test
    void listsAreReadPageByPage() throws Exception {
        stub.addMany(Kind.POD, 1203, "");

        Records records = collect(Set.of(Kind.POD));

        assertThat(records.objects(Kind.POD))
                .extracting(pod -> pod.at("name").text())
                .hasSize(1203)
                .doesNotHaveDuplicates();
        assertThat(stub.requests(Kind.POD)).hasSize(3);
        assertThat(stub.requests()).noneMatch(request -> request.contains("resourceVersion="));
    }

    @Test
    void onlyWhatIsInTheNamespacesIsRead() throws Exception {
        Kind widgets = Kind.parse("example.com/v1/widgets").iterator().next();
        Kind gadgets = Kind.parse("example.com/v1/gadgets").iterator().next();
        stub.addMany(Kind.POD, 3, "").addJson(Kind.POD, """
                {"metadata":{"name":"elsewhere","namespace":"bank","uid":"p"}}""");
        stub.addJson(Kind.NAMESPACE, "{\"metadata\":{\"name\":\"shop\",\"uid\":\"1\"}}")
                .addJson(Kind.NAMESPACE, "{\"metadata\":{\"name\":\"bank\",\"uid\":\"2\"}}")
                .add(Kind.NODE, "n", "")
                .add(widgets, "w", "")
                .addJson(gadgets, "{\"metadata\":{\"name\":\"g\",\"uid\":\"3\"}}");
        stub.behave(widgets.root(), StubAnswers.answer("""
                {"kind":"APIResourceList","resources":[{"name":"widgets","namespaced":true},
                 {"name":"gadgets","namespaced":false}]}"""));
        stub.behave(Kind.SECRET.path("vault"), StubAnswers.refuse(403, "secrets is forbidden in vault"));
        stub.add(Kind.SECRET, "s", "");
        Set<Kind> kinds =
                new LinkedHashSet<>(List.of(Kind.NAMESPACE, Kind.NODE, Kind.POD, Kind.SECRET, widgets, gadgets));

        Records records = collect(new Selection(kinds, Selection.parseNamespaces("vault, shop")));

        assertThat(records.names(Kind.NAMESPACE)).containsExactly("shop");
        assertThat(records.names(Kind.NODE)).containsExactly("n");
        assertThat(records.names(Kind.POD)).containsExactly("many-0", "many-1", "many-2");
        assertThat(records.names(Kind.SECRET)).containsExactly("s");
        assertThat(records.names(widgets)).containsExactly("w");
        assertThat(records.names(gadgets)).containsExactly("g");
        assertThat(records.end().at("errors").elements())
                .extracting(error -> error.at("message").text())
                .containsExactly("403 secrets is forbidden in vault");
        assertThat(stub.requests()).noneMatch(request -> request.startsWith("/api/v1/pods"));
    }

    @Test
    void aKindOfOthersHasWhatAllHaveAndItsConditions() throws Exception {
        Kind widgets = Kind.parse("example.com/v1/widgets").iterator().next();
        stub.add(widgets, "w", """
                "spec":{"password":"%s"},"status":{"phase":"Bound","secret":"%s","conditions":[
                  {"type":"Ready","status":"True","lastTransitionTime":"2026-01-02T03:04:05Z"}]}""".formatted(TestObjects.MARKER, TestObjects.MARKER));

        Records records = collect(Set.of(widgets));

        JsonValue widget = records.only(widgets);
        assertThat(widget.at("phase").text()).isEqualTo("Bound");
        assertThat(widget.at("conditions").elements().get(0).at("status").text())
                .isEqualTo("True");
        assertThat(records.end().at("kinds").members()).containsOnlyKeys("widgets.example.com");
    }

    @Test
    void aListThatExpiresIsReadAfreshAndWhatWasSentOfItIsTakenBack() throws Exception {
        stub.addMany(Kind.POD, 6000, "").behave(Kind.POD, StubAnswers.expireAt("from 5500", 2));

        Records records = collect(ALL);

        assertThat(records.end().at("status").text()).isEqualTo("complete");
        assertThat(records.types()).filteredOn("discard"::equals).hasSize(2);
        assertThat(records.names(Kind.POD)).hasSize(6000).doesNotHaveDuplicates();
        assertThat(stub.requests(Kind.POD)).hasSize(12 + 12 + 12);
    }

    @Test
    void aListThatExpiresAgainAndAgainIsSentAsFarAsItWasReadTheLastTime() throws Exception {
        stub.addMany(Kind.POD, 1100, "").behave(Kind.POD, StubAnswers.expireAt("from 1000", 99));

        Records records = collect(ALL);

        assertThat(records.types()).doesNotContain("discard");
        assertThat(records.objects(Kind.POD)).hasSize(1000);
        assertThat(records.end().at("kinds", "Pod", "count").integer()).isEqualTo(1000L);
        assertThat(records.end().at("errors").elements().get(0).at("code").integer())
                .isEqualTo(410L);
        assertThat(stub.requests(Kind.POD)).hasSize(3 * 3);
    }

    @Test
    void anAnswerThatBreaksOffIsReadAfreshAndAtLastSentAsFarAsItWasRead() throws Exception {
        stub.behave(Kind.SERVICE, StubAnswers.breakOff(TestObjects.object(Kind.SERVICE, "first", 1, "")));

        Records records = collect(ALL);

        assertThat(records.only(Kind.SERVICE).at("name").text()).isEqualTo("first");
        assertThat(records.end().at("errors").elements().get(0).at("message").text())
                .startsWith("the answer broke off: ");
        assertThat(stub.requests(Kind.SERVICE)).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({"0,1", "1,1", "499,1", "500,1", "501,2", "1000,2", "1001,3"})
    void aKindTakesNoMoreRequestsThanItsPages(int objects, int requests) throws Exception {
        stub.addMany(Kind.POD, objects, "");

        assertThat(run(EVERYTHING, target(topic))).isInstanceOf(CycleResult.Sent.class);

        for (Kind kind : ALL) {
            assertThat(stub.requests(kind)).as(kind.id()).hasSize(kind == Kind.POD ? requests : 1);
        }
        assertThat(stub.requests()).hasSize(ALL.size() - 1 + requests + 2);
    }

    @Test
    void aServerThatAsksForTimeGetsItAndTheSnapshotIsWhole() throws Exception {
        stub.add(Kind.POD, "web", "").behave(Kind.POD, StubAnswers.busy(2, "0"));
        stub.add(Kind.NODE, "n", "").behave(Kind.NODE, StubAnswers.busy(1, "1"));

        Records records = collect(ALL);

        assertThat(records.end().at("status").text()).isEqualTo("complete");
        assertThat(stub.requests(Kind.POD)).hasSize(3);
        assertThat(stub.requests(Kind.NODE)).hasSize(2);
    }

    @Test
    void aFewKindsAreReadSideBySideAndPodsAfterTheirReplicaSets() throws Exception {
        CountDownLatch three = new CountDownLatch(3);
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        for (Kind kind : ALL) {
            stub.behave(kind, (exchange, query) -> {
                most.accumulateAndGet(now.incrementAndGet(), Math::max);
                three.countDown();
                StubApiServer.await(three);
                now.decrementAndGet();
                return false;
            });
        }
        stub.addJson(Kind.REPLICA_SET, """
                {"metadata":{"name":"odd","namespace":"shop","uid":"rs",
                  "ownerReferences":[{"kind":"Deployment","name":"checkout"}]}}""");
        stub.addJson(Kind.POD, """
                {"metadata":{"name":"p","namespace":"shop","uid":"p",
                  "ownerReferences":[{"kind":"ReplicaSet","name":"odd","uid":"rs"}]}}""");

        Records records = collect(ALL);

        assertThat(most).hasValue(3);
        assertThat(records.only(Kind.POD).at("deployment_name").text()).isEqualTo("checkout");
    }
}
