package dev.e2e.builtin;

import java.util.List;
import java.util.Map;

/**
 * What was found of the infrastructure.
 *
 * @param kafka whether there is a Kafka
 * @param kubernetes whether there is a Kubernetes
 * @param kubeconfig the kubeconfig that is in use, or empty
 */
public record Findings(Service kafka, Service kubernetes, String kubeconfig) {

    /** One service. */
    public sealed interface Service {
        /** For people: what it is, or why it is not there. */
        String text();
    }

    /** It is there. */
    public record Present(String text) implements Service {}

    /** It is not there. */
    public record Missing(String text) implements Service {}

    /** Whether both are there. */
    public boolean isComplete() {
        return kafka instanceof Present && kubernetes instanceof Present;
    }

    /** A line for each service. */
    public List<String> lines() {
        return List.of(line("Kafka", kafka), line("Kubernetes", kubernetes));
    }

    private static String line(String name, Service service) {
        return service instanceof Present
                ? "✅ " + name + ": " + service.text()
                : "⚪ " + name + " is missing: " + service.text();
    }

    static Service kafka(Map<String, String> report) {
        String address = report.getOrDefault("kafka.address", "");
        if (!"reachable".equals(report.get("kafka.state"))) {
            return new Missing(address + " does not answer as a Kafka ("
                    + report.getOrDefault("kafka.reason", "no reason given") + ")");
        }
        String version = report.getOrDefault("kafka.version", "");
        return new Present("%s, %s broker(s)%s"
                .formatted(
                        address,
                        report.getOrDefault("kafka.brokers", "?"),
                        version.isEmpty() ? "" : ", metadata version " + version));
    }

    static Service kubernetes(Map<String, String> report) {
        String server = report.getOrDefault("kubernetes.server", "");
        String files = report.getOrDefault("kubernetes.kubeconfig", "");
        // No server where time was up before the kubeconfig was read.
        String context = server.isEmpty()
                ? "the cluster of " + (files.isEmpty() ? "the kubeconfig" : files)
                : "context '%s', %s".formatted(report.getOrDefault("kubernetes.context", ""), server);
        String reason = report.getOrDefault("kubernetes.reason", "");
        return switch (report.getOrDefault("kubernetes.state", "")) {
            case "reachable" ->
                new Present(context
                        + (report.getOrDefault("kubernetes.version", "").isEmpty()
                                ? ""
                                : ", " + report.get("kubernetes.version"))
                        + (reason.isEmpty() ? "" : " (" + reason + ")"));
            case "unconfigured" -> new Missing("no kubeconfig");
            default -> new Missing(context + " does not answer (" + reason + ")");
        };
    }
}
