package dev.e2e.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.e2e.lifecycle.StatusReport;
import dev.e2e.process.ProcessFailureException;
import dev.e2e.process.ProcessName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random cycles: somebody starts; a leader or the one who starts is killed with {@code kill -9}, or files are forged; a
 * status, stop or start comes right after. Nothing may run that no file tells of, nothing twice, and nothing of others may
 * be touched.
 */
class CyclesIT {
    private static final Duration CONTRACT = Duration.ofSeconds(5);

    @TempDir
    Path directory;

    private final long seed = Long.getLong("e2e.it.seed");
    private final Random random = new Random(seed);
    private final Map<Starter.Kind, Duration> durations = new EnumMap<>(Starter.Kind.class);
    private final List<String> orphans = new ArrayList<>();
    private final List<String> trouble = new ArrayList<>();
    private int met;
    private Optional<Forgery> forgery = Optional.empty();
    private Build build;
    private Managed managed;
    private Trial trial;
    private Bystanders bystanders;

    @BeforeEach
    void prepare() throws Exception {
        build = new Build("declared", directory.toRealPath());
        managed = new Managed(build.project(), build.leftovers().states());
        trial = new Trial(build.project(), build.leftovers().states());
        bystanders = new Bystanders(directory.resolve("bystanders"), 3);
    }

