package dev.e2e.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiServerTest {
    private static final ApiServer.Patience SHORT =
            new ApiServer.Patience(Duration.ofMillis(500), new Retry(3, Duration.ofMillis(10)));

    @TempDir
    private Path directory;

    private StubApiServer stub;
    private ApiServer server;

    @BeforeEach
    void start() throws IOException {
        stub = new StubApiServer();
        server = access(stub.url()).open(SHORT);
    }

    @AfterEach
    void stop() {
        server.close();
        stub.close();
    }

    @Test
    void requestsCarryTheTokenAndName() throws Exception {
        CompletableFuture<String> seen = new CompletableFuture<>();
        stub.behave("version", (exchange, query) -> {
            seen.complete(exchange.getRequestHeaders().getFirst("Authorization") + " "
                    + exchange.getRequestHeaders().getFirst("User-Agent"));
            return false;
        });

        assertThat(server.get("version", budget(), JsonValue::read)
                        .at("gitVersion")
                        .text())
                .isEqualTo("v1.34.1");
        assertThat(seen.get(1, TimeUnit.SECONDS)).startsWith("Bearer token-of-stub e2e-collector/");
    }

    @Test
    void aRefusalHasTheCodeAndTheServersMessage() {
        stub.behave(Kind.SECRET, StubAnswers.refuse(403, "secrets is forbidden: not for you"));

        ApiException refused = failure(() -> list(Kind.SECRET));

        assertThat(refused.code()).isEqualTo(403);
        assertThat(refused.reason()).isEqualTo("403 secrets is forbidden: not for you");
        assertThat(stub.requests(Kind.SECRET)).hasSize(1);
    }

    @Test
    void aRefusalWithoutAStatusIsNamedByItsCode() {
        stub.behave(Kind.POD, (exchange, query) -> {
            exchange.sendResponseHeaders(401, -1);
            return true;
        });

        assertThat(failure(() -> list(Kind.POD)).reason()).isEqualTo("401 Unauthorized");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "Wed, 21 Oct 2015 07:28:00 GMT"})
    void aBusyServerIsAskedAgainWhenItSays(String retryAfter) throws Exception {
        stub.add(Kind.POD, "web", "").behave(Kind.POD, StubAnswers.busy(4, retryAfter));
        long before = System.nanoTime();

        assertThat(list(Kind.POD)).isEqualTo(1);

        assertThat(stub.requests(Kind.POD)).hasSize(5);
        assertThat(Duration.ofNanos(System.nanoTime() - before))
                .isGreaterThanOrEqualTo(Duration.ofSeconds(retryAfter.equals("1") ? 4 : 0));
    }

    @Test
    void aServerThatStaysBrokenIsAskedThreeTimes() {
        stub.behave(Kind.POD, StubAnswers.refuse(500, "etcd is away"));

        assertThat(failure(() -> list(Kind.POD)).reason()).isEqualTo("500 etcd is away");
        assertThat(stub.requests(Kind.POD)).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"60", "Tue, 31 Dec 2999 23:59:59 GMT"})
    void aServerThatAsksForMoreTimeThanThereIsIsNotWaitedFor(String retryAfter) {
        stub.behave(Kind.POD, StubAnswers.busy(99, retryAfter));

        assertThat(failure(() -> list(Kind.POD)).reason()).isEqualTo("429 too many requests");
        assertThat(stub.requests(Kind.POD)).hasSize(1);
    }

    @Test
    void aServerThatStaysBusyIsAskedUntilTheBudgetIsSpent() {
        stub.behave(Kind.POD, StubAnswers.busy(99_999, "0"));

        ApiException busy = failure(
                () -> server.get(Kind.POD.path() + "?limit=500", Budget.of(Duration.ofMillis(300)), JsonValue::read));

        assertThat(busy.code()).isEqualTo(429);
        assertThat(stub.requests(Kind.POD).size()).isBetween(4, 12);
    }

    @Test
    void silenceEndsWithItsDeadline() {
        stub.behave(Kind.POD, stub.hang());

        ApiException silence = failure(() -> list(Kind.POD));

        assertThat(silence.code()).isEqualTo(ApiException.NO_ANSWER);
        assertThat(silence.reason()).isEqualTo("no answer within 500 ms");
    }

    @Test
    void silenceInTheMiddleOfAnAnswerEndsToo() {
        stub.behave(Kind.POD, stub.hangInTheMiddle());

        assertThat(failure(() -> list(Kind.POD)).reason()).isEqualTo("the answer broke off: no answer in time");
    }

    @Test
    void aClosedConnectionIsAReason() {
        stub.behave(Kind.POD, StubAnswers.hangUp());
        stub.behave(Kind.NODE, StubAnswers.breakOff(TestObjects.object(Kind.NODE, "n", 1, "")));

        assertThat(failure(() -> list(Kind.POD)).code()).isEqualTo(ApiException.NO_ANSWER);
        assertThat(failure(() -> list(Kind.NODE)).reason()).startsWith("the answer broke off: ");
    }

    @Test
    void whatIsNotJsonIsAReason() {
        stub.behave(Kind.POD, (exchange, query) -> {
            exchange.sendResponseHeaders(200, 6);
            exchange.getResponseBody().write("<html>".getBytes(StandardCharsets.UTF_8));
            return true;
        });

        assertThat(failure(() -> list(Kind.POD)).reason())
                .isEqualTo("the answer is not the JSON that was expected, from byte 0 on");
    }

    @Test
    void anInterruptionEndsTheWait() throws Exception {
        stub.behave(Kind.POD, stub.hangInTheMiddle());
        ApiServer patient = access(stub.url())
                .open(new ApiServer.Patience(Duration.ofMinutes(1), new Retry(1, Duration.ofMillis(1))));
        CompletableFuture<Integer> result = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                result.complete(patient.get(
                        Kind.POD.path() + "?limit=500",
                        budget(),
                        body -> ListPage.read(body, Projection.WHOLE, item -> {})
                                .next()
                                .length()));
            } catch (ApiException | IOException | InterruptedException e) {
                result.completeExceptionally(e);
            }
        });
        thread.start();
        Awaitility.await().until(() -> !stub.requests(Kind.POD).isEmpty());
        thread.interrupt();

        assertThatThrownBy(() -> result.get(5, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(InterruptedException.class);
        patient.close();
    }

    private int list(Kind kind) throws ApiException, IOException, InterruptedException {
        AtomicInteger count = new AtomicInteger();
        server.get(
                kind.path() + "?limit=500",
                budget(),
                body -> ListPage.read(body, Projection.WHOLE, item -> count.incrementAndGet()));
        return count.get();
    }

    private KubernetesAccess access(String url) throws IOException {
        Path file = TestObjects.kubeconfig(directory.resolve("kubeconfig-" + url.hashCode()), "stub", url);
        return new KubernetesAccess(file.toString(), "");
    }

    private static Budget budget() {
        return Budget.of(Duration.ofSeconds(20));
    }

    private static ApiException failure(ThrowingCallable call) {
        ApiException failure = catchThrowableOfType(ApiException.class, call);
        assertThat(failure).isNotNull();
        return failure;
    }
}
