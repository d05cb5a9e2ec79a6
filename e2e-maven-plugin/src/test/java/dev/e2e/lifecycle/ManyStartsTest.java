package dev.e2e.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.e2e.process.Children;
import dev.e2e.process.E2eException;
import dev.e2e.process.LaunchSpec;
import dev.e2e.process.Launcher;
import dev.e2e.process.ProcessTable;
import dev.e2e.process.StateDirectory;
import dev.e2e.process.StateStore;
import dev.e2e.process.StopRules;
import dev.e2e.readiness.Readiness;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Fifty starts of one name at once, from five JVMs, and starts among stops: one is left, the others are told why not. A hundred
 * rounds; {@code -De2e.rounds} makes it another number.
 */
class ManyStartsTest {
    private static final int ROUNDS = Integer.getInteger("e2e.rounds", 100);
    private static final int JVMS = 5;
    private static final int THREADS = 10;

    @RegisterExtension
    final Children children = new Children();

    private final List<Process> starters = new ArrayList<>();
    private final List<BufferedReader> answers = new ArrayList<>();
    private Sets sets;

    @BeforeEach
    void open() {
        sets = new Sets(children);
    }

    @AfterEach
    void end() throws Exception {
        for (Process starter : starters) {
            starter.destroyForcibly().waitFor();
        }
        sets.stopAll();
    }

    @ParameterizedTest
    @EnumSource
    void ofFiftyStartsAtOnceExactlyOneIsLeftEachTime(ConflictPolicy policy) throws Exception {
        for (int i = 0; i < JVMS; i++) {
            begin(policy);
        }
        int won = 0;
        for (int round = 1; round <= ROUNDS; round++) {
            List<String> told = round();

            assertThat(told).hasSize(JVMS * THREADS);
            int winners = Collections.frequency(told, "won"); // one after the other, where each replaces the last
            assertThat(winners).as("round %d: %s", round, told).isBetween(1, policy == ConflictPolicy.FAIL ? 1 : 50);
            won += policy == ConflictPolicy.REUSE ? 1 : winners; // the others use what the first has launched
            assertThat(told)
                    .allMatch(answer -> answer.equals("won")
                            || answer.startsWith("Process 'orders' is being started by ")
                            || answer.startsWith("Process 'orders' runs already: PID "));
            assertThat(launched()).as("round %d", round).hasSize(won);
            assertThat(launched().stream().filter(children::alive))
                    .containsExactly(sets.look().pid());

            assertThat(sets.stopOrders()).isInstanceOf(StopReport.Result.Stopped.class);
            assertThat(launched().stream().filter(children::alive)).isEmpty();
        }
    }

    @Test
    void startsAndStopsAndLooksAtOnceAgreeInTheEnd() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(12);
        List<Callable<String>> works = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            works.add(() ->
                    attempt(() -> sets.start(sets.orders(Sets.READY_AND_STAY).build())));
            works.add(() -> attempt(() -> sets.stop(Sets.ORDERS)));
            works.add(() -> attempt(sets::look));
        }
        Collections.shuffle(works);
        List<String> told = new ArrayList<>();
        for (Future<String> future : threads.invokeAll(works)) {
            told.add(future.get());
        }
        threads.shutdownNow();

        assertThat(told)
                .allMatch(
                        answer -> answer.equals("done") || answer.startsWith("Process 'orders' is being started by "));
        int alive = (int) children.running().stream()
                .filter(pid -> children.table().commandLine(pid).equals("sleep 60"))
                .count();
        assertThat(alive).isLessThanOrEqualTo(1);
        assertThat(sets.look().state()).isEqualTo(alive == 1 ? StatusReport.State.RUNNING : StatusReport.State.STOPPED);
    }

    private interface Work {
        void run() throws Exception;
    }

    private static String attempt(Work work) throws Exception {
        try {
            work.run();
            return "done";
        } catch (E2eException e) {
            return e.getMessage();
        }
    }

    private void begin(ConflictPolicy policy) throws IOException {
        Process starter = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path", "").replace("\n", File.pathSeparator),
                        Starter.class.getName(),
                        policy.name())
                .directory(children.directory().toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        starters.add(starter);
        answers.add(new BufferedReader(new InputStreamReader(starter.getInputStream(), StandardCharsets.UTF_8)));
    }

    /** Lets all of them go at once, and returns what each start was told. */
    private List<String> round() throws IOException {
        for (Process starter : starters) {
            starter.getOutputStream().write('\n');
            starter.getOutputStream().flush();
        }
        List<String> told = new ArrayList<>();
        for (BufferedReader answer : answers) {
            for (int i = 0; i < THREADS; i++) {
                told.add(answer.readLine());
            }
        }
        return told;
    }

    /** The PIDs of all that was ever launched. */
    private List<Long> launched() {
        try {
            return Files.readAllLines(children.directory().resolve("launched")).stream()
                    .map(Long::valueOf)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts ten times at once for each line that it reads, and prints what each start was told. */
    static final class Starter {
        public static void main(String[] arguments) throws Exception {
            Path directory = Path.of("").toAbsolutePath();
            ProcessTable table = ProcessTable.ofThisMachine();
            StateStore store = new StateStore(StateDirectory.openForWriting(directory), table);
            LaunchSpec launch = new LaunchSpec(
                    List.of("sh", "-c", "echo $$ >> launched; echo READY; exec sleep 60"),
                    directory,
                    Map.of(),
                    Map.of());
            ProcessSpec spec = ProcessSpec.of(Sets.ORDERS, launch, new Readiness.LogLine(Pattern.compile("READY")))
                    .stop(StopRules.of(Duration.ofSeconds(10), directory))
                    .build();
            StartRequest request = new StartRequest(
                    List.of(spec),
                    Set.of(),
                    ConflictPolicy.valueOf(arguments[0]),
                    Force.RESPECT_OTHER_BUILDS,
                    null,
                    Set.of());
            ExecutorService threads = Executors.newFixedThreadPool(THREADS);
            while (System.in.read() >= 0) {
                List<Callable<String>> starts = Collections.nCopies(THREADS, () -> {
                    try {
                        new SetStart(store, table, Launcher.of(table), new RecordingProgress()).start(request);
                        return "won";
                    } catch (E2eException e) {
                        return e.getMessage().lines().findFirst().orElse("");
                    }
                });
                StringBuilder told = new StringBuilder();
                for (Future<String> start : threads.invokeAll(starts)) {
                    told.append(start.get()).append('\n');
                }
                System.out.write(told.toString().getBytes(StandardCharsets.UTF_8));
                System.out.flush();
            }
            threads.shutdownNow();
        }
    }
}
