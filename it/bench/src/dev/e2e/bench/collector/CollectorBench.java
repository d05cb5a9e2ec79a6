package dev.e2e.bench.collector;

import dev.e2e.bench.Child;
import dev.e2e.infra.EmbeddedKafka;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The collector beside fabric8's own paged list, at growing numbers of pods, and its start. See docs/benchmarks.md.
 *
 * <p>Arguments: the collector's class path, the comparison's class path, a directory to work in, the rounds.
 */
final class CollectorBench {
    private static final String HEAP = "64m";
    private static final int CYCLES = 5;
    private static final Pattern SNAPSHOT = Pattern.compile("snapshot \\S+ complete: .* in ([0-9,]+) ms");
    private static final Pattern CYCLE = Pattern.compile("CYCLE \\d+ pods in ([0-9]+) ms");
    private static final Pattern READY = Pattern.compile(" READY ");

    private final String collectorClassPath;
    private final String listClassPath;
    private final Path directory;
    private final PodServer server;
    private final EmbeddedKafka kafka;

    /** Durations in milliseconds: the first one of each process, and the others. */
    private record Times(List<Long> first, List<Long> later, List<Long> peaks) {
        Times() {
            this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }

        String row(String name) {
            return "| %s | %,d | %,d | %,d |"
                    .formatted(
                            name,
                            median(first),
                            median(later),
                            peaks.stream().mapToLong(peak -> peak).max().orElse(0));
        }
    }

    private CollectorBench(String[] arguments, PodServer server, EmbeddedKafka kafka) {
        collectorClassPath = arguments[0];
        listClassPath = arguments[1];
        directory = Path.of(arguments[2]);
        this.server = server;
        this.kafka = kafka;
    }

    public static void main(String[] arguments) throws Exception {
        Locale.setDefault(Locale.ROOT);
        List<String> topics = List.of("collector", "list", "start");
        try (PodServer server = new PodServer();
                EmbeddedKafka kafka = EmbeddedKafka.start(Path.of(arguments[2]).resolve("kafka"), topics)) {
            CollectorBench bench = new CollectorBench(arguments, server, kafka);
            bench.sideBySide(Integer.parseInt(arguments[3]));
            bench.growing();
            bench.start();
        }
        System.exit(0);
    }

    private void sideBySide(int rounds) throws IOException {
        server.pods(10_000);
        Times collector = new Times();
        Times list = new Times();
        Times roomy = new Times();
        for (int i = 0; i < rounds; i++) {
            System.err.println("round " + (i + 1) + " of " + rounds);
            collector("collector", CYCLES, collector);
            list(HEAP, list);
            list("512m", roomy);
        }
        String items = SentItems.hash(kafka.bootstrapServers(), "collector");
        if (!items.equals(SentItems.hash(kafka.bootstrapServers(), "list"))) {
            throw new IllegalStateException("both should have sent the same objects");
        }
        System.out.printf("10,000 pods of %,d bytes, the same %s%n%n", server.podSize(), items);
        System.out.println(
                "| | first cycle (ms) | later cycles (ms, median) | resident (MB, peak) |\n|---|---|---|---|");
        System.out.println(collector.row("collector"));
        System.out.println(list.row("fabric8's paged list()"));
        System.out.println(roomy.row("the same with -Xmx512m"));
        System.out.printf(
                "%nratio to fabric8's in the same heap: first %.2f, later %.2f (goal 0.70)%n%n",
                ratio(collector.first(), list.first()), ratio(collector.later(), list.later()));
    }

    private void growing() throws IOException {
        System.out.println(
                "| pods | first cycle (ms) | second (ms) | resident (MB, peak) | requests |\n|---|---|---|---|---|");
        for (int pods : new int[] {1_000, 10_000, 50_000, 150_000}) {
            System.err.println(pods + " pods");
            server.pods(pods);
            Times times = new Times();
            collector("collector", 2, times);
            System.out.printf(
                    "| %,d | %,d | %,d | %,d | %d |%n",
                    pods,
                    median(times.first()),
                    median(times.later()),
                    times.peaks().get(0),
                    server.requests());
        }
    }

    private void start() throws IOException {
        server.pods(40);
        List<Long> starts = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            try (Child child = collector("start", Map.of("COLLECTION_INTERVAL", "60s"))) {
                child.awaitLine(READY);
                starts.add(child.age().toMillis());
            }
        }
        System.out.printf(
                "%nfrom process start to ready, 40 pods: median of 10: %,d ms (goal 1,500) %s%n",
                median(starts), starts);
    }

    private void collector(String topic, int cycles, Times times) throws IOException {
        try (Child child = collector(topic, Map.of("COLLECTION_INTERVAL", "500ms", "KINDS", "Pod"))) {
            measure(child, SNAPSHOT, cycles, times);
        }
    }

    private Child collector(String topic, Map<String, String> more) throws IOException {
        Path kubeconfig = Files.writeString(directory.resolve("kubeconfig"), """
                apiVersion: v1
                kind: Config
                current-context: bench
                clusters: [{name: bench, cluster: {server: "%s"}}]
                users: [{name: bench, user: {token: bench}}]
                contexts: [{name: bench, context: {cluster: bench, user: bench}}]
                """.formatted(server.url()));
        Map<String, String> environment = new HashMap<>(more);
        environment.put("KUBECONFIG", kubeconfig.toString());
        environment.put("KAFKA_BROKERS", kafka.bootstrapServers());
        environment.put("KAFKA_TOPIC", topic);
        return Child.start(java(collectorClassPath, HEAP, "dev.e2e.collector.CollectorMain"), environment);
    }

    private void list(String heap, Times times) throws IOException {
        List<String> command = java(
                listClassPath,
                heap,
                "dev.e2e.collector.PagedList",
                server.url(),
                kafka.bootstrapServers(),
                "list",
                Integer.toString(CYCLES + 1));
        try (Child child = Child.start(command, Map.of())) {
            measure(child, CYCLE, CYCLES, times);
        }
    }

    /** A JVM with the flags of the plugin. */
    private static List<String> java(String classPath, String heap, String... command) {
        List<String> java = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-Xmx" + heap,
                "-cp",
                classPath));
        java.addAll(List.of(command));
        return java;
    }

    private static void measure(Child child, Pattern line, int cycles, Times times) throws IOException {
        for (int i = 0; i < cycles; i++) {
            long millis = Long.parseLong(child.awaitLine(line).group(1).replace(",", ""));
            (i == 0 ? times.first() : times.later()).add(millis);
        }
        times.peaks().add(child.peakResidentBytes() / 1_000_000);
    }

    private static double ratio(List<Long> one, List<Long> other) {
        return median(one) / (double) median(other);
    }

    private static long median(List<Long> values) {
        List<Long> sorted = values.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }
}
