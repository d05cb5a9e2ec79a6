package dev.e2e.infra;

import dev.e2e.infra.Report.KafkaState;
import dev.e2e.runtime.InvalidSettingsException;
import dev.e2e.runtime.KafkaProperties;
import dev.e2e.runtime.KafkaRefusal;
import dev.e2e.runtime.Reason;
import dev.e2e.runtime.TlsProbe;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.DescribeFeaturesResult;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * Looks for Kafka.
 *
 * @param kafka where, and what its clients are told beyond that
 */
record KafkaCheck(KafkaProperties kafka) implements Check {
    private static final Duration CONNECT_WITHIN = Duration.ofMillis(1500);
    /** A broker that has not answered by then may speak TLS where none is expected, or the other way round. */
    private static final Duration SOON = Duration.ofSeconds(2);

    @Override
    public Report run() throws Exception {
        // A client would go on trying where nobody listens.
        List<String> refusals = new ArrayList<>();
        for (String text : kafka.brokers().split(",", -1)) {
            InetSocketAddress address = address(text.strip());
            String refusal = connect(address);
            if (refusal.isEmpty()) {
                return ask(address);
            }
            refusals.add(text.strip() + ": " + refusal);
        }
        return unreachable(String.join("; ", refusals));
    }

    @Override
    public Report unreachable(String reason) {
        return without(KafkaState.UNREACHABLE, reason);
    }

    private Report without(KafkaState state, String reason) {
        return Report.kafka(state, kafka.brokers(), "", 0, reason);
    }

    private static InetSocketAddress address(String text) {
        int colon = text.lastIndexOf(':');
        return new InetSocketAddress(
                text.substring(0, colon).replaceAll("[\\[\\]]", ""), Integer.parseInt(text.substring(colon + 1)));
    }

    /** Why the address cannot be connected to; blank when it can. */
    private static String connect(InetSocketAddress address) {
        if (address.isUnresolved()) {
            return "unknown host " + address.getHostString();
        }
        try (Socket socket = new Socket()) {
            socket.connect(address, Math.toIntExact(CONNECT_WITHIN.toMillis()));
            return "";
        } catch (IOException e) {
            return Reason.of(e);
        }
    }

    private Report ask(InetSocketAddress address) throws InterruptedException {
        KafkaRefusal refusal = new KafkaRefusal(kafka);
        try (Admin admin = admin()) {
            DescribeFeaturesResult features = admin.describeFeatures();
            KafkaFuture<Integer> brokers = admin.describeCluster().nodes().thenApply(nodes -> nodes.size());
            if (!isDoneSoon(brokers)) {
                String mismatch = refusal.byTls(TlsProbe.of(address));
                if (!mismatch.isEmpty()) {
                    return refused(mismatch);
                }
            }
            return Report.kafka(KafkaState.REACHABLE, kafka.brokers(), version(features), get(brokers), "");
        } catch (ExecutionException e) { // also where the client ran out of memory for what it took for an answer
            String mismatch = KafkaRefusal.isRefusal(e.getCause()) ? "" : refusal.byTls(TlsProbe.of(address));
            return refused(mismatch.isEmpty() ? refusal.by(e.getCause()) : mismatch);
        } catch (TimeoutException e) {
            return refused(refusal.by(e));
        }
    }

    /** Who was told how to be let in, and is not, met a Kafka; else anything may listen there. */
    private Report refused(String reason) {
        return without(kafka.values().isEmpty() ? KafkaState.UNREACHABLE : KafkaState.REFUSED, reason);
    }

    private Admin admin() {
        int millis = Math.toIntExact(PARTS_WITHIN.toMillis()) - 500;
        Map<String, Object> configuration = new HashMap<>(kafka.values());
        configuration.putAll(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                kafka.brokers(),
                AdminClientConfig.CLIENT_ID_CONFIG,
                "e2e-check",
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                millis,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                millis,
                AdminClientConfig.METRIC_REPORTER_CLASSES_CONFIG,
                "",
                AdminClientConfig.ENABLE_METRICS_PUSH_CONFIG,
                false));
        try {
            return Admin.create(configuration);
        } catch (KafkaException e) {
            throw (InvalidSettingsException) new InvalidSettingsException(
                            List.of("%s: expected what Kafka's clients can be set up with (%s)"
                                    .formatted(
                                            kafka.values().isEmpty() ? "KAFKA_BROKERS" : kafka.sources(),
                                            Reason.of(e))))
                    .initCause(e);
        }
    }

    private static boolean isDoneSoon(KafkaFuture<?> future) throws InterruptedException, ExecutionException {
        try {
            future.get(SOON.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }

    /** The version of the cluster's metadata; blank where the cluster is so old, or so new, that it has no name here. */
    private static String version(DescribeFeaturesResult features) throws InterruptedException {
        try {
            FinalizedVersionRange range =
                    get(features.featureMetadata()).finalizedFeatures().get(MetadataVersion.FEATURE_NAME);
            return range == null
                    ? ""
                    : MetadataVersion.fromFeatureLevel(range.maxVersionLevel()).version();
        } catch (ExecutionException | TimeoutException | IllegalArgumentException e) {
            return "";
        }
    }

    private static <T> T get(KafkaFuture<T> future) throws InterruptedException, ExecutionException, TimeoutException {
        return future.get(PARTS_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    }
}
