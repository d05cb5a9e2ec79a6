package dev.e2e.collector;

import dev.e2e.runtime.KafkaProperties;
import dev.e2e.runtime.KafkaRefusal;
import dev.e2e.runtime.NetworkFailure;
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
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Where snapshots go to, and what is wrong with it when they do not.
 *
 * @param kafka the brokers, and what else the clients are set up with
 */
record KafkaTarget(KafkaProperties kafka, String topic, Patience patience) {

    /** The producer's default. */
    private static final long USUAL_REQUEST = 1024 * 1024;

    private static final long ROOM = 1024;

    KafkaTarget(String bootstrapServers, String topic, Patience patience) {
        this(KafkaProperties.of(bootstrapServers), topic, patience);
    }

    /** {@code host:port}, separated by commas. */
    String bootstrapServers() {
        return kafka.brokers();
    }

    /**
     * How long to wait.
     *
     * @param block for the topic's metadata, or for room among the records that wait
     * @param delivery for the acknowledgement of a record, attempts included
     */
    record Patience(Duration block, Duration delivery) {
        /** No longer than a cycle, and no longer than a person wants to wait for the reason. */
        static Patience within(Duration interval) {
            return new Patience(
                    between(Duration.ofSeconds(1), interval, Duration.ofSeconds(5)),
                    between(Duration.ofSeconds(2), interval, Duration.ofSeconds(20)));
        }

        private static Duration between(Duration least, Duration wanted, Duration most) {
            Duration enough = wanted.compareTo(least) < 0 ? least : wanted;
            return enough.compareTo(most) > 0 ? most : enough;
        }
    }

    /** What a message may have, in bytes, with some room for what is around it: {@code max.request.size} says it. */
    long largestMessage() {
        String given = kafka.values().get(ProducerConfig.MAX_REQUEST_SIZE_CONFIG);
        return (given == null ? USUAL_REQUEST : Long.parseLong(given)) - ROOM;
    }

    /** What each client of the broker is set up with. */
    Map<String, Object> clientConfiguration() {
        int request = (int) patience.delivery().dividedBy(2).toMillis();
        Map<String, Object> configuration = new HashMap<>();
        configuration.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers());
        configuration.put(CommonClientConfigs.CLIENT_ID_CONFIG, "e2e-collector");
        configuration.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, request);
        configuration.put(CommonClientConfigs.SOCKET_CONNECTION_SETUP_TIMEOUT_MS_CONFIG, 3_000L);
        // Neither JMX beans nor reports to the broker: /metrics has what counts, and both cost start-up time.
        configuration.put(CommonClientConfigs.METRIC_REPORTER_CLASSES_CONFIG, List.of());
        configuration.put(CommonClientConfigs.ENABLE_METRICS_PUSH_CONFIG, false);
        configuration.putAll(kafka.values());
        return configuration;
    }

    /**
     * Says in one line why records do not arrive. The client reports a time-out for a broker that is down as for a
     * topic that does not exist; which it is, is asked here, within some seconds.
     */
    String describe(Throwable failure) {
        String cause = failure instanceof RetriableException || failure instanceof TimeoutException
                ? reasonOfTimeOut(failure)
                : reason(failure);
        return "Kafka at %s: %s".formatted(bootstrapServers(), cause);
    }

    /** With the setting that is to be corrected, where it is a refusal. */
    private String reason(Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (KafkaRefusal.isRefusal(each)) {
                return new KafkaRefusal(kafka).by(each);
            }
            if (each instanceof TopicAuthorizationException) {
                return "KAFKA_TOPIC: no right to the topic '%s' (Describe and Write are needed)".formatted(topic);
            }
        }
        return NetworkFailure.reason(failure);
    }

    private String reasonOfTimeOut(Throwable failure) {
        if (Thread.currentThread().isInterrupted()) {
            return "interrupted";
        }
        List<String> unreachable = new ArrayList<>();
        List<String> servers = List.of(bootstrapServers().split(",", -1));
        servers.forEach(server -> connectionProblem(server.strip(), unreachable));
        if (unreachable.size() == servers.size()) {
            return String.join(", ", unreachable);
        }
        String mismatch = new KafkaRefusal(kafka).byTls();
        if (!mismatch.isEmpty()) {
            return mismatch;
        }
        Map<String, Object> configuration = clientConfiguration();
        int longest = (int) patience.block().toMillis();
        configuration.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, longest);
        configuration.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, longest);
        try (Admin admin = Admin.create(configuration)) {
            admin.describeTopics(List.of(topic)).allTopicNames().get(longest, TimeUnit.MILLISECONDS);
            return NetworkFailure.reason(failure);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return "the topic '%s' does not exist; create it".formatted(topic);
            }
            return e.getCause() instanceof RetriableException ? noAnswer() : reason(e);
        } catch (TimeoutException e) {
            return noAnswer();
        } catch (KafkaException e) {
            return reason(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }

    private String noAnswer() {
        String reason = new KafkaRefusal(kafka).withoutAnswer();
        return reason.isEmpty() ? "no answer in time" : reason;
    }

    private void connectionProblem(String server, List<String> problems) {
        int colon = server.lastIndexOf(':');
        String host = server.substring(0, colon).replaceAll("[\\[\\]]", "");
        try (Socket socket = new Socket()) {
            InetSocketAddress address = new InetSocketAddress(host, Integer.parseInt(server.substring(colon + 1)));
            if (address.isUnresolved()) {
                problems.add("unknown host");
            } else {
                socket.connect(address, (int) patience.block().toMillis());
            }
        } catch (IOException e) {
            problems.add(NetworkFailure.reason(e));
        }
    }
}
