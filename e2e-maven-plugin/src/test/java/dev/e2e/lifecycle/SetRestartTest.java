package dev.e2e.lifecycle;

import static dev.e2e.lifecycle.Sets.DB;
import static dev.e2e.lifecycle.Sets.ORDERS;
import static dev.e2e.lifecycle.Sets.pid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.e2e.lifecycle.SetRestart.Restarted;
import dev.e2e.process.Children;
import dev.e2e.process.E2eException;
import dev.e2e.process.LaunchSpec;
import dev.e2e.process.Launcher;
import dev.e2e.process.Owner;
import dev.e2e.process.ProcessName;
import dev.e2e.process.ProcessState;
import dev.e2e.readiness.Readiness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Processes that are restarted with what they ran with. */
class SetRestartTest {
    private static final Readiness READY = new Readiness.LogLine(Pattern.compile("^READY (?<value>\\S+)"));

    @RegisterExtension
    final Children children = new Children();

    private Sets sets;

    @BeforeEach
    void open() {
        sets = new Sets(children);
    }

    @AfterEach
    void stopAll() throws Exception {
        sets.stopAll();
    }

    @Test
    void commandEnvironmentWorkFilesAndPortsAreThoseOfBeforeAndNoSecretIsOnDisk() throws Exception {
        LaunchSpec launch = new LaunchSpec(
                List.of("sh", "-c", "cat \"$0\"; echo \"READY $PASSWORD-$ORDERS_PORT\"; exec sleep 60", "@{work}/args"),
                children.directory(),
                Map.of("PASSWORD", "s3cr@{et}"),
                Map.of("args", "from a file\n"),
                54321);
        ProcessState before = sets.start(sets.spec(ORDERS, launch, READY)
                        .ports(new TreeMap<>(Map.of("orders.port", 0)))
                        .failOn(Pattern.compile("FATAL"))
                        .build())
                .get(ORDERS);
        assertThat(isSecretInWork()).isFalse();
        String log = Files.readString(sets.file("log"));

        ProcessState after = sets.restart(ORDERS).get(ORDERS).after();

        assertThat(pid(after)).isNotEqualTo(pid(before));
        assertThat(children.alive(pid(before))).isFalse();
        assertThat(after.token()).isNotEqualTo(before.token());
        assertThat(after)
                .usingRecursiveComparison()
                .ignoringFields("token", "launched", "startedAt", "readyAt")
                .isEqualTo(before);
        assertThat(after.published())
                .containsEntry("value", "s3cr@{et}-" + before.ports().get("orders.port"));
        assertThat(Files.readString(sets.file("log"))).isEqualTo(log).startsWith("from a file\n");
        assertThat(sets.file("log.1")).hasContent(log);
        assertThat(LaunchRecord.parse(Files.readString(sets.file("work").resolve(LaunchRecord.FILE))))
                .get()
                .satisfies(record -> {
                    assertThat(record.maxLogSize()).isEqualTo(54321);
                    assertThat(record.failOn()).hasToString("FATAL");
                    assertThat(record.startupTimeout()).isEqualTo(Duration.ofSeconds(30));
                });
        assertThat(isSecretInWork()).isFalse();

        assertThat(sets.restart(ORDERS).get(ORDERS).after().published()).isEqualTo(before.published());
    }

    @Test
    void itCanPublishTheSameAgain() throws Exception {
        Map<ProcessName, ProcessState> before = startBoth("echo \"READY ${E2E_PUBLISHED_VALUE-$$}\"; exec sleep 60");

        for (int time = 0; time < 2; time++) {
            assertThat(sets.restart(DB).get(DB).after().published())
                    .isEqualTo(before.get(DB).published());
        }
        assertThat(sets.progress.lines).noneMatch(line -> line.contains("something else"));
    }

    @Test
    void whatDependsOnItRunsOnAndIsSpokenOfWhenThereIsSomethingNew() throws Exception {
        Map<ProcessName, ProcessState> before = startBoth("echo \"READY $$\"; exec sleep 60");

        Map<ProcessName, Restarted> after = sets.restart(DB);

        assertThat(after).containsOnlyKeys(DB);
        assertThat(children.alive(pid(before.get(ORDERS)))).isTrue();
        assertThat(sets.progress.lines)
                .anyMatch(line -> line.contains("Db has published something else than before")
                        && line.contains("still has that: [orders]"));
    }

