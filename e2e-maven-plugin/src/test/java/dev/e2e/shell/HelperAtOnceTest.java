package dev.e2e.shell;

import static dev.e2e.shell.Helper.COLLECTOR;
import static dev.e2e.shell.Helper.CONSUMER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.e2e.lifecycle.ConflictPolicy;
import dev.e2e.lifecycle.ProcessSpec;
import dev.e2e.process.Children;
import dev.e2e.process.E2eException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Many runs of the script at once, the plugin among them, and runs that are killed. */
class HelperAtOnceTest {
    private static final List<String> SHELLS = List.of("dash", "bash", "zsh");
    private static final String COUNTED = "echo $$ >> launched; " + Helper.READY_AND_STAY;

    @RegisterExtension
    final Children children = new Children();

    private Helper helper;
    private ProcessSpec consumer;
    private ProcessSpec collector;

    @BeforeEach
    void open() throws Exception {
        helper = new Helper(children);
        consumer = Helper.consumer(children, COUNTED).build();
        collector = Helper.collector(children, COUNTED).build();
        helper.write(consumer, collector);
    }

    @RepeatedTest(5)
    void ofTwentyStartsAtOnceOneWins() throws Exception {
        List<Process> starts = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            starts.add(helper.begin(SHELLS.get(i % SHELLS.size()), "start-both"));
        }
        List<Helper.Answer> answers = new ArrayList<>();
        for (Process start : starts) {
            answers.add(Helper.answer(start));
        }

