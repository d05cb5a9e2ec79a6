package dev.e2e.runtime;

import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Why a broker does not answer, with the property that says otherwise; never with the value of one. Kafka's exceptions are
 * known here by their names only.
 *
 * @param kafka what the client was told
 */
public record KafkaRefusal(KafkaProperties kafka) {
    private static final String PROTOCOL = "security.protocol";

    /** Whether the broker, or its certificate, and who wants to be let in do not agree; trying again does not help. */
    public static boolean isRefusal(@Nullable Throwable failure) {
        return is("AuthenticationException", failure);
    }

    /** What is wrong where a client fails like this. */
    public String by(@Nullable Throwable failure) {
        if (!isRefusal(failure)) {
            return "something listens but does not answer as a Kafka broker %s would: %s"
                    .formatted(
                            kafka.values().isEmpty() ? "without TLS and login" : "of this " + PROTOCOL,
                            Reason.of(failure));
        }
        String reason = Reason.of(failure);
        if (is("SslAuthenticationException", failure)) {
            return about(reason, "ssl.truststore.location", "ssl.truststore.certificates", PROTOCOL);
        }
        if (is("UnsupportedSaslMechanismException", failure)) {
            return about(reason, "sasl.mechanism", PROTOCOL);
        }
        if (is("IllegalSaslStateException", failure)) {
            return about(reason, PROTOCOL);
        }
        return about(reason, "sasl.jaas.config", "sasl.mechanism", PROTOCOL);
    }

    /** What is wrong where the broker's TLS is not that of the client; blank where it is, or may be. */
    public String byTls(TlsProbe broker) {
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

    /**
     * What is wrong where a client gets no answer in time, by asking the brokers some seconds at most; blank where nothing
     * is known, as when nobody listens.
     */
    public String withoutAnswer() {
        for (String broker : kafka.brokers().split(",", -1)) {
            TlsProbe tls = TlsProbe.of(broker.strip());
            String mismatch = byTls(tls);
            if (!mismatch.isEmpty()) {
                return mismatch;
            }
            if (tls != TlsProbe.UNKNOWN) {
                return "something listens there that gives no answer; where it wants a login, KAFKA_PROPERTIES tells which";
            }
        }
        return "";
    }

    /** What is wrong where one of the brokers speaks TLS and the client does not, or the reverse; else blank. */
    public String byTls() {
        return Stream.of(kafka.brokers().split(",", -1))
                .map(broker -> byTls(TlsProbe.of(broker.strip())))
                .filter(mismatch -> !mismatch.isEmpty())
                .findFirst()
                .orElse("");
    }

    private static boolean is(String exception, @Nullable Throwable failure) {
        for (Class<?> type = failure == null ? null : failure.getClass(); type != null; type = type.getSuperclass()) {
            if (type.getName().equals("org.apache.kafka.common.errors." + exception)) {
                return true;
            }
        }
        return false;
    }

    private String about(String reason, String... properties) {
        return kafka.source(properties).map(source -> source + ": " + reason).orElse(reason);
    }
}
