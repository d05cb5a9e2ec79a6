package dev.e2e.infra;

import dev.e2e.runtime.KafkaProperties;
import java.util.Locale;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.IllegalSaslStateException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.UnsupportedSaslMechanismException;
import org.jspecify.annotations.Nullable;

/**
 * Why a broker does not answer, with the property that says otherwise; never with the value of one.
 *
 * @param kafka what the client was told
 */
record KafkaRefusal(KafkaProperties kafka) {
    private static final String PROTOCOL = "security.protocol";

    /** What is wrong where a client fails like this. */
    String by(@Nullable Throwable failure) {
        if (!(failure instanceof AuthenticationException)) {
            return "something listens but does not answer as a Kafka broker %s would: %s"
                    .formatted(
                            kafka.values().isEmpty() ? "without TLS and login" : "of this " + PROTOCOL,
                            Reason.of(failure));
        }
        String reason = Reason.of(failure);
        if (failure instanceof SslAuthenticationException) {
            return about(reason, "ssl.truststore.location", "ssl.truststore.certificates", PROTOCOL);
        }
        if (failure instanceof UnsupportedSaslMechanismException) {
            return about(reason, "sasl.mechanism", PROTOCOL);
        }
        if (failure instanceof IllegalSaslStateException) {
            return about(reason, PROTOCOL);
        }
        return about(reason, "sasl.jaas.config", "sasl.mechanism", PROTOCOL);
    }

    /** What is wrong where the broker's TLS is not that of the client; blank where it is, or may be. */
    String byTls(TlsProbe broker) {
        boolean expected = kafka.values()
                .getOrDefault(PROTOCOL, "PLAINTEXT")
                .toUpperCase(Locale.ROOT)
                .endsWith("SSL");
        if (broker == TlsProbe.SPOKEN && !expected) {
            return kafka.source(PROTOCOL).orElse("KAFKA_PROPERTIES") + ": what listens there speaks TLS; say so with "
                    + PROTOCOL + "=SSL, or SASL_SSL where it asks for a login";
        }
        if (broker == TlsProbe.NOT_SPOKEN && expected) {
            return about("what listens there does not speak TLS", PROTOCOL);
        }
        return "";
    }

    private String about(String reason, String... properties) {
        return kafka.source(properties).map(source -> source + ": " + reason).orElse(reason);
    }
}
