package dev.e2e.collector;

import dev.e2e.runtime.Application;
import dev.e2e.runtime.Log;
import dev.e2e.runtime.Setting;
import dev.e2e.runtime.Settings;
import dev.e2e.runtime.Shutdown;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Collects snapshots of a Kubernetes cluster until it is told to end. */
public final class CollectorMain {
    static final Setting<String> KAFKA_BROKERS =
            Setting.bootstrapServers("KAFKA_BROKERS", "Kafka's bootstrap servers", "localhost:9092");
    static final Setting<String> KAFKA_TOPIC =
            Setting.text("KAFKA_TOPIC", "the topic that snapshots go to; it has to exist", "cluster-info");
    static final Setting<String> KUBECONFIG = new Setting<>(
            "KUBECONFIG",
            "how to reach the cluster, as kubectl reads it; unset: ~/.kube/config, else the service account",
            "",
            KubernetesAccess::existingFiles);
    static final Setting<String> KUBE_CONTEXT =
            Setting.text("KUBE_CONTEXT", "the kubeconfig's context; unset: its current one", "");
    static final Setting<Duration> COLLECTION_INTERVAL =
            Setting.duration("COLLECTION_INTERVAL", "time from one snapshot's begin to the next one's", "60s");
    static final Setting<Set<Kind>> KINDS = new Setting<>("KINDS", "what is collected", Kind.all(), Kind::parse);

    private CollectorMain() {}

    public static void main(String[] arguments) {
        application().main(arguments, CollectorMain::run);
    }

    static Application application() {
        return new Application(
                "e2e-collector",
                "writes snapshots of a Kubernetes cluster to a Kafka topic.",
                List.of(KAFKA_BROKERS, KAFKA_TOPIC, KUBECONFIG, KUBE_CONTEXT, COLLECTION_INTERVAL, KINDS));
    }

    private static void run(Settings settings, Shutdown shutdown) throws Exception {
        // The client warns several times a second while a broker is away; the failed cycle's one line says it all.
        Log.quiet("org.apache.kafka");
        collector(settings).run(shutdown);
    }

    static Collector collector(Settings settings) {
        Duration interval = settings.get(COLLECTION_INTERVAL);
        return new Collector(
                new KubernetesAccess(settings.get(KUBECONFIG), settings.get(KUBE_CONTEXT)),
                ApiServer.Patience.USUAL,
                new KafkaTarget(
                        settings.get(KAFKA_BROKERS), settings.get(KAFKA_TOPIC), KafkaTarget.Patience.within(interval)),
                settings.get(KINDS),
                interval,
                settings.get(Application.HTTP_PORT));
    }
}
