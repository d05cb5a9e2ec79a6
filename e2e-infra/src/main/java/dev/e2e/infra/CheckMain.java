package dev.e2e.infra;

import dev.e2e.runtime.Application;
import dev.e2e.runtime.KafkaProperties;
import dev.e2e.runtime.Settings;
import dev.e2e.runtime.Shutdown;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.slf4j.LoggerFactory;

/**
 * Looks whether Kafka and Kubernetes can be reached and prints what it finds as lines of {@code key=value}: the exit code
 * says that there is a report, the report says the rest.
 */
public final class CheckMain {
    /**
     * Each question has its own, shorter limit, that begins when it is put. This one is for what comes before: a JVM on a busy
     * machine, and a command of the kubeconfig that fetches credentials, may take their time and are no reason to say that
     * nothing is there.
     */
    private static final Duration WITHIN = Duration.ofSeconds(25);

    private CheckMain() {}

    /** The application; it ends the JVM. */
    public static void main(String[] arguments) {
        new Application(
                        "e2e-check",
                        "reports whether Kafka and Kubernetes can be reached",
                        List.of(
                                InfraSettings.SERVICES,
                                KafkaProperties.KAFKA_BROKERS,
                                KafkaProperties.KAFKA_PROPERTIES,
                                InfraSettings.KUBECONFIG,
                                InfraSettings.CONTEXT))
                .main(arguments, CheckMain::run);
    }

    private static int run(Settings settings, Shutdown shutdown) throws InterruptedException {
        // Standard output is the report's alone, and what libraries would warn of is in it.
        System.setProperty("org.slf4j.simpleLogger.logFile", "System.err");
        System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "off");
        // Made here, since two checks that make the first logger at the same time get a complaint about it.
        LoggerFactory.getILoggerFactory();
        List<Check> checks = settings.get(InfraSettings.SERVICES).stream()
                .map(service -> check(service, settings))
                .toList();
        Check.runAll(checks, WITHIN).forEach(report -> report.lines().forEach(System.out::println));
        System.out.flush();
        return Application.OK;
    }

    private static Check check(InfraService service, Settings settings) {
        return switch (service) {
            case KAFKA ->
                new KafkaCheck(
                        KafkaProperties.read(settings, System.getenv(), AdminClientConfig::configNames, Map.of()));
            case KUBERNETES ->
                new KubernetesCheck(
                        settings.get(InfraSettings.KUBECONFIG), settings.get(InfraSettings.CONTEXT), System.getenv());
        };
    }
}
