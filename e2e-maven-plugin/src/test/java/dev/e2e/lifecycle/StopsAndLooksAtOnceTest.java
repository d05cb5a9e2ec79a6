package dev.e2e.lifecycle;

import static dev.e2e.lifecycle.Sets.ORDERS;
import static dev.e2e.lifecycle.Sets.READY_AND_STAY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.e2e.lifecycle.StatusReport.State;
import dev.e2e.lifecycle.StopReport.Result;
import dev.e2e.process.Children;
import dev.e2e.process.E2eException;
import dev.e2e.process.StopRules;
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

/** Many who stop the same name, or look at it, at the same moment. */
class StopsAndLooksAtOnceTest {
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
}
