package dev.e2e.it;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.testcontainers.DockerClientFactory;

/** The Docker engine of this machine, if it has one. */
final class Engine {
    private static final int PULL_SECONDS = 180;

    private Engine() {}

    /**
     * Has an image in the engine, pulled where it is not there.
     *
     * @param property which names the image
     * @param required whether a missing engine or image fails the test; otherwise it is skipped, with the reason
     */
    static String image(String property, boolean required) throws InterruptedException {
        String image = System.getProperty(property);
        String obstacle = obstacle(image);
        if (!obstacle.isEmpty()) {
            String reason = "%s; name another image with -D%s=…".formatted(obstacle, property);
            if (required) {
                throw new AssertionError(reason + " (-De2e.it.containers=required)");
            }
            System.out.println("skipped: " + reason); // Failsafe keeps it to its reports
            Assumptions.abort(reason);
        }
        return image;
    }

    /** Whether this run is to fail where what it needs of containers is missing. */
    static boolean required() {
        String value = System.getProperty("e2e.it.containers");
        return switch (value) {
            case "required" -> true;
            case "auto" -> false;
            default ->
                throw new IllegalArgumentException("e2e.it.containers: expected auto or required, got '" + value + "'");
        };
    }

    private static String obstacle(String image) throws InterruptedException {
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            return "no Docker engine answers";
        }
        DockerClient client = DockerClientFactory.lazyClient();
        try {
            client.inspectImageCmd(image).exec();
            return "";
        } catch (NotFoundException e) {
            return pull(client, image);
        }
    }

    /** Once, and without Testcontainers' patience of minutes where no registry can be reached. */
    private static String pull(DockerClient client, String image) throws InterruptedException {
        try {
            return client.pullImageCmd(image).start().awaitCompletion(PULL_SECONDS, TimeUnit.SECONDS)
                    ? ""
                    : "image %s was not pulled within %d s".formatted(image, PULL_SECONDS);
        } catch (DockerException e) {
            return "image %s cannot be pulled (%s)"
                    .formatted(image, e.getMessage().strip());
        }
    }
}
