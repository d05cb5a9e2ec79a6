package dev.e2e.bench.consumer;

import dev.e2e.bench.Child;
import dev.e2e.infra.EmbeddedKafka;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** How fast the consumer reads and verifies, beside Kafka's own measure of a consumer on the same broker. */
public final class ConsumerBench {
    private static final String TOPIC = "cluster-info";
    private static final Pattern READY = Pattern.compile(" READY url=");
    private static final Pattern OUTCOME = Pattern.compile(" snapshot \\S+ (verified|incomplete|failed): ");
    private static final Pattern RATE = Pattern.compile("^rate=(\\d+)");
    /** The last of the tool's columns: records a second, without the time that the group took. */
    private static final Pattern TOOL_RATE = Pattern.compile("^\\d{4}-.*, ([0-9.]+)$");

    private final String brokers;
    private final List<String> jvm;
    private final String consumer;
    private final String tools;
    private final int records;
    private int groups;

    private ConsumerBench(String brokers, Arguments arguments) {
        this.brokers = brokers;
        this.jvm = arguments.jvm();
        this.consumer = arguments.consumer();
        this.tools = arguments.tools();
        this.records = arguments.records();
    }

    private record Arguments(Path data, List<String> jvm, String consumer, String tools, int records, int runs) {}

    private record Seen(double rate, double readyAfterMillis, double peakMegabytes) {}

    /**
     * Measures and prints a table.
     *
     * @param arguments a directory for the broker, the consumer's JVM options, its class path, that of Kafka's tools,
     *     how many records, how many runs
     */
    public static void main(String[] arguments) throws Exception {
        measure(new Arguments(
                Path.of(arguments[0]),
                Arrays.asList(arguments[1].split(" ", -1)),
                arguments[2],
                arguments[3],
                Integer.parseInt(arguments[4]),
                Integer.parseInt(arguments[5])));
        System.exit(0);
    }

    private static void measure(Arguments arguments) throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(arguments.data(), List.of(TOPIC))) {
            int snapshots = SnapshotLoad.write(kafka.bootstrapServers(), TOPIC, arguments.records());
            ConsumerBench bench = new ConsumerBench(kafka.bootstrapServers(), arguments);
            List<Double> tool = new ArrayList<>();
            List<Double> plain = new ArrayList<>();
            List<Seen> verified = new ArrayList<>();
            for (int run = 1; run <= arguments.runs(); run++) {
                tool.add(bench.tool());
                plain.add(bench.plain());
                verified.add(bench.verification(snapshots));
                System.err.printf(
                        Locale.ROOT,
                        "run %d: tool %,.0f, plain %,.0f, verified %s%n",
                        run,
                        tool.get(run - 1),
                        plain.get(run - 1),
                        verified.get(run - 1));
            }
            row("kafka-consumer-perf-test, records/s", tool.stream());
            row("the consumer's settings, nothing done, records/s", plain.stream());
            row("the consumer, all verified, records/s", verified.stream().map(Seen::rate));
            row("  resident memory at most, MB", verified.stream().map(Seen::peakMegabytes));
            row("  process start to ready, ms", verified.stream().map(Seen::readyAfterMillis));
        }
    }

    private static void row(String what, Stream<Double> values) {
        DoubleSummaryStatistics seen = values.mapToDouble(Double::doubleValue).summaryStatistics();
        System.out.printf(
                Locale.ROOT, "| %s | %,.0f | %,.0f | %,.0f |%n", what, seen.getMin(), seen.getAverage(), seen.getMax());
    }

    /** Records a second of Kafka's tool, with the options that its script gives the JVM. */
    private double tool() throws IOException {
        List<String> command = command(
                List.of("-Xmx512M", "-server", "-XX:+UseG1GC", "-XX:MaxGCPauseMillis=20"),
                tools,
                "org.apache.kafka.tools.ConsumerPerformance",
                "--bootstrap-server",
                brokers,
                "--topic",
                TOPIC,
                "--num-records",
                Integer.toString(records),
                "--hide-header");
        try (Child child = Child.start(command, Map.of())) {
            return Double.parseDouble(child.awaitLine(TOOL_RATE).group(1));
        }
    }

    private double plain() throws IOException {
        List<String> quiet = new ArrayList<>(jvm);
        quiet.add(
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=error"); // the log of Kafka's client, as the consumer has it
        List<String> command = command(
                quiet, consumer, "dev.e2e.consumer.PlainReading", brokers, TOPIC, group(), Integer.toString(records));
        try (Child child = Child.start(command, Map.of())) {
            return Double.parseDouble(child.awaitLine(RATE).group(1));
        }
    }

    /** From ready, which is when the partition is assigned, to the line about the last snapshot. */
    private Seen verification(int snapshots) throws IOException {
        Map<String, String> environment =
                Map.of("KAFKA_BROKERS", brokers, "KAFKA_TOPIC", TOPIC, "KAFKA_GROUP", group());
        try (Child child = Child.start(command(jvm, consumer, "dev.e2e.consumer.ConsumerMain"), environment)) {
            child.awaitLine(READY);
            double ready = child.age().toNanos() / 1e6;
            for (int number = 0; number < snapshots; number++) {
                Matcher outcome = child.awaitLine(OUTCOME);
                if (!outcome.group(1).equals("verified")) {
                    throw new IllegalStateException(outcome.group());
                }
            }
            double seconds = (child.age().toNanos() / 1e6 - ready) / 1e3;
            return new Seen(records / seconds, ready, child.peakResidentBytes() / 1e6);
        }
    }

    private String group() {
        return "bench-" + ++groups;
    }

    private static List<String> command(List<String> jvm, String classPath, String main, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvm);
        command.addAll(List.of("-cp", classPath, main));
        command.addAll(List.of(arguments));
        return command;
    }
}
