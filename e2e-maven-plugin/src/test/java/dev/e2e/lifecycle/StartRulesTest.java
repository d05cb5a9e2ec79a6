package dev.e2e.lifecycle;

import static dev.e2e.lifecycle.Sets.DB;
import static dev.e2e.lifecycle.Sets.ORDERS;
import static dev.e2e.lifecycle.Sets.READY_AND_STAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.e2e.lifecycle.StopReport.Result;
import dev.e2e.process.Children;
import dev.e2e.process.InvalidInputException;
import dev.e2e.process.LaunchSpec;
import dev.e2e.process.ProcessFailureException;
import dev.e2e.process.ProcessName;
import dev.e2e.process.ProcessState;
import dev.e2e.process.StopRules;
import dev.e2e.process.StopRules.EarlyExit;
import dev.e2e.readiness.Listener;
import dev.e2e.readiness.Readiness;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a declaration can ask for beyond a command: lines that mean failure, ways to be stopped, ports, references. */
class StartRulesTest {
    private static final Duration GRACE = Duration.ofSeconds(20);

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
    void aLineThatMeansFailureEndsTheWaitAtOnce() {
        ProcessSpec failing = sets.orders("echo begin; echo FATAL: no books; exec sleep 60")
                .failOn(Pattern.compile("^FATAL"))
                .startupTimeout(Duration.ofHours(1))
                .build();

        assertThatThrownBy(() -> sets.start(failing))
                .isInstanceOf(ProcessFailureException.class)
                .hasMessageContaining("Process 'orders' will not be ready")
                .hasMessageContaining("<failOn> '^FATAL' matches: FATAL: no books")
                .hasMessageContaining("| begin");
        assertThat(children.running()).isEmpty();
    }

    @Test
    void aLineThatMeansFailureOutweighsTheOneThatMeansReadiness() {
        assertThatThrownBy(() -> sets.start(sets.orders("printf 'FATAL\\nREADY\\n'; exec sleep 60")
                        .failOn(Pattern.compile("FATAL"))
                        .build()))
                .hasMessageContaining("Process 'orders' will not be ready");
        assertThat(children.running()).isEmpty();
    }

    @Test
    void aFailureTakesTheWholeSetBack() {
        ProcessSpec failing = sets.orders("echo FATAL; exec sleep 60")
                .failOn(Pattern.compile("FATAL"))
                .dependsOn(Set.of(DB))
                .build();

        assertThatThrownBy(
                        () -> sets.start(failing, sets.spec(DB, READY_AND_STAY).build()))
                .hasMessageContaining("Process 'orders' will not be ready");
        assertThat(children.running()).isEmpty();
        assertThat(children.directory().toFile().list())
                .containsExactlyInAnyOrder("e2e-orders-bg.log", "e2e-db-bg.log");
    }

    @Test
    void aTimeOutTellsWhatWasWaitedForAndWhatWasSeenLast() {
        ProcessSpec deaf = sets.spec(
                        ORDERS,
                        children.shell("echo loading; exec sleep 60"),
                        new Readiness.Tcp("127.0.0.1:@{orders.port}", Listener.OWN))
                .ports(new TreeMap<>(Map.of("orders.port", 0)))
                .startupTimeout(Duration.ofMillis(500))
                .build();

        assertThatThrownBy(() -> sets.start(deaf))
                .isInstanceOf(ProcessFailureException.class)
                .hasMessageMatching(
                        "(?s)Process 'orders' was not ready within 500 ms \\(waiting for 127\\.0\\.0\\.1:\\d+"
                                + " to accept connections; last seen: .*refused.*\\); give it more with <startupTimeout>.*"
                                + "log: .*, its last lines:\n  \\| loading");
    }

    @Test
    void theSignalThatIsAskedForIsSent() throws Exception {
        sets.startOrders(sets.orders("trap 'echo INT > told; exit 0' INT; trap 'echo TERM > told; exit 0' TERM;"
                        + " echo READY; while :; do sleep 0.02; done")
                .stop(stop("sigint")));

        assertThat(sets.stopOrders()).isInstanceOf(Result.Stopped.class);
        assertThat(children.awaitFile("told")).isEqualTo("INT");
    }

    @Test
    void aStopCommandStopsAndKnowsTheEnvironmentOfItsProcess() throws Exception {
        var shell = children.shell(
                "trap 'echo signal > told; exit 0' TERM;" + " echo READY; while [ ! -e end ]; do sleep 0.02; done");
        sets.startOrders(sets.spec(
                        ORDERS,
                        new LaunchSpec(
                                shell.command(), shell.workingDirectory(), Map.of("NAME", "of-orders"), Map.of()),
                        new Readiness.LogLine(Pattern.compile("^READY")))
                .stop(stop("TERM", "sh", "-c", "echo stop command $NAME; touch end")));

        assertThat(sets.stopOrders()).isInstanceOf(Result.Stopped.class);

        assertThat(sets.file("log")).content().contains("stop command of-orders");
        assertThat(children.directory().resolve("told")).doesNotExist();
    }

