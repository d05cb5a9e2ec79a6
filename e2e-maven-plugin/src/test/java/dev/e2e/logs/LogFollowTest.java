package dev.e2e.logs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.e2e.process.Children;
import dev.e2e.process.LaunchSpec;
import dev.e2e.process.Launcher;
import dev.e2e.process.ProcessName;
import dev.e2e.process.ProcessState;
import dev.e2e.process.ProcessStop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Logs that grow, are rotated and begin anew while somebody looks on. */
class LogFollowTest {
    private static final ProcessName ORDERS = new ProcessName("orders");

    @RegisterExtension
    final Children children = new Children();

    private Path log;
    private ShownLogs shown;

    @BeforeEach
    void open() {
        log = children.directory().resolve("e2e-orders-bg.log");
        shown = null;
    }

    @AfterEach
    void close() throws InterruptedException {
        if (shown != null) {
            shown.close();
        }
    }

    @Test
    void whatIsAddedIsShownOnceItsLineIsWhole() throws Exception {
        Files.writeString(log, "one\ntw");
        follow(LogQuery.lastLines());
        awaitLines("orders: one");
        append("o\nthr");

        awaitLines("orders: one", "orders: two");
        append("ee\n");
        awaitLines("orders: one", "orders: two", "orders: three");
    }

    @Test
    void aLogThatIsNotThereYetIsAwaitedAndAPatternHoldsForWhatComesToo() throws Exception {
        follow(new LogQuery(20, Optional.empty(), Optional.of(Pattern.compile("o"))));
        Files.writeString(log, "one\ntwo\nthree\nfour\n");

        awaitLines("orders: one", "orders: two", "orders: four");
    }

    @Test
    void aRotationThatCutsTheBeginningOffLosesAndRepeatsNothing() throws Exception {
        Files.writeString(log, numbered(0, 1000));
        follow(LogQuery.lastLines());
        awaitLast("orders: line 999");
        shown.betweenLooks(() -> {
            append(numbered(1000, 1200));
            rotate(6000);
            append(numbered(1200, 1210));
        });

        awaitLast("orders: line 1209");
        assertThat(shown.lines).hasSize(230).doesNotHaveDuplicates();
    }

    @Test
    void aLogThatHasGrownPastTheOldPlaceAfterItsRotationIsNotTakenForTheOldOne() throws Exception {
        Files.writeString(log, numbered(0, 100));
        follow(LogQuery.lastLines());
        awaitLast("orders: line 99");
        shown.betweenLooks(() -> {
            append(numbered(100, 120));
            rotate(10_000);
            append(numbered(120, 1000));
        });

        awaitLast("orders: line 999");
        assertThat(shown.lines).hasSize(920).doesNotHaveDuplicates();
    }

    @Test
    void whatIsReadBetweenCopyAndEmptyingIsNotReadAgain() throws Exception {
        Files.writeString(log, numbered(0, 1000));
        follow(LogQuery.lastLines());
        awaitLast("orders: line 999");
        Files.copy(log, earlier());
        append(numbered(1000, 1001));
        awaitLast("orders: line 1000");
        shown.betweenLooks(() ->
                Files.newOutputStream(log, StandardOpenOption.TRUNCATE_EXISTING).close());
        append(numbered(1001, 1002));

        awaitLast("orders: line 1001");
        assertThat(shown.lines).hasSize(22).doesNotHaveDuplicates();
    }

    @Test
    void aNewLaunchIsAnnouncedAfterTheEndOfTheOldLog() throws Exception {
        ProcessState first =
                children.launch("orders", "echo first; until [ -e end ]; do sleep 0.01; done; printf last");
        follow(LogQuery.lastLines());
        awaitLines("orders: first");
        shown.betweenLooks(() -> {
            Files.createFile(children.directory().resolve("end"));
            Awaitility.await().until(() -> Files.readString(log).endsWith("last"));
            stop(first);
            stop(children.launch("orders", "echo second; exec sleep 60"), "second");
        });

        awaitLines("orders: first", "orders: last", "orders (launched anew, the log begins again)", "orders: second");
    }

    @Test
    void aProcessWhoseKeeperRotatesItsLogIsFollowedWithoutARepetition() throws Exception {
        ProcessState state = children.state("orders", "4f7c", null);
        children.store().prepare(ORDERS);
        children.store().write(state);
        String script = "i=0; while [ $i -lt 3000 ]; do i=$((i+1)); echo \"this is line number $i\";"
                + " [ $((i % 20)) -gt 0 ] || sleep 0.01; done; exec sleep 60";
        state = state.launchedAs(Launcher.of(children.table())
                .launch(
                        new LaunchSpec(List.of("sh", "-c", script), children.directory(), Map.of(), Map.of(), 20_000),
                        children.store().directory().files(ORDERS),
                        "4f7c")
                .identity());
        children.store().write(state);
        follow(new LogQuery(LogQuery.ALL, Optional.empty(), Optional.empty()));

        awaitLast("orders: this is line number 3000");
        assertThat(earlier()).exists();
        assertThat(shown.lines.stream().filter(line -> line.startsWith("orders: this is line")))
                .hasSizeGreaterThan(2000) // a rotation may lose what comes between its two steps
                .doesNotHaveDuplicates();
        stop(state);
    }

    @Test
    void aLogThatBecomesALinkIsNotReadAndSaidOnce() throws Exception {
        Files.writeString(log, "one\n");
        follow(LogQuery.lastLines());
        awaitLines("orders: one");
        Path secret = Files.writeString(children.directory().resolve("secret"), "one\nsecret\n");
        Files.delete(log);
        Files.createSymbolicLink(log, secret);
        Awaitility.await().until(() -> shown.lines.size() == 2);
        int looks = shown.looks();
        Awaitility.await().until(() -> shown.looks() > looks + 2);

        assertThat(shown.lines).hasSize(2).last().asString().contains("is a symbolic link");
    }

    private void follow(LogQuery query) {
        shown = ShownLogs.following(children.store(), query, ORDERS);
        Awaitility.await().until(() -> shown.looks() > 0);
    }

    private void rotate(int limit) throws IOException {
        byte[] bytes = Files.readAllBytes(log);
        int from = Math.max(0, bytes.length - limit);
        Path copy = Files.write(children.directory().resolve("copy"), Arrays.copyOfRange(bytes, from, bytes.length));
        Files.move(copy, earlier(), StandardCopyOption.REPLACE_EXISTING);
        Files.newOutputStream(log, StandardOpenOption.TRUNCATE_EXISTING).close();
    }

    private Path earlier() {
        return log.resolveSibling(log.getFileName() + ".1");
    }

    private void append(String text) throws IOException {
        Files.writeString(log, text, StandardOpenOption.APPEND);
    }

    private void stop(ProcessState state, String afterLine) throws Exception {
        Awaitility.await().until(() -> Files.readString(log).contains(afterLine));
        stop(state);
    }

    private void stop(ProcessState state) throws Exception {
        new ProcessStop(children.table()).stop(state, Duration.ofSeconds(10), log);
        children.store().remove(ORDERS);
    }

    private void awaitLines(String... lines) {
        Awaitility.await().untilAsserted(() -> assertThat(shown.lines).containsExactly(lines));
    }

    private void awaitLast(String line) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> !shown.lines.isEmpty()
                        && shown.lines.get(shown.lines.size() - 1).equals(line));
    }

    private static String numbered(int from, int to) {
        StringBuilder text = new StringBuilder();
        for (int n = from; n < to; n++) {
            text.append("line ").append(n).append('\n');
        }
        return text.toString();
    }
}
