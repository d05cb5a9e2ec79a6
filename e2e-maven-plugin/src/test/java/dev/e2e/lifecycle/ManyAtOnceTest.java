package dev.e2e.lifecycle;

import static dev.e2e.lifecycle.Sets.ORDERS;
import static dev.e2e.lifecycle.Sets.READY_AND_STAY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.e2e.lifecycle.StatusReport.State;
import dev.e2e.lifecycle.StopReport.Result;
import dev.e2e.process.Children;
import dev.e2e.process.E2eException;
import dev.e2e.process.StopRules;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Many who want the same name at the same moment, in one JVM and in several. */
class ManyAtOnceTest {
    private static final int JVMS = 5;
    private static final int STARTS_EACH = 10;
    private static final String NOTE_AND_STAY = "echo $$ >> pids; echo READY; exec sleep 600";

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
    void ofFiftyStartsOneIsLeftAndEveryOtherHasItsAnswer() throws Exception {
        int rounds = Integer.getInteger("e2e.rounds", 5);
        List<Process> starters = new ArrayList<>();
        try {
            for (int i = 0; i < JVMS; i++) {
                starters.add(children.jvm(Starter.class).start());
            }
            for (Process starter : starters) {
                assertThat(starter.inputReader().readLine()).isEqualTo("here");
            }
            for (int round = 0; round < rounds; round++) {
                List<String> answers = round(starters);
                assertThat(answers).hasSize(JVMS * STARTS_EACH);
                List<String> winners = answers.stream()
                        .filter(answer -> answer.startsWith("won "))
                        .toList();
                assertThat(answers.stream().filter(answer -> !answer.startsWith("won ")))
                        .as("round %d", round)
                        .allMatch(answer -> answer.startsWith("told Process 'orders' is being started by "));
                assertThat(runningOrders()).hasSize(1);
                assertThat(winners).contains("won " + runningOrders().get(0));
                assertThat(sets.look().pid()).isEqualTo(runningOrders().get(0));
                if (round % 2 == 0) { // the other half of the rounds begins with a process to be replaced
                    assertThat(sets.stopOrders()).isInstanceOf(Result.Stopped.class);
                    assertThat(runningOrders()).isEmpty();
                }
            }
        } finally {
            for (Process starter : starters) {
                starter.outputWriter().close();
                if (!starter.waitFor(30, TimeUnit.SECONDS)) {
                    starter.destroyForcibly().waitFor();
                }
            }
        }
        sets.stopAll();
        assertThat(List.of(children.directory().toFile().list()))
                .containsExactlyInAnyOrder("pids", "e2e-orders-bg.log", "e2e-orders-bg.log.1");
    }

    private static List<String> round(List<Process> starters) throws IOException {
        for (Process starter : starters) {
            Writer writer = starter.outputWriter();
            writer.write("go\n");
            writer.flush();
        }
        List<String> answers = new ArrayList<>();
        for (Process starter : starters) {
            BufferedReader reader = starter.inputReader();
            for (int i = 0; i < STARTS_EACH; i++) {
                answers.add(String.valueOf(reader.readLine()));
            }
        }
        return answers;
    }

