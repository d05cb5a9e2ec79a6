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
    static final Setting<Set<Kind>> KINDS = new Setting<>(
            "KINDS",
            "what is collected; others, such as Event, by name or as group/version/resource",
            Kind.all(),
            Kind::parse);
    static final Setting<Set<String>> NAMESPACES =
            new Setting<>("NAMESPACES", "the namespaces that are read; unset: all", "", Selection::parseNamespaces);
    static final Setting<Integer> PARALLEL_LISTS =
            new Setting<>("PARALLEL_LISTS", "how many kinds are read side by side, 1 to 16", "3", Pace::parseLists);

    private CollectorMain() {}

    public static void main(String[] arguments) {
        application().main(arguments, CollectorMain::run);
    }

    static Application application() {
        return new Application(
                "e2e-collector",
                "writes snapshots of a Kubernetes cluster to a Kafka topic.",
                List.of(
                        KAFKA_BROKERS,
                        KAFKA_TOPIC,
                        KUBECONFIG,
                        KUBE_CONTEXT,
                        COLLECTION_INTERVAL,
                        KINDS,
                        NAMESPACES,
                        PARALLEL_LISTS));
    }

    private static int run(Settings settings, Shutdown shutdown) throws Exception {
        // The client warns several times a second while a broker is away; the failed cycle's one line says it all.
        Log.quiet("org.apache.kafka");
        collector(settings).run(shutdown);
        return Application.OK;
    }

    static Collector collector(Settings settings) {
        Duration interval = settings.get(COLLECTION_INTERVAL);
        return new Collector(
                new KubernetesAccess(settings.get(KUBECONFIG), settings.get(KUBE_CONTEXT)),
                ApiServer.Patience.USUAL,
                new KafkaTarget(
                        settings.get(KAFKA_BROKERS), settings.get(KAFKA_TOPIC), KafkaTarget.Patience.within(interval)),
                new Selection(settings.get(KINDS), settings.get(NAMESPACES)),
                interval,
                settings.get(PARALLEL_LISTS),
                settings.get(Application.HTTP_PORT));
    }
}
