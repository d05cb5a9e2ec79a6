package dev.e2e.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;

class ValuesTest {
    @ParameterizedTest
    @CsvSource({"250m,0.25", "2,2", "1500m,1.5", "100u,0.0001", "10,10", "1e3,1000", "0,0", "5n,5E-9"})
    void coresAreDecimalNumbers(String quantity, BigDecimal cores) {
        assertThat(Amounts.cores(new JsonValue(quantity))).isEqualTo(cores);
    }

    @ParameterizedTest
    @CsvSource({
        "128Mi,134217728",
        "1G,1000000000",
        "1Ki,1024",
        "100,100",
        "1500m,2",
        "1.5Gi,1610612736",
        "2Ti,2199023255552"
    })
    void bytesAreWholeNumbersRoundedUp(String quantity, BigDecimal bytes) {
        assertThat(Amounts.bytes(new JsonValue(quantity))).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "many", "1e999999999", "-1", "12 Mi"})
    void whatIsNoQuantityIsNone(String text) {
        assertThat(Amounts.bytes(new JsonValue(text))).isNull();
        assertThat(Amounts.cores(new JsonValue(text))).isNull();
    }

    @Test
    void sumsCountOnlyWhatIsStated() {
        List<JsonValue> containers = json("""
                [{"r":{"cpu":"250m"}},{"r":{}},{"r":{"cpu":"1"}},{}]""").elements();

        assertThat(Amounts.sumOfCores(containers, "r", "cpu")).isEqualTo(new BigDecimal("1.25"));
        assertThat(Amounts.sumOfCores(containers, "r", "memory")).isNull();
    }

    @Test
    void whatIsMissingIsMissingAllTheWayDown() {
        JsonValue object = json("{\"a\":[1,null,\"x\",true]}");

        assertThat(object.at("b", "c", "d").isMissing()).isTrue();
        assertThat(object.at("a", "b").text()).isNull();
        assertThat(object.at("a").elements()).hasSize(4);
        assertThat(object.at("a").elements().get(0).integer()).isEqualTo(1L);
        assertThat(object.at("a").members()).isEmpty();
    }

    @Test
    void uuidsAreOfVersion7AndCarryTheTime() {
        UuidV7 ids = new UuidV7();
        Instant time = Instant.parse("2026-01-02T03:04:05.678Z");

        Set<UUID> seen = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            UUID id = ids.next(time);
            assertThat(id.version()).isEqualTo(7);
            assertThat(id.variant()).isEqualTo(2);
            assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(time.toEpochMilli());
            seen.add(id);
        }
        assertThat(seen).hasSize(10_000);
        assertThat(ids.next(time).toString())
                .isLessThan(ids.next(time.plusMillis(1)).toString());
    }

    @Test
    void kindsAreFoundByNameInAnyCaseAndOrder() {
        assertThat(Kind.parse("pod, Secret,NODE")).containsExactly(Kind.NODE, Kind.POD, Kind.SECRET);
        assertThat(Kind.parse(Kind.all())).containsExactlyElementsOf(Kind.usual());
        assertThatThrownBy(() -> Kind.parse("Pod,Sercet"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'Sercet' is none of them")
                .hasMessageContaining("ReplicaSet");
        assertThat(Kind.usual()).doesNotContain(Kind.EVENT);
        assertThatThrownBy(() -> Kind.parse("Pod,")).hasMessageContaining("'' is none of them");
    }

    @Test
    void otherKindsAreNamedByGroupVersionAndResource() {
        List<Kind> kinds =
                List.copyOf(Kind.parse("example.com/v1beta1/widgets,events.k8s.io/v1/events,v1/bindings,Pod"));

        assertThat(kinds).startsWith(Kind.POD, Kind.EVENT);
        assertThat(kinds.get(2).id()).isEqualTo("widgets.example.com");
        assertThat(kinds.get(2).path()).isEqualTo("apis/example.com/v1beta1/widgets");
        assertThat(kinds.get(2).path("shop")).isEqualTo("apis/example.com/v1beta1/namespaces/shop/widgets");
        assertThat(kinds.get(3).id()).isEqualTo("bindings");
        assertThat(kinds.get(3).path()).isEqualTo("api/v1/bindings");
        assertThat(Kind.parse("apps/v1/deployments")).containsExactly(Kind.DEPLOYMENT);
        assertThatThrownBy(() -> Kind.parse("example.com/v1/widgets,example.com/v2/widgets"))
                .hasMessage("expected each resource once ('widgets.example.com' is there in example.com/v1"
                        + " and example.com/v2)");
        for (String bad :
                List.of("example.com/widgets", "example.com/v1/", "/v1/widgets", "a/b/v1/w", "a/1/w", "Ä/v1/w")) {
            assertThatThrownBy(() -> Kind.parse(bad)).hasMessageContaining("'" + bad + "' is none of them");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Shop", "shop,", "-a", "a_b", "a.b", "a/b"})
    void whatCannotBeANamespaceIsRefused(String names) {
        assertThatThrownBy(() -> Selection.parseNamespaces(names))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("expected names of namespaces, separated by commas ('");
    }

    @Test
    void sizesAreThoseOfTheBytes() {
        for (String text : List.of("", "a", "ü", "€", "😀", "a\n😀€üa")) {
            int utf8 = text.getBytes(StandardCharsets.UTF_8).length;
            String base64 = Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
            String escaped = text.replace("\n", "\\n");

            assertThat(size("\"" + escaped + "\"", Projection.UTF8_SIZES))
                    .as(text)
                    .isEqualTo(utf8);
            assertThat(size("\"" + base64 + "\"", Projection.BASE64_SIZES))
                    .as(text)
                    .isEqualTo(utf8);
        }
    }

    private static Long size(String document, Projection sizes) {
        try (JsonParser parser = JsonValue.FORMAT.createParser(ObjectReadContext.empty(), document)) {
            parser.nextToken();
            return JsonValue.read(parser, sizes).integer();
        }
    }

    @Test
    void aPodsDeploymentIsFoundThroughItsReplicaSetOrByItsHash() {
        Owners owners = new Owners();
        assertThat(owners.deploymentOf(pod("rs-2", "cart-7d9f", "7d9f"))).isEqualTo("cart");
        assertThat(owners.deploymentOf(pod("rs-2", "cart-7d9f", "other"))).isNull();
        owners.learn(json("""
                {"metadata":{"uid":"rs-1","ownerReferences":[{"kind":"Deployment","name":"checkout"}]}}"""));

        assertThat(owners.deploymentOf(pod("rs-1", "odd-name", "abc"))).isEqualTo("checkout");
        assertThat(owners.deploymentOf(pod("rs-2", "cart-7d9f", "7d9f"))).isEqualTo("cart");
        assertThat(owners.deploymentOf(pod("rs-2", "lonely", "7d9f"))).isNull();
        owners.learn(json(
                "{\"metadata\":{\"uid\":\"rs-3\",\"name\":\"own-7d9f\",\"labels\":{\"pod-template-hash\":\"7d9f\"}}}"));
        assertThat(owners.deploymentOf(pod("rs-3", "own-7d9f", "7d9f"))).isNull();
        assertThat(owners.deploymentOf(json("{\"metadata\":{\"name\":\"bare\"}}")))
                .isNull();
    }

    private static JsonValue pod(String replicaSetUid, String replicaSet, String hash) {
        return json("""
                {"metadata":{"labels":{"pod-template-hash":"%s"},
                  "ownerReferences":[{"kind":"ReplicaSet","name":"%s","uid":"%s"}]}}""".formatted(hash, replicaSet, replicaSetUid));
    }

    private static JsonValue json(String text) {
        return JsonValue.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }
}
