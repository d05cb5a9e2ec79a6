package dev.e2e.maven;

import dev.e2e.builtin.BuiltinSettings;
import dev.e2e.builtin.FreshSnapshot;
import dev.e2e.builtin.Kafka;
import dev.e2e.builtin.KafkaInUse;
import dev.e2e.builtin.SnapshotVerification;
import dev.e2e.process.E2eException;
import dev.e2e.process.Existing;
import dev.e2e.process.Owner;
import dev.e2e.process.ProcessFailureException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.eclipse.aether.RepositorySystem;
import org.jspecify.annotations.Nullable;

/**
 * Waits until a snapshot of the cluster has arrived whole and is as expected, and fails with the differences otherwise. It
 * reads the topic by itself, in no group; the consumer need not run.
 */
@Mojo(name = "verify", defaultPhase = LifecyclePhase.INTEGRATION_TEST, threadSafe = true, requiresProject = false)
@SuppressWarnings("NullAway.Init") // Maven sets the parameters before it calls execute()
public final class VerifyMojo extends AbstractBuiltinMojo {
    /**
     * What the snapshot has to hold, all of it at once: {@code Pod>=40}, so many objects of a kind, or {@code
     * Deployment/shop/checkout ready_replicas>=1}, a field of an object; compared by {@code >=}, {@code <=}, {@code ==},
     * {@code !=}, {@code >} or {@code <}. Where there is none, any verified snapshot will do.
     */
    @Parameter(property = "e2e.verify.expectations")
    private @Nullable List<String> expectations;

    /** How long a snapshot that is as expected is waited for: {@code 90s}, {@code 2m}, or a number of seconds. */
    @Parameter(property = "e2e.verify.within", defaultValue = "90s")
    private String within;

    /**
     * Which snapshots count: those whose collection began after {@code now}, which is the start of this goal, after a moment
     * such as {@code 2026-01-31T12:00:00Z} or {@code 5m} ago, or {@code any} that is on the topic.
     */
    @Parameter(property = "e2e.verify.after", defaultValue = "now")
    private String after;

    @Inject
    public VerifyMojo(RepositorySystem repositories) {
        super(repositories);
    }

    @Override
    void run() throws E2eException, InterruptedException {
        Instant now = Instant.now();
        BuiltinSettings settings = settings();
        SnapshotVerification verification = new SnapshotVerification(
                expectations == null ? List.of() : expectations,
                Values.duration("e2e.verify.within", within),
                switch (after) {
                    case "any" -> Optional.empty();
                    case "now" -> Optional.of(now);
                    default -> Optional.of(Values.moment("e2e.verify.after", after, now));
                });
        Optional<KafkaInUse> inUse = kafkaInUse(settings.kafka());
        Kafka kafka = inUse.map(KafkaInUse::kafka).orElse(settings.kafka());
        getLog().info("… Waiting up to %s for a snapshot on topic '%s' at %s%s"
                .formatted(
                        within,
                        kafka.topic(),
                        kafka.bootstrapServers(),
                        inUse.map(found -> ", as %s has it (PID: %d)"
                                        .formatted(
                                                found.process().state().name(),
                                                found.process().facts().pid()))
                                .orElse("")));
        try {
            FreshSnapshot snapshot = verification.await(
                    settings,
                    classPaths(),
                    inUse.map(found -> found.environment(System.getenv().keySet()))
                            .orElseGet(kafka::environment));
            getLog().info("✅ Snapshot verified: " + snapshot.text());
        } catch (ProcessFailureException e) {
            throw inUse.isPresent() ? e : new ProcessFailureException(e.getMessage() + nothingRuns(), e);
        }
    }

    private String nothingRuns() {
        return "%n  Kafka is that of %s, since no process that would tell of another runs in %s; 'mvn e2e:start' starts them"
                .formatted(Kafka.SERVERS, directory());
    }

    /** That of processes that run, unless the command line names one; in a build, not that of another build. */
    private Optional<KafkaInUse> kafkaInUse(Kafka named) throws E2eException {
        Set<String> given = session().getUserProperties().stringPropertyNames();
        if (given.contains(Kafka.SERVERS)) {
            return Optional.empty();
        }
        ManagedDirectory managed = ManagedDirectory.forReading(directory());
        Owner self = thisBuild(managed.table());
        List<Existing.Running> running = managed.known().running(KafkaInUse.TELLERS).stream()
                .filter(found -> isCalledDirectly()
                        || found.state().owner() == null
                        || self.equals(found.state().owner()))
                .toList();
        return KafkaInUse.of(managed.table(), running, named).map(found -> found.with(named, given));
    }
}
