package dev.e2e.collector;

import dev.e2e.runtime.Application;
import dev.e2e.runtime.InvalidSettingsException;
import dev.e2e.runtime.KafkaProperties;
import dev.e2e.runtime.Log;
import dev.e2e.runtime.Setting;
import dev.e2e.runtime.Settings;
import dev.e2e.runtime.Shutdown;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Collects snapshots of a Kubernetes cluster until it is told to end. */
public final class CollectorMain {
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
    static final Setting<OutputVersion> OUTPUT = Setting.choice(
            "OUTPUT",
            "the records' version: v2, or v1 for readers of the earlier system, one message of at most 1 MB",
            OutputVersion.class,
            "v2");
    static final Setting<Boolean> WATCH = Setting.flag("WATCH", "watches between the snapshots and sends what changes");
    static final Setting<Boolean> ONCE =
            Setting.flag("--once", "collects one snapshot and ends; exit code 0 complete, 3 partial, 1 failed");
    static final Setting<Boolean> STDOUT =
            Setting.flag("--stdout", "prints the records as JSON lines, without Kafka; the log goes to standard error");
    static final Setting<Boolean> PRINT_RBAC = Setting.flag(
            "--print-rbac", "prints the roles that reading needs, as a manifest for kubectl apply, and ends");

    /** How records are laid out. */
    enum OutputVersion {
        V1,
        V2
    }

    /** Exit code of {@code --once} when some kind could not be read. */
    static final int PARTIAL = 3;

    private CollectorMain() {}

    public static void main(String[] arguments) {
        application().main(arguments, CollectorMain::run);
    }

    static Application application() {
        return new Application(
                "e2e-collector",
                "writes snapshots of a Kubernetes cluster to a Kafka topic.",
                List.of(
                        KafkaProperties.KAFKA_BROKERS,
                        KafkaProperties.KAFKA_PROPERTIES,
                        KAFKA_TOPIC,
                        KUBECONFIG,
                        KUBE_CONTEXT,
                        COLLECTION_INTERVAL,
                        KINDS,
                        NAMESPACES,
                        PARALLEL_LISTS,
                        OUTPUT,
                        WATCH,
                        ONCE,
                        STDOUT,
                        PRINT_RBAC));
    }

    private static int run(Settings settings, Shutdown shutdown) throws Exception {
        Selection selection = new Selection(kinds(settings), settings.get(NAMESPACES));
        if (settings.get(WATCH) && settings.get(OUTPUT) == OutputVersion.V1) {
            throw new InvalidSettingsException(
                    List.of("WATCH: expected false with OUTPUT=v1, which knows no changes, got 'true'"));
        }
        if (settings.get(PRINT_RBAC)) {
            System.out.print(new Roles(selection, settings.get(WATCH)).manifest());
            System.out.flush();
            return Application.OK;
        }
        if (settings.get(STDOUT)) {
            Log.toStandardError();
            StandardOutput lines = new StandardOutput(new FileOutputStream(FileDescriptor.out));
            return run(settings, selection, inVersion(settings, selection, lines, Integer.MAX_VALUE), shutdown);
        }
        // The client warns several times a second while a broker is away; the failed cycle's one line says it all.
        Log.quiet("org.apache.kafka");
        Log.silence("org.apache.kafka.clients.NetworkClient");
        Log.silence("org.apache.kafka.common.utils"); // a thread of the client ended, as when a server speaks TLS
        KafkaTarget.Patience patience = KafkaTarget.Patience.within(settings.get(COLLECTION_INTERVAL));
        KafkaTarget target = KafkaAccess.target(settings, System.getenv(), settings.get(KAFKA_TOPIC), patience);
        SnapshotOutput output = inVersion(settings, selection, new KafkaOutput(target), target.largestMessage());
        return run(settings, selection, output, shutdown);
    }

    /** Of version 1 the kinds that it knows, where no others were asked for. */
    private static Set<Kind> kinds(Settings settings) {
        Set<Kind> kinds = new LinkedHashSet<>(settings.get(KINDS));
        if (settings.get(OUTPUT) == OutputVersion.V1) {
            Set<Kind> known = VersionOneMessage.kinds();
            if (!settings.isGiven(KINDS)) {
                kinds.retainAll(known);
            } else if (!known.containsAll(kinds)) {
                kinds.removeAll(known);
                throw new InvalidSettingsException(
                        List.of("KINDS: expected kinds of version 1 (%s) with OUTPUT=v1, got '%s'"
                                .formatted(ids(known), ids(kinds))));
            }
        }
        return kinds;
    }

    private static String ids(Set<Kind> kinds) {
        return kinds.stream().map(Kind::id).collect(Collectors.joining(","));
    }

    private static SnapshotOutput inVersion(
            Settings settings, Selection selection, SnapshotOutput output, long largestMessage) {
        return switch (settings.get(OUTPUT)) {
            case V1 -> new VersionOneOutput(output, selection.kinds(), largestMessage);
            case V2 -> output;
        };
    }

    private static int run(Settings settings, Selection selection, SnapshotOutput output, Shutdown shutdown)
            throws Exception {
        Collector collector = new Collector(
                new KubernetesAccess(settings.get(KUBECONFIG), settings.get(KUBE_CONTEXT)),
                ApiServer.Patience.USUAL,
                output,
                selection,
                settings.get(COLLECTION_INTERVAL),
                settings.get(PARALLEL_LISTS),
                settings.get(WATCH),
                settings.get(Application.HTTP_PORT));
        if (settings.get(ONCE)) {
            return exitCode(collector.runOnce(shutdown));
        }
        collector.run(shutdown);
        return output.broken() ? Application.FAILED : Application.OK;
    }

    private static int exitCode(CycleResult result) {
        if (result instanceof CycleResult.Sent sent) {
            return sent.report().status() == SnapshotStatus.COMPLETE ? Application.OK : PARTIAL;
        }
        return Application.FAILED;
    }
}
