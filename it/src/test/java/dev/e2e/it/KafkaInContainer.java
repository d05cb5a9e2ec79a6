package dev.e2e.it;

import com.github.dockerjava.api.DockerClient;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

/** A broker in a container, on one and the same port of this machine however often it is started. */
final class KafkaInContainer implements AutoCloseable {
    private final KeptPort port = new KeptPort();
    private final KafkaContainer container;
    private final DockerClient docker = DockerClientFactory.lazyClient();

    /** Starts it; it answers when this returns. */
    KafkaInContainer(String image) throws IOException {
        container = new KafkaContainer(DockerImageName.parse(image).asCompatibleSubstituteFor("apache/kafka"));
        // One that the engine chooses would be another one after a restart, and the broker would not know it.
        // On all interfaces: from within a container, Testcontainers reaches the engine's ports by the bridge.
        container.setPortBindings(List.of("%d:9092".formatted(port.number())));
        container.start();
    }

    String bootstrapServers() {
        return container.getBootstrapServers();
    }

    void makeTopic(String name, int partitions) throws Exception {
        Map<String, Object> properties = Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers());
        try (Admin admin = Admin.create(properties)) {
            admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
        }
    }

    /** As {@code docker pause}: its port still takes connections, and nobody answers. */
    void pause() {
        docker.pauseContainerCmd(container.getContainerId()).exec();
    }

    void unpause() {
        docker.unpauseContainerCmd(container.getContainerId()).exec();
    }

    /** As {@code docker kill}. */
    void kill() {
        docker.killContainerCmd(container.getContainerId()).exec();
    }

    /** Starts it once more, on what it has stored. */
    void startAgain() {
        docker.startContainerCmd(container.getContainerId()).exec();
    }

    @Override
    public void close() throws IOException {
        container.close();
        port.close();
    }
}
