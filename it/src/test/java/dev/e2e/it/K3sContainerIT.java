package dev.e2e.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.k3s.K3sContainer;
import org.testcontainers.utility.DockerImageName;

/** The built-in processes of a build against a real, small Kubernetes in a container. */
class K3sContainerIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    private Build build;

    @AfterEach
    void end() throws Exception {
        if (build != null) {
            build.close();
            build.leftovers().awaitNone(); // before the directory goes
        }
    }

    /** Skipped where the image is not to be had, also where containers are required: a local one cannot be built. */
    @Test
    void theClustersObjectsArriveAndAreVerified() throws Exception {
        String image = Engine.image("e2e.it.k3sImage", false);
        try (K3sContainer kubernetes =
                new K3sContainer(DockerImageName.parse(image).asCompatibleSubstituteFor("rancher/k3s"))) {
            kubernetes.start();
            Path kubeconfig = Files.writeString(directory.resolve("kubeconfig"), kubernetes.getKubeConfigYaml());
            build = new Build("waiting", directory.toRealPath());
            Path states = build.leftovers().states();
            Path consumer = states.resolve("e2e-consumer-bg.log");
            build.run("verify", "-De2e.kubeconfig=" + kubeconfig, "-De2e.collector.interval=1s");
            build.awaitTests();

            Snapshots snapshots = new Snapshots(List.of(states.resolve("e2e-collector-bg.log")), List.of(consumer));
            snapshots.awaitMore(2, PATIENCE);

            assertThat(snapshots.wrong()).isEmpty();
            assertThat(snapshots.repeated()).isZero();
            assertThat(Files.readString(consumer)).containsPattern("snapshot \\S+ verified: .*\\b1 Node\\b");
            build.withQuickTests();
            assertThat(build.exitCode()).as(build::log).isZero();
        }
    }
}
