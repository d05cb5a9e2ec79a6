package dev.e2e.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.e2e.process.Children;
import dev.e2e.process.Existing;
import dev.e2e.process.LaunchSpec;
import dev.e2e.process.Launcher;
import dev.e2e.process.Owner;
import dev.e2e.process.ProcessFacts;
import dev.e2e.process.ProcessName;
import dev.e2e.process.ProcessTable;
import dev.e2e.process.StateDirectory;
import dev.e2e.process.StateStore;
import dev.e2e.process.StopRules;
import dev.e2e.readiness.Readiness;
import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The one who starts or stops dies after each single step of it: each change of a file, and each look at the process table,
 * which come right before and after a launch and a signal. Whatever it leaves, the next start, stop or status puts right.
 */
class KilledAtEveryStepTest {
    private static final ProcessName ORDERS = new ProcessName("orders");
    private static final int KILLED = 137;

    @RegisterExtension
    final Children children = new Children();

    private final RecordingProgress progress = new RecordingProgress();

    @ParameterizedTest
    @CsvSource({"START, FILES, 18", "START, TABLE, 3", "TAKE_OVER, FILES, 20", "STOP, FILES, 8", "STOP, TABLE, 3"})
    void theNextOnePutsThingsRight(Work work, Kind kind, int atLeast) throws Exception {
        int step = 1;
        while (dies(work, kind, step)) {
            putRight(step);
            assertThat(alive()).as("alive after step " + step).isEmpty();
            assertThat(children.directory().toFile().list())
                    .as("left after step " + step)
                    .allMatch(name -> name.matches("e2e-orders-bg\\.log(\\.1)?|output"));
            step++;
        }
        assertThat(step).isGreaterThan(atLeast);
        stop();
    }

    /** What is killed. */
    enum Work {
        START,
        /** A start that finds the lock of one who died. */
        TAKE_OVER,
        STOP
    }

    /** Whether it was killed at that step, rather than having come to its end before. */
    private boolean dies(Work work, Kind kind, int step) throws Exception {
        if (work == Work.STOP) {
            start(children.store(), children.table());
        } else if (work == Work.TAKE_OVER) {
            Files.writeString(
                    children.store().directory().files(ORDERS).lock(),
                    "pid=1073741824\nstart=1\nboot=%s\nnonce=n%d\npurpose=START\nbuild=\n"
                            .formatted(children.table().bootId(), step));
        }
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path", "").replace("\n", File.pathSeparator),
                        Mortal.class.getName(),
                        work.name(),
                        kind.name(),
                        Integer.toString(step))
                .directory(children.directory().toFile())
                .redirectErrorStream(true)
                .redirectOutput(children.directory().resolve("output").toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(this::output).isIn(0, KILLED);
        return process.exitValue() == KILLED;
    }

    private String output() {
        try {
            return Files.readString(children.directory().resolve("output"));
        } catch (java.io.IOException e) {
            return e.toString();
        }
    }

    /** By a start, a stop or a status in turn; a status says what lives, and the stop that it names ends it. */
    private void putRight(int step) throws Exception {
        if (step % 3 == 0) {
            start(children.store(), children.table());
            assertThat(alive()).as("alive after a start after step " + step).hasSize(1);
            assertThat(children.store().examine(ORDERS)).isInstanceOf(Existing.Running.class);
        } else if (step % 3 == 1) {
            List<Long> before = alive();
            StatusReport.Entry seen = new SetStatus(children.store(), children.table(), published -> Optional.empty())
                    .look(Set.of(ORDERS))
                    .processes()
                    .get(0);
            assertThat(alive()).as("a status changes no process").containsAll(before);
            if (before.isEmpty()) {
                assertThat(seen.state()).isNotEqualTo(StatusReport.State.RUNNING);
            } else {
                assertThat(StatusText.render(new StatusReport(children.directory(), List.of(seen))))
                        .anyMatch(line -> line.contains(Long.toString(before.get(0))));
            }
        }
        stop();
    }

    private void stop() throws Exception {
        StopReport report = new SetStop(children.store(), children.table())
                .run(new SetStop.Request(
                        Set.of(ORDERS),
                        Optional.empty(),
                        Member.endOf(Owner.thisProcess(children.table(), "test", "/test")),
                        Force.STOP_THEM_TOO));
        assertThat(report.obstacles()).isEmpty();
    }

    private void start(StateStore store, ProcessTable table) throws Exception {
        new SetStart(store, table, Launcher.of(table), progress).start(request(children.directory()));
    }

    /** The processes that were launched and live, by what they do. */
    private List<Long> alive() {
        return children.table().list().stream()
                .filter(ProcessFacts::alive)
                .map(ProcessFacts::pid)
                .filter(pid -> children.table().commandLine(pid).equals("sleep 61") && children.worksHere(pid))
                .toList();
    }

    private static StartRequest request(Path directory) {
        LaunchSpec launch =
                new LaunchSpec(List.of("sh", "-c", "echo READY; exec sleep 61"), directory, Map.of(), Map.of());
        ProcessSpec spec = ProcessSpec.of(ORDERS, launch, new Readiness.LogLine(Pattern.compile("READY")))
                .stop(StopRules.of(Duration.ofSeconds(5), directory))
                .build();
        return new StartRequest(
                List.of(spec), Set.of(), ConflictPolicy.REPLACE, Force.RESPECT_OTHER_BUILDS, null, Set.of());
    }

    /** Which steps are counted. */
    enum Kind {
        FILES,
        TABLE
    }

    /** A JVM that starts or stops, and dies as after {@code kill -9}: without hooks, without cleaning up. */
    static final class Mortal {
        private static final AtomicInteger LEFT = new AtomicInteger();

        public static void main(String[] arguments) throws Exception {
            Kind kind = Kind.valueOf(arguments[1]);
            LEFT.set(Integer.parseInt(arguments[2]));
            Path directory = Path.of("").toAbsolutePath();
            ProcessTable real = ProcessTable.ofThisMachine();
            ProcessTable table = kind == Kind.TABLE ? mortal(real) : real;
            StateDirectory opened = StateDirectory.openForWriting(directory);
            StateStore store = new StateStore(kind == Kind.FILES ? opened.heardBy(step -> live()) : opened, table);
            if (Work.valueOf(arguments[0]) != Work.STOP) {
                Launcher launcher = Launcher.of(table);
                new SetStart(
                                store,
                                table,
                                kind == Kind.FILES ? launcher.heardBy(step -> live()) : launcher,
                                new RecordingProgress())
                        .start(request(directory));
            } else {
                new SetStop(store, table)
                        .run(new SetStop.Request(
                                Set.of(ORDERS),
                                Optional.empty(),
                                Member.endOf(Owner.thisProcess(real, "test", "/test")),
                                Force.STOP_THEM_TOO));
            }
        }

        private static void live() {
            if (LEFT.decrementAndGet() == 0) {
                Runtime.getRuntime().halt(KILLED);
            }
        }

        private static ProcessTable mortal(ProcessTable table) {
            return (ProcessTable) Proxy.newProxyInstance(
                    ProcessTable.class.getClassLoader(),
                    new Class<?>[] {ProcessTable.class},
                    (proxy, method, values) -> {
                        try {
                            Object answer = method.invoke(table, values);
                            if (method.getName().equals("list")
                                    || method.getName().equals("find")) {
                                live();
                            }
                            return answer;
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
        }
    }
}