    @Test
    void startsAndStopsAtOnceLeaveOneOrNoneAndFilesThatSayWhich() throws Exception {
        for (int round = 0; round < 5; round++) {
            List<Callable<String>> all = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                all.add(() -> "won " + sets.startOrders(sets.orders(NOTE_AND_STAY)));
                all.add(() -> "stopped " + sets.stop(ORDERS).problems());
            }
            Collections.shuffle(all);

            assertThat(atOnce(all))
                    .allMatch(answer -> answer.startsWith("won ")
                            || answer.equals("stopped []")
                            || answer.startsWith("told Process 'orders' is being started by "));
            StatusReport.Entry seen = sets.look();
            assertThat(seen.state()).isIn(State.RUNNING, State.STOPPED);
            assertThat(runningOrders()).isEqualTo(seen.pid() == null ? List.of() : List.of(seen.pid()));
        }
    }

    @Test
    void stopsAtOnceAgree() throws Exception {
        sets.startOrders(sets.orders("trap '' TERM; echo READY; while :; do sleep 0.02; done")
                .stop(StopRules.of(Duration.ofMillis(500), children.directory())));
        List<Callable<String>> stops = Collections.nCopies(
                8, () -> sets.stop(ORDERS).results().get(ORDERS).getClass().getSimpleName());

        List<String> answers = atOnce(stops);

        assertThat(answers).containsOnly("Killed", "NotRunning").containsOnlyOnce("Killed");
    }

    @Test
    void twentyLooksAtOnceSeeTheSameAndChangeNothing() throws Exception {
        long pid = sets.startOrders(sets.orders(READY_AND_STAY));
        String state = Files.readString(sets.file("state"));

        List<String> answers = atOnce(Collections.nCopies(
                20, () -> sets.look().state() + " " + sets.look().pid()));

        assertThat(answers).containsOnly("RUNNING " + pid);
        assertThat(sets.file("state")).hasContent(state);
    }

    @Test
    void looksDuringStartsAndStopsNeitherFailNorDisturbThem() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        Callable<String> look = () -> {
            while (!done.get()) {
                StatusReport.Entry seen = sets.look();
                if (seen.state() == State.FOREIGN || seen.state() == State.UNVERIFIABLE) {
                    return seen.toString();
                }
            }
            return "looked";
        };
        List<Callable<String>> all = new ArrayList<>(Collections.nCopies(4, look));
        all.add(() -> {
            try {
                for (int round = 0; round < 8; round++) {
                    long pid = sets.startOrders(sets.orders(READY_AND_STAY));
                    if (!Files.exists(sets.file("state")) || !Files.exists(sets.file("pid"))) {
                        return "the files of " + pid + " are gone";
                    }
                    if (!(sets.stopOrders() instanceof Result.Stopped)) {
                        return "not there to be stopped: " + pid;
                    }
                }
                return "cycled";
            } finally {
                done.set(true);
            }
        });

        assertThat(atOnce(all)).containsOnly("looked", "cycled");
    }

    /** The PIDs of all that was ever started under the name and is alive. */
    private List<Long> runningOrders() throws IOException {
        return Files.readAllLines(children.directory().resolve("pids")).stream()
                .map(Long::valueOf)
                .filter(children::alive)
                .toList();
    }

    /** Calls them all at the same moment; "told" and the message is the answer of one that fails as it may. */
    private static List<String> atOnce(List<Callable<String>> calls) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(calls.size());
        try {
            CyclicBarrier begin = new CyclicBarrier(calls.size());
            List<Future<String>> answers = new ArrayList<>();
            for (Callable<String> call : calls) {
                answers.add(threads.submit(() -> {
                    begin.await(60, TimeUnit.SECONDS);
                    try {
                        return call.call();
                    } catch (E2eException e) {
                        return "told " + e.getMessage();
                    }
                }));
            }
            List<String> told = new ArrayList<>();
            for (Future<String> answer : answers) {
                told.add(answer.get(120, TimeUnit.SECONDS));
            }
            return told;
        } finally {
            threads.shutdownNow();
        }
    }

    /** Starts "orders" in many threads at once, whenever it is told to, and answers with a line for each. */
    static final class Starter {
        public static void main(String[] arguments) throws Exception {
            Children here = Children.inCurrentDirectory();
            Sets sets = new Sets(here);
            System.out.println("here");
            Callable<String> start = () -> "won " + sets.startOrders(sets.orders(NOTE_AND_STAY));
            BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            while (in.readLine() != null) {
                for (String answer : atOnce(Collections.nCopies(STARTS_EACH, start))) {
                    System.out.println(answer.replace('\n', ' '));
                }
            }
        }
    }
}