    @Test
    void aVariableThatIsNothingButAPublishedValueHasTheNewOne() throws Exception {
        LaunchSpec orders = new LaunchSpec(
                List.of("sh", "-c", "echo \"READY $DB-$MORE\"; exec sleep 60"),
                children.directory(),
                Map.of("DB", "@{db.value}", "MORE", "of @{db.value}"),
                Map.of());
        Map<ProcessName, ProcessState> before = sets.start(
                sets.spec(DB, children.shell("echo \"READY $$\"; exec sleep 60"), READY)
                        .build(),
                sets.spec(ORDERS, orders, READY).dependsOn(Set.of(DB)).build());
        assertThat(before.get(ORDERS).published().get("value")).startsWith(value(before.get(DB)) + "-");

        Map<ProcessName, Restarted> both = sets.restart(DB, ORDERS);

        assertThat(value(both.get(ORDERS).after())).isEqualTo(value(both.get(DB).after()) + "-of");
        assertThat(sets.progress.lines).noneMatch(line -> line.contains("something else"));

        ProcessState db = sets.restart(DB).get(DB).after();
        assertThat(sets.progress.lines).anyMatch(line -> line.contains("still has that: [orders]"));

        assertThat(value(sets.restart(ORDERS).get(ORDERS).after())).isEqualTo(value(db) + "-of");
    }

    private static String value(ProcessState state) {
        return state.published().get("value");
    }

    @Test
    void aSetIsStoppedAndStartedInTheOrderOfItsDependencies() throws Exception {
        Map<ProcessName, ProcessState> before = startBoth("echo READY same; exec sleep 60");
        sets.progress.lines.clear();

        Map<ProcessName, Restarted> after = sets.restart(ORDERS, DB);

        assertThat(after.get(ORDERS).after().dependsOn()).containsExactly(DB);
        assertThat(after.get(ORDERS).after().specification())
                .isEqualTo(before.get(ORDERS).specification());
        assertThat(after.get(ORDERS).after().startedAt())
                .isAfterOrEqualTo(after.get(DB).after().readyAt());
        assertThat(sets.progress.lines)
                .hasSize(4)
                .noneMatch(line -> line.contains("something else"))
                .last()
                .asString()
                .startsWith("✅ Orders ready again");
    }

    @Test
    void itStaysWhoseItIsAndAnotherLiveBuildsIsLeftAloneUnlessForced() throws Exception {
        Owner owner = Owner.thisProcess(children.table(), "its-build", "/its/build");
        ProcessState before = new SetStart(sets.store(), children.table(), Launcher.of(children.table()), sets.progress)
                .start(new StartRequest(
                        List.of(sets.orders(Sets.READY_AND_STAY).build()),
                        Set.of(),
                        ConflictPolicy.REPLACE,
                        Force.RESPECT_OTHER_BUILDS,
                        new Member(owner, "g:a", Set.of("g:a")),
                        Set.of()))
                .get(ORDERS);

        assertThatThrownBy(() -> sets.restart(ORDERS)).hasMessageContaining("it belongs to the build in /its/build");
        assertThat(children.alive(pid(before))).isTrue();

        ProcessState own = sets.restart(owner, Force.RESPECT_OTHER_BUILDS, ORDERS)
                .get(ORDERS)
                .after();
        assertThat(own.owner()).isEqualTo(owner);
        assertThat(own.users()).containsExactly("g:a");
        ProcessState forced = sets.restart(sets.self(), Force.STOP_THEM_TOO, ORDERS)
                .get(ORDERS)
                .after();
        assertThat(forced.owner()).isEqualTo(owner);
        new SetStop(sets.store(), children.table())
                .run(new SetStop.Request(Set.of(ORDERS), Optional.empty(), Member.endOf(owner), Force.STOP_THEM_TOO));
    }

    private Map<ProcessName, ProcessState> startBoth(String db) throws E2eException, InterruptedException {
        return sets.start(
                sets.spec(DB, children.shell(db), READY).build(),
                sets.orders(Sets.READY_AND_STAY).dependsOn(Set.of(DB)).build());
    }

    /** Looks through the files of the launch; not the state, to which this one tells its secret itself. */
    private boolean isSecretInWork() throws IOException {
        try (Stream<Path> files = Files.walk(sets.file("work"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (Files.readString(file).contains("s3cr")) {
                    return true;
                }
            }
        }
        return false;
    }
}
