package dev.e2e.collector;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists that no API server should send: each ends in a snapshot that is right, or in one that says what is missing and why. */
@Timeout(60)
class OddAnswersTest extends CycleFixture {
    private static final String ONE = "{\"metadata\":{\"name\":\"one\",\"namespace\":\"shop\",\"uid\":\"1\"}}";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"items\":[]}",
                "{\"items\":null}",
                "{\"items\":[],\"metadata\":null}",
                "{\"kind\":\"PodList\",\"unknown\":[{\"items\":[1]}],\"items\":[],\"metadata\":{\"resourceVersion\":\"7\"}}"
            })
    void nothingIsWhole(String list) throws Exception {
        Records records = collect(list);

        assertThat(records.end().at("status").text()).isEqualTo("complete");
        assertThat(records.end().at("kinds", "Pod", "count").integer()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "\"\" | 0 | the answer is not what was asked for: it is empty",
                "null | 0 | the answer is not what was asked for: it is no object",
                "[ONE] | 0 | the answer is not what was asked for: it is no object",
                "{} | 0 | the answer is not what was asked for: it has no 'items'",
                "{'kind':'Status','status':'Failure','code':500} | 0 | the answer is not what was asked for: it is of kind Status",
                "{'items':{'a':ONE}} | 0 | the answer is not what was asked for: its 'items' are no list",
                "{'items':'ONE'} | 0 | the answer is not what was asked for: its 'items' are no list",
                "{'items':[ONE],'items':[ONE]} | 1 | the answer is not what was asked for: it has 'items' twice",
                "{'items':[ONE]}{'items':[]} | 1 | the answer is not what was asked for: there is more behind its end",
                "{'items':[ONE,null]} | 1 | the answer is not what was asked for: an object in it has no name",
                "{'items':[ONE,7]} | 1 | the answer is not what was asked for: an object in it has no name",
                "{'items':[ONE,{}]} | 1 | the answer is not what was asked for: an object in it has no name",
                "{'items':[ONE,{'metadata':{'namespace':'shop'}}]} | 1 | the answer is not what was asked for: an object in it has no name",
                "{'items':[ONE,{'metadata':{'name':'x'}}]} | 1 | the answer is not what was asked for: an object in it has no namespace",
                "{'items':[ONE,{'metadata':{'name':'tw | 1 | the answer is not the JSON that was expected, from byte 90 on",
                "{'items':[ONE] | 1 | the answer is not the JSON that was expected, from byte 67 on",
                "{'items':[ONE}} | 1 | the answer is not the JSON that was expected, from byte 66 on",
                "<html>no</html> | 0 | the answer is not the JSON that was expected, from byte 0 on"
            })
    void whatIsNoListIsMissingWithTheReason(String list, int objects, String reason) throws Exception {
        Records records = collect(list == null ? "" : list.replace('\'', '"').replace("ONE", ONE));

        assertPartial(records, reason);
        assertThat(records.objects(Kind.POD)).hasSize(objects);
    }

    @Test
    void nestingIsReadToReasonableDepths() throws Exception {
        String pod = "{\"unknown\":%s%s,\"metadata\":{\"name\":\"%s\",\"namespace\":\"shop\",\"uid\":\"1\"}}";
        String deep = pod.formatted("[".repeat(450), "]".repeat(450), "deep");
        String tooDeep = pod.formatted("{\"a\":".repeat(5000) + "1", "}".repeat(5000), "too-deep");

        Records records = collect("{\"items\":[%s,%s]}".formatted(deep, tooDeep));

        assertThat(records.names(Kind.POD)).containsExactly("deep");
        assertPartial(records, "the answer is nested too deeply, or has a name or a number that is too long");
    }

    /** Half a pair of surrogates is no character; Go would not have written it. */
    @Test
    void aNameWithHalfACharacterCannotBeWritten() throws Exception {
        String half = ONE.replace("\"uid\"", "\"labels\":{\"\\uD800\":\"x\"},\"uid\"");

        Records records = collect("{\"items\":[%s,%s]}".formatted(ONE, half));

        assertThat(records.names(Kind.POD)).containsExactly("one");
        assertThat(records.end().at("errors").elements())
                .singleElement()
                .satisfies(error -> assertThat(error.at("message").text())
                        .startsWith("the answer is not the JSON that was expected"));
    }

    @Test
    void whatTellsOfTheNextPageMayComeBehindTheObjects() throws Exception {
        String token = "a+b/c=d&limit=1?#%20 \"é\u2028";
        stub.behave(Kind.POD, (exchange, query) -> {
            String page = query.getOrDefault("continue", "");
            StubAnswers.send(
                    exchange,
                    200,
                    switch (page.length()) {
                        case 0 ->
                            "{\"items\":[%s],\"metadata\":{\"continue\":\"%s\"}}"
                                    .formatted(ONE, token.replace("\"", "\\\""));
                        case 4 -> "{\"items\":[%s],\"metadata\":{}}".formatted(ONE.replace("one", "last"));
                        default -> {
                            assertThat(page).isEqualTo(token);
                            assertThat(query).containsEntry("limit", "500");
                            yield "{\"metadata\":{\"continue\":\"last\"},\"items\":[]}";
                        }
                    });
            return true;
        });

        Records records = collect(Set.of(Kind.POD));

        assertThat(records.names(Kind.POD)).containsExactly("one", "last");
        assertThat(records.end().at("status").text()).isEqualTo("complete");
        assertThat(records.end().at("kinds", "Pod", "resource_version").text()).isEmpty();
    }

    @Test
    void pagesWithoutAnEndHaveOne() throws Exception {
        Records records = collect("{\"metadata\":{\"continue\":\"again\"},\"items\":[]}");

        assertPartial(records, "the API server goes on with the same page for ever");
        assertThat(stub.requests(Kind.POD)).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"application/json,gzip", "text/html,gzip", ",''", "application/octet-stream,identity"})
    void neitherTheTypeNorACompressionThatNobodyAskedForMatters(String type, String encoding) throws Exception {
        stub.behave(Kind.POD, (exchange, query) -> send(exchange, type, encoding, "{\"items\":[%s]}".formatted(ONE)));

        Records records = collect(Set.of(Kind.POD));

        assertThat(records.names(Kind.POD)).containsExactly("one");
        assertThat(records.end().at("status").text()).isEqualTo("complete");
    }

    @Test
    void aCompressionThatWeDoNotKnowIsTheReason() throws Exception {
        stub.behave(Kind.POD, (exchange, query) -> send(exchange, "application/json", "br", "…"));

        assertPartial(
                collect(Set.of(Kind.POD)),
                "the answer is not what was asked for: it is compressed in another way than gzip (br)");
    }

    private Records collect(String list) throws Exception {
        stub.behave(Kind.POD, StubAnswers.answer(list));
        return collect(Set.of(Kind.POD));
    }

    private static void assertPartial(Records records, String reason) {
        assertThat(records.end().at("status").text()).isEqualTo("partial");
        assertThat(records.end().at("errors").elements())
                .extracting(error -> error.at("message").text())
                .containsExactly(reason);
    }

    private static boolean send(HttpExchange exchange, String type, String encoding, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        if (type != null) {
            exchange.getResponseHeaders().set("Content-Type", type);
        }
        if (!encoding.isEmpty()) {
            exchange.getResponseHeaders().set("Content-Encoding", encoding);
        }
        if (encoding.equals("gzip")) {
            ByteArrayOutputStream compressed = new ByteArrayOutputStream();
            try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
                gzip.write(body);
            }
            body = compressed.toByteArray();
        }
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        return true;
    }
}