        assertThat(answers).filteredOn(answer -> answer.code() == 0).hasSize(1);
        assertThat(answers).filteredOn(answer -> answer.code() != 0).allSatisfy(answer -> {
            assertThat(answer.code()).isEqualTo(1);
            assertThat(answer.said()).containsAnyOf("is being started by PID ", "already running (PID: ");
        });
        twoRunAndAreStopped();
    }

    @RepeatedTest(5)
    void amongThePluginsStartsOneWins() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(6);
        List<Future<Boolean>> pluginStarts = new ArrayList<>();
        List<Process> starts = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            pluginStarts.add(threads.submit(this::pluginWins));
            starts.add(helper.begin(SHELLS.get(i % SHELLS.size()), "start-both"));
        }
        int won = 0;
        for (Future<Boolean> start : pluginStarts) {
            won += start.get() ? 1 : 0;
        }
        for (Process start : starts) {
            won += Helper.answer(start).code() == 0 ? 1 : 0;
        }
        threads.shutdownNow();

        assertThat(won).isEqualTo(1);
        twoRunAndAreStopped();
    }

    private boolean pluginWins() throws InterruptedException {
        try {
            helper.pluginStart(ConflictPolicy.FAIL, consumer, collector);
            return true;
        } catch (E2eException e) {
            assertThat(e).hasMessageMatching("(?s)Process '.*' (is being started by|runs already).*");
            return false;
        }
    }

    private void twoRunAndAreStopped() throws Exception {
        assertThat(Files.readAllLines(children.directory().resolve("launched"))).hasSize(2);
        assertThat(helper.run("dash", "status").code()).isZero();
        nothingIsLeftAfter(helper.run("dash", "stop"));
    }

    @RepeatedTest(3)
    void startsAndStopsAndLooksAtOnceAgreeInTheEnd() throws Exception {
        List<Process> runs = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            for (String command : List.of("start-both", "stop", "status", "start-consumer")) {
                runs.add(helper.begin(SHELLS.get(i % SHELLS.size()), command));
            }
        }
        for (Process run : runs) {
            assertThat(Helper.answer(run).code()).isIn(0, 1, 3);
        }
        assertThat(children.running()).hasSizeLessThanOrEqualTo(8); // of each the process, its keeper and what that has
        nothingIsLeftAfter(helper.run("dash", "stop"));
    }

    @ParameterizedTest
    @CsvSource({
        "dash, e2e-collector-bg.lock",
        "bash, e2e-consumer-bg.lock",
        "zsh, e2e-collector-bg.state",
        "dash, e2e-collector-bg.log",
        "bash, e2e-collector-bg.work",
        "zsh, e2e-collector-bg.work/token",
        "dash, e2e-collector-bg.work/command",
        "bash, e2e-collector-bg.work/pid",
        "zsh, e2e-collector-bg.pid",
        "dash, e2e-consumer-bg.state",
        "bash, e2e-consumer-bg.work/token",
        "zsh, e2e-consumer-bg.work/pid",
        "dash, e2e-consumer-bg.pid"
    })
    void aStartThatWasKilledIsMended(String shell, String moment) throws Exception {
        kill(helper.begin(shell, "start-both"), children.directory().resolve(moment));

        assertThat(helper.run(shell, "status").code()).isIn(0, 3);
        Helper.Answer stop = helper.run(shell, "stop");
        assertThat(stop.code()).as(stop.said()).isZero();
        Helper.Answer start = helper.run(shell, "start-both");
        assertThat(start.code()).as(start.said()).isZero();
        nothingIsLeftAfter(helper.run(shell, "stop"));
    }

    @ParameterizedTest
    @CsvSource({
        "dash, e2e-collector-bg.lock",
        "bash, e2e-collector-bg.state",
        "zsh, e2e-collector-bg.work/pid",
        "dash, e2e-consumer-bg.pid"
    })
    void aStartThatWasKilledIsMendedByThePlugin(String shell, String moment) throws Exception {
        kill(helper.begin(shell, "start-both"), children.directory().resolve(moment));

        helper.pluginStart(ConflictPolicy.REPLACE, consumer, collector);

        assertThat(helper.run(shell, "status").code()).isZero();
        helper.pluginStop();
        assertThat(children.running()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "zsh"})
    void aStopThatWasKilledIsFinishedByTheNext(String shell) throws Exception {
        helper.write(Helper.consumer(children, "trap 'touch asked' TERM; echo now READY; while :; do sleep 0.1; done")
                .stop(dev.e2e.process.StopRules.of(Duration.ofSeconds(1), children.directory()))
                .build());
        assertThat(helper.run(shell, "start-consumer").code()).isZero();
        kill(helper.begin(shell, "stop"), children.directory().resolve("asked"));
        assertThat(helper.run(shell, "status").said()).contains("⏳ Consumer stopping (PID: ");

        Helper.Answer stop = helper.run(shell, "stop");

        assertThat(stop.said()).contains("✅ Consumer killed (PID: ");
        nothingIsLeftAfter(stop);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "zsh"})
    void aStartThatIsInterruptedLeavesNothing(String shell) throws Exception {
        helper.write(
                consumer,
                Helper.collector(children, "echo silence; exec sleep 60").build());
        Process start = helper.begin(shell, "start-both");
        Awaitility.await()
                .until(() -> Files.exists(helper.file(COLLECTOR, "pid")) && Files.exists(helper.file(CONSUMER, "pid")));
        start.toHandle().destroy(); // the other destroy() closes the streams

        Helper.Answer answer = Helper.answer(start);

        assertThat(answer.code()).as(answer.said()).isEqualTo(143);
        assertThat(children.running()).isEmpty();
        assertThat(helper.file(COLLECTOR, "lock")).doesNotExist();
    }

    /** Kills a run of the script as soon as a file is there. */
    private static void kill(Process run, Path moment) throws Exception {
        Awaitility.await()
                .pollInterval(Duration.ofMillis(1))
                .pollDelay(Duration.ZERO)
                .until(() -> Files.exists(moment));
        run.destroyForcibly().waitFor();
    }

    private void nothingIsLeftAfter(Helper.Answer stop) {
        assertThat(stop.code()).as(stop.said()).isZero();
        assertThat(children.running()).isEmpty();
        assertThat(children.directory()
                        .toFile()
                        .list((directory, name) -> name.matches("\\..*|e2e-.*-bg\\.(?!log(\\.1)?$).*")))
                .isEmpty();
    }
}
