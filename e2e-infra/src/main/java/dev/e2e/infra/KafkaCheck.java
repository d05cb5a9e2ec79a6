package dev.e2e.infra;

import dev.e2e.infra.Report.KafkaState;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.DescribeFeaturesResult;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * Looks for Kafka.
 *
 * @param bootstrapServers {@code host:port}, or several separated by commas
 */
record KafkaCheck(String bootstrapServers) implements Check {
    private static final Duration CONNECT_WITHIN = Duration.ofMillis(1500);

    @Override
    public Report run() throws Exception {
        // A client would go on trying where nobody listens.
        List<String> refusals = new ArrayList<>();
        for (String address : bootstrapServers.split(",", -1)) {
            String refusal = connect(address.strip());
            if (refusal.isEmpty()) {
                return ask();
            }
            refusals.add(address.strip() + ": " + refusal);
        }
        return unreachable(String.join("; ", refusals));
    }

    @Override
    public Report unreachable(String reason) {
        return Report.kafka(KafkaState.UNREACHABLE, bootstrapServers, "", 0, reason);
    }

    /** Why the address cannot be connected to; blank when it can. */
    private static String connect(String address) {
        int colon = address.lastIndexOf(':');
        String host = address.substring(0, colon).replaceAll("[\\[\\]]", "");
        try (Socket socket = new Socket()) {
            int port = Integer.parseInt(address.substring(colon + 1));
            socket.connect(new InetSocketAddress(host, port), Math.toIntExact(CONNECT_WITHIN.toMillis()));
            return "";
        } catch (IOException | IllegalArgumentException e) {
            return Reason.of(e);
        }
    }

    private Report ask() throws InterruptedException {
        int millis = Math.toIntExact(PARTS_WITHIN.toMillis()) - 500;
        try (Admin admin = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                AdminClientConfig.CLIENT_ID_CONFIG,
                "e2e-check",
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                millis,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                millis,
                AdminClientConfig.METRIC_REPORTER_CLASSES_CONFIG,
                "",
                AdminClientConfig.ENABLE_METRICS_PUSH_CONFIG,
                false))) {
            DescribeFeaturesResult features = admin.describeFeatures();
            int brokers = get(admin.describeCluster().nodes()).size();
            return Report.kafka(KafkaState.REACHABLE, bootstrapServers, version(features), brokers, "");
        } catch (ExecutionException | TimeoutException e) {
            return unreachable(
                    "something listens but does not answer as a Kafka broker without TLS would: " + Reason.of(e));
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