    @Test
    void aStopCommandThatFailsIsFollowedByTheSignal() throws Exception {
        sets.startOrders(sets.orders("trap 'echo signal > told; exit 0' TERM; echo READY; while :; do sleep 0.02; done")
                .stop(stop("TERM", "sh", "-c", "echo cannot; exit 1")));

        assertThat(sets.stopOrders()).isInstanceOf(Result.Stopped.class);

        assertThat(children.awaitFile("told")).isEqualTo("signal");
        assertThat(sets.file("log")).content().contains("cannot");
    }

    @Test
    void aStopCommandThatHangsIsEndedWithItsChildrenAndTheProcessKilledAfterTheGrace() throws Exception {
        long pid = sets.startOrders(sets.orders("trap '' TERM; echo READY; while :; do sleep 0.02; done")
                .stop(new StopRules(
                        Duration.ofSeconds(1),
                        "TERM",
                        List.of("sh", "-c", "sleep 60 & echo $! > hanging; wait"),
                        children.directory(),
                        EarlyExit.FAILS)));

        assertThat(sets.stopOrders()).isInstanceOf(Result.Killed.class);

        assertThat(children.alive(pid)).isFalse();
        long hanging = Long.parseLong(children.awaitFile("hanging"));
        Awaitility.await().until(() -> !children.alive(hanging));
    }

    @Test
    void reservedPortsDifferAndReachEnvironmentsReferencesAndState() throws Exception {
        ProcessSpec db = sets.spec(DB, "echo $DB_PORT $DB_ADMIN_PORT > db; " + READY_AND_STAY)
                .ports(new TreeMap<>(Map.of("db.port", 0, "db.admin-port", 0)))
                .build();
        var shell = children.shell("echo $ORDERS_PORT $AT > orders; " + READY_AND_STAY);
        ProcessSpec orders = sets.spec(
                        ORDERS,
                        new LaunchSpec(
                                shell.command(),
                                shell.workingDirectory(),
                                Map.of("AT", "127.0.0.1:@{db.port}"),
                                Map.of()),
                        new Readiness.LogLine(Pattern.compile("^READY")))
                .dependsOn(Set.of(DB))
                .ports(new TreeMap<>(Map.of("orders.port", 0)))
                .build();

        Map<ProcessName, ProcessState> ready = sets.start(orders, db);

        Map<String, Integer> ofDb = ready.get(DB).ports();
        int ofOrders = ready.get(ORDERS).ports().get("orders.port");
        assertThat(Set.of(ofOrders, ofDb.get("db.port"), ofDb.get("db.admin-port")))
                .hasSize(3);
        assertThat(children.awaitFile("db")).isEqualTo(ofDb.get("db.port") + " " + ofDb.get("db.admin-port"));
        assertThat(children.awaitFile("orders")).isEqualTo(ofOrders + " 127.0.0.1:" + ofDb.get("db.port"));
        assertThat(Files.readString(sets.file("state"))).contains("port.orders.port=" + ofOrders + "\n");
    }

    @Test
    void aReferenceToWhatIsUnknownIsRefusedBeforeAnythingIsTouched() {
        for (String reference : List.of("@{nobody.url}", "@{db.url}")) {
            var shell = children.shell(READY_AND_STAY);
            ProcessSpec orders = sets.spec(
                            ORDERS,
                            new LaunchSpec(
                                    shell.command(), shell.workingDirectory(), Map.of("URL", reference), Map.of()),
                            new Readiness.LogLine(Pattern.compile("^READY")))
                    .build();

            assertThatThrownBy(() ->
                            sets.start(orders, sets.spec(DB, READY_AND_STAY).build()))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("Process 'orders': <environmentVariables> refers to " + reference)
                    .hasMessageContaining(
                            reference.contains("db")
                                    ? "add <dependsOn>db</dependsOn>"
                                    : "there is no process 'nobody'");
        }
        assertThat(children.directory()).isEmptyDirectory();
    }

    @Test
    void aReferenceToWhatWasNotPublishedFailsAndTakesTheSetBack() {
        var shell = children.shell(READY_AND_STAY);
        ProcessSpec orders = sets.spec(
                        ORDERS,
                        new LaunchSpec(shell.command(), shell.workingDirectory(), Map.of("URL", "@{db.url}"), Map.of()),
                        new Readiness.LogLine(Pattern.compile("^READY")))
                .dependsOn(Set.of(DB))
                .build();

        assertThatThrownBy(
                        () -> sets.start(orders, sets.spec(DB, READY_AND_STAY).build()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("Process 'orders' refers to @{db.url}, but 'db' published nothing");
        assertThat(children.running()).isEmpty();
    }

    private StopRules stop(String signal, String... command) {
        return new StopRules(GRACE, signal, List.of(command), children.directory(), EarlyExit.FAILS);
    }
}
