package dev.e2e.infra;

import dev.e2e.runtime.Application;
import dev.e2e.runtime.Log;
import dev.e2e.runtime.LogLevel;
import dev.e2e.runtime.Settings;
import dev.e2e.runtime.Shutdown;
import java.time.Duration;
import java.util.List;

/** Runs an embedded Kafka and an embedded Kubernetes API, for tests on a machine that has neither. */
public final class InfraMain {
    /** An orderly end takes half a second; whoever asked for it waits no longer than this for a disorderly one. */
    private static final Duration ORDERLY_END_WITHIN = Duration.ofMillis(1600);

    private InfraMain() {}

    /** The application; it ends the JVM. */
    public static void main(String[] arguments) {
        new Application(
                        "e2e-infra",
                        "runs an embedded Kafka broker and Kubernetes API until it is told to end",
                        List.of(
                                InfraSettings.SERVICES,
                                InfraSettings.TOPIC,
                                InfraSettings.DATA_DIRECTORY,
                                InfraSettings.EARLIER_BROKER,
                                InfraSettings.EARLIER_API_SERVER))
                .main(arguments, InfraMain::run);
    }

    private static int run(Settings settings, Shutdown shutdown) throws Exception {
        quietBroker(settings.get(Application.LOG_LEVEL));
        try (DataDirectory data = DataDirectory.make(settings.get(InfraSettings.DATA_DIRECTORY))) {
            ForcedEnd.after(ORDERLY_END_WITHIN, shutdown, data);
            // Libraries unpack native code there; it has to go with the rest.
            System.setProperty("java.io.tmpdir", data.path().toString());
            EmbeddedServices.Plan plan = new EmbeddedServices.Plan(
                    data.path(),
                    settings.get(InfraSettings.TOPIC),
                    Earlier.port(settings.get(InfraSettings.EARLIER_BROKER)),
                    Earlier.port(settings.get(InfraSettings.EARLIER_API_SERVER)));
            try (EmbeddedServices services = EmbeddedServices.start(settings.get(InfraSettings.SERVICES), plan)) {
                Log.ready(services.published());
                shutdown.await();
            }
        }
        return Application.OK;
    }

    /** The broker warns of its own start and end; errors are worth a line. */
    private static void quietBroker(LogLevel level) {
        if (level.compareTo(LogLevel.INFO) >= 0) {
            System.setProperty("org.slf4j.simpleLogger.log.kafka", "error");
            System.setProperty("org.slf4j.simpleLogger.log.org.apache.kafka", "error");
        }
    }
}