    @AfterEach
    void end() throws Exception {
        build.close();
        bystanders.close();
        for (long pid : trial.alive().keySet()) {
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly); // all of them carry our token
        }
    }

    @Test
    void nothingIsOrphanedNothingIsDoubledNobodyElseIsTouched() throws Exception {
        int cycles = Integer.getInteger("e2e.it.cycles");
        for (Starter.Kind kind : Starter.Kind.values()) {
            measure(kind);
        }
        for (int cycle = 0; cycle < cycles; cycle++) {
            Starter.Kind kind = cycle % 5 == 4
                    ? Starter.Kind.MAVEN
                    : random.nextBoolean() ? Starter.Kind.OWNER : Starter.Kind.NOBODYS;
            String story = cycle(kind);
            look("cycle %d, seed %d: %s".formatted(cycle, seed, story));
        }
        managed.stop();
        build.leftovers().awaitNone();
        List<String> duplicates = trial.duplicates();
        List<String> harm = bystanders.harm();
        System.out.printf(
                "%d cycles, %d of them on living processes: %d orphans, %d duplicates, %d bystanders signalled or dead (seed %d)%n",
                cycles, met, orphans.size(), duplicates.size(), harm.size(), seed);
        assertThat(orphans).isEmpty();
        assertThat(duplicates).isEmpty();
        assertThat(harm).isEmpty();
        assertThat(trouble).isEmpty();
        assertThat(met).isGreaterThan(cycles / 3);
    }

    /** How long an undisturbed run takes, so that kills are spread over it. */
    private void measure(Starter.Kind kind) throws Exception {
        long begin = System.nanoTime();
        Starter starter = new Starter(build, kind);
        starter.letEnd();
        starter.awaitEnd();
        assertThat(build.process().exitValue()).as(starter::log).isZero();
        durations.put(kind, Duration.ofNanos(System.nanoTime() - begin));
    }

    /** One cycle; tells what happened. */
    private String cycle(Starter.Kind kind) throws Exception {
        Starter starter = new Starter(build, kind);
        String story = kind + ", ";
        switch (random.nextInt(6)) {
            case 0, 1, 2 -> story += killStarter(starter);
            case 3, 4 -> story += killLeader(starter);
            default -> story += forge(starter);
        }
        met += trial.alive().isEmpty() ? 0 : 1;
        boolean ownerIsDead = kind.owns() && !starter.isAlive();
        story += ", " + recover(starter);
        if (forgery.isPresent()) {
            forgery.get().undo();
            forgery = Optional.empty();
        }
        if (starter.isAlive() && random.nextBoolean()) {
            starter.kill();
            story += ", then killed";
        } else if (starter.isAlive()) {
            starter.letEnd();
            starter.awaitEnd();
            story += ", then ended";
        }
        if (ownerIsDead && story.contains("stop")) {
            awaitTrue(
                    story + ": nothing is left", () -> build.leftovers().files().isEmpty());
        }
        return story;
    }

    /** At any moment from the start of its JVM to its end. */
    private String killStarter(Starter starter) throws Exception {
        if (random.nextBoolean()) {
            starter.letEnd();
        }
        long whole = durations.get(starter.kind()).toMillis();
        long after = (long) (whole * random.nextDouble());
        boolean ended = build.process().waitFor(after, java.util.concurrent.TimeUnit.MILLISECONDS);
        starter.kill();
        return "%s after %d of %d ms".formatted(ended ? "ended" : "killed", after, whole);
    }

    /** As soon as it is on disk, or once all are ready; with its child alive. */
    private String killLeader(Starter starter) throws Exception {
        ProcessName name = random.nextBoolean() ? Managed.ORDERS : Managed.WEB;
        boolean ready = random.nextBoolean();
        Path file = managed.store().directory().files(name).pid();
        String before = Trial.text(file);
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> starter.hasStarted()
                        || !starter.isAlive()
                        || (!ready
                                && !Trial.text(file).isEmpty()
                                && !Trial.text(file).equals(before)));
        String pid = Trial.text(file);
        if (pid.isEmpty() || !trial.alive().containsKey(Long.parseLong(pid))) {
            return "no leader of " + name;
        }
        ProcessHandle.of(Long.parseLong(pid)).ifPresent(ProcessHandle::destroyForcibly);
        return "leader of %s killed %s".formatted(name, ready ? "when ready" : "at once");
    }

    /** Puts a bystander's PID in the place of a leader's, while nobody works. */
    private String forge(Starter starter) throws Exception {
        if (starter.kind().owns()) {
            starter.letEnd();
        }
        starter.awaitEnd();
        long bystander = bystanders.pid(random.nextInt(bystanders.groups()));
        forgery = Optional.of(
                Forgery.make(managed, random.nextBoolean() ? Managed.ORDERS : Managed.WEB, bystander, random));
        return forgery.get().toString();
    }

    /** By a status, a stop or a start; each gets a defined answer. */
    private String recover(Starter starter) throws Exception {
        boolean idle = !starter.isAlive();
        String done = "status";
        try {
            switch (random.nextInt(3)) {
                case 0 -> managed.status();
                case 1 -> {
                    done = "stop";
                    managed.stop();
                }
                default -> {
                    done = "start";
                    managed.start();
                    if (idle) {
                        expectRunning();
                    }
                }
            }
            return done;
        } catch (ProcessFailureException e) {
            if (e.getMessage().contains("whose it is nothing proves")) {
                return done + " refused";
            }
            if (!idle
                    && e.getMessage()
                            .contains(
                                    "is being started by PID " + build.process().pid())) {
                return done + " while it started";
            }
            throw e;
        }
    }

    private void expectRunning() throws Exception {
        StatusReport report = managed.status();
        if (report.processes().stream().anyMatch(it -> it.state() != StatusReport.State.RUNNING)) {
            trouble.add("not running after a start: " + report);
        }
    }

    /** Whatever happened: what is alive is on disk, nothing on disk belongs to the dead, nothing runs twice. */
    private void look(String story) throws Exception {
        try {
            Awaitility.await()
                    .atMost(CONTRACT)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> trial.orphans().isEmpty() && trial.deadOwners().isEmpty());
        } catch (ConditionTimeoutException e) {
            trial.orphans().forEach((pid, token) -> {
                orphans.add(story + ": PID " + pid);
                ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
            });
            if (!trial.deadOwners().isEmpty()) {
                trouble.add(story + ": on disk of the dead " + trial.deadOwners() + ", " + build.leftovers());
            }
        }
        if (!bystanders.harm().isEmpty() || !trial.duplicates().isEmpty()) {
            trouble.add(story + ": first seen here: " + bystanders.harm() + trial.duplicates());
        }
    }

    private void awaitTrue(String what, java.util.concurrent.Callable<Boolean> condition) {
        try {
            Awaitility.await().atMost(CONTRACT).until(condition);
        } catch (ConditionTimeoutException e) {
            trouble.add(
                    what + ": not within " + CONTRACT + ": " + build.leftovers().files());
        }
    }
}
