package dev.e2e.it;

import dev.e2e.infra.EmbeddedKafka;
import java.nio.file.Path;
import java.util.List;

/** The embedded broker alone, on a data directory that outlives it. */
final class BrokerMain {
    private BrokerMain() {}

    /** Runs until TERM. The arguments: the data directory, the port, the topic. */
    public static void main(String[] arguments) throws Exception {
        EmbeddedKafka kafka =
                EmbeddedKafka.start(Path.of(arguments[0]), Integer.parseInt(arguments[1]), List.of(arguments[2]));
        Runtime.getRuntime().addShutdownHook(new Thread(kafka::close));
        Thread.currentThread().join();
    }
}
