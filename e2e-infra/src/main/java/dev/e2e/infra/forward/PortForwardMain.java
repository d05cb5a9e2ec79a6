package dev.e2e.infra.forward;

import dev.e2e.infra.ClusterAccess;
import dev.e2e.runtime.Application;
import dev.e2e.runtime.HttpEndpoints;
import dev.e2e.runtime.Log;
import dev.e2e.runtime.Setting;
import dev.e2e.runtime.Settings;
import dev.e2e.runtime.Shutdown;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Forwards local ports to services and pods of a cluster until it is told to end. */
public final class PortForwardMain {
    static final Setting<List<ForwardSpec>> FORWARDS = new Setting<>(
            "FORWARDS",
            "what is forwarded: service/NAMESPACE/NAME:PORT:LOCALPORT or pod/…, several separated by commas; an empty NAMESPACE is the context's",
            "service//kafka:9092:9092",
            ForwardSpec::parseAll);

    private static final Duration MOMENT = Duration.ofMillis(200);

    private PortForwardMain() {}

    /** The application; it ends the JVM. */
    public static void main(String[] arguments) {
        new Application(
                        "e2e-port-forward",
                        "forwards local ports to services and pods of a Kubernetes cluster",
                        List.of(FORWARDS, ClusterAccess.KUBECONFIG, ClusterAccess.CONTEXT))
                .main(arguments, PortForwardMain::run);
    }

    private static int run(Settings settings, Shutdown shutdown) throws Exception {
        try (Cluster cluster = new Cluster(ClusterAccess.of(settings, System.getenv()));
                PortForward forwards = PortForward.start(settings.get(FORWARDS), cluster);
                HttpEndpoints endpoints = HttpEndpoints.start(
                        settings.get(Application.HTTP_PORT),
                        new HttpEndpoints.Sources(
                                () -> "",
                                forwards::unready,
                                () -> StatusDocument.json(forwards.forwards()),
                                new ForwardMetrics(forwards.forwards()).registry()))) {
            while (!shutdown.isRequested()) {
                if (forwards.awaitReady(MOMENT)) {
                    Log.ready(published(forwards.forwards(), endpoints.url()));
                    shutdown.await();
                }
            }
        }
        return Application.OK;
    }

    private static Map<String, String> published(List<Forward> forwards, String url) {
        Map<String, String> published = new TreeMap<>();
        forwards.forEach(forward -> published.put(forward.spec().target(), forward.local()));
        published.put("url", url);
        return published;
    }
}
