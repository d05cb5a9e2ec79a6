package dev.e2e.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.e2e.process.Children;
import dev.e2e.process.ProcessName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The last lines of logs: how many, since when, which, and whose. */
class LogViewTest {
    private static final ProcessName ORDERS = new ProcessName("orders");
    private static final ProcessName DB = new ProcessName("db");
    private static final LogQuery ALL = new LogQuery(LogQuery.ALL, Optional.empty(), Optional.empty());

    @RegisterExtension
    final Children children = new Children();

    @Test
    void theLastLinesAreShownOneProcessAfterTheOther() throws Exception {
        log(ORDERS, "log", numbered(1, 30));
        log(DB, "log", "up\r\nwithout an end");

        assertThat(show(LogQuery.lastLines(), ORDERS, DB))
                .hasSize(22)
                .startsWith("orders: line 11")
                .endsWith("orders: line 30", "db: up", "db: without an end");
    }

    @Test
    void theLastLinesOfALogOfManyBlocksAreFoundFromItsEnd() throws Exception {
        log(ORDERS, "log", ("x".repeat(99_999) + "\n").repeat(3) + "a\nb\n");

        assertThat(show(new LogQuery(2, Optional.empty(), Optional.empty()), ORDERS))
                .containsExactly("orders: a", "orders: b");
        assertThat(show(new LogQuery(3, Optional.empty(), Optional.empty()), ORDERS))
                .containsExactly("orders: " + "x".repeat(99_999 - 65_536), "orders: a", "orders: b");
    }

    @Test
    void allOfItIsTheEarlierLogToo() throws Exception {
        log(ORDERS, "log.1", numbered(1, 25));
        log(ORDERS, "log", numbered(26, 30));

        assertThat(show(ALL, ORDERS)).hasSize(30).startsWith("orders: line 1").endsWith("orders: line 30");
        assertThat(show(LogQuery.lastLines(), ORDERS)).hasSize(5); // nothing tells that it was the same launch
    }

    @Test
    void linesAreWantedThatMatch() throws Exception {
        log(ORDERS, "log", numbered(1, 30));

        assertThat(show(new LogQuery(2, Optional.empty(), Optional.of(Pattern.compile("[27]$"))), ORDERS))
                .containsExactly("orders: line 22", "orders: line 27");
    }

    @Test
    void aPatternThatGoesAstrayHoldsNothingUp() throws Exception {
        log(ORDERS, "log", "a".repeat(64) + "\nab\n");

        assertThat(show(new LogQuery(0, Optional.empty(), Optional.of(Pattern.compile("^(a+)+b$"))), ORDERS))
                .containsExactly("orders: ab");
    }

    @Test
    void aMomentCutsByTheTimesOfLinesAndWhatHasNoneGoesWithTheLineBefore() throws Exception {
        log(ORDERS, "log", """
                a banner
                2026-01-01T10:00:00Z old
                  at old
                [2026-01-01 12:00:00,500+0100] old, written elsewhere
                2026-01-01T12:00:00.000Z new
                  at new
                """);

        assertThat(show(since("2026-01-01T12:00:00Z"), ORDERS))
                .containsExactly("orders: 2026-01-01T12:00:00.000Z new", "orders:   at new");
        assertThat(show(since("2026-01-01T10:00:00Z"), ORDERS)).hasSize(6).startsWith("orders: a banner");
    }

    @Test
    void aLogWithoutTimesIsShownByWhenItWasWrittenTo() throws Exception {
        Path log = log(ORDERS, "log", "one\n2026-02-31T12:00:00Z no day\n");
        Files.setLastModifiedTime(log, FileTime.from(Instant.parse("2026-01-01T12:00:00Z")));

        assertThat(show(since("2026-01-01T12:00:00Z"), ORDERS)).hasSize(2);
        assertThat(show(since("2026-01-01T12:00:01Z"), ORDERS)).isEmpty();
    }

    @Test
    void aLineWithoutEndComesInPieces() throws Exception {
        log(ORDERS, "log", "x".repeat(LineSplitter.LONGEST_LINE + 1) + "\n");

        assertThat(show(ALL, ORDERS)).containsExactly("orders: " + "x".repeat(LineSplitter.LONGEST_LINE), "orders: x");
    }

    @Test
    void linksAndWhatIsNoFileAreNotReadAndTheOthersAreShown() throws Exception {
        Path secret = Files.writeString(children.directory().resolve("secret"), "secret\n");
        Files.createSymbolicLink(children.directory().resolve("e2e-orders-bg.log"), secret);
        log(DB, "log", "up\n");
        Files.createDirectory(children.directory().resolve("e2e-shop-bg.log"));

        assertThat(show(ALL, ORDERS, new ProcessName("shop"), DB, new ProcessName("none")))
                .satisfiesExactly(
                        line -> assertThat(line).contains("orders (", "is a symbolic link, which we never follow"),
                        line -> assertThat(line).contains("shop (", "is no plain file"),
                        line -> assertThat(line).isEqualTo("db: up"),
                        line -> assertThat(line).isEqualTo("none (no log)"));
    }

    @Test
    void lessThanNoLinesAreRefused() {
        assertThatThrownBy(() -> new LogQuery(-1, Optional.empty(), Optional.empty()))
                .hasMessage("expected a number of lines, or 0 for all, got -1");
    }

    private List<String> show(LogQuery query, ProcessName... names) {
        return ShownLogs.of(children.store(), query, names);
    }

    private static LogQuery since(String moment) {
        return new LogQuery(LogQuery.ALL, Optional.of(Instant.parse(moment)), Optional.empty());
    }

    private Path log(ProcessName name, String suffix, String text) throws Exception {
        return Files.writeString(children.directory().resolve("e2e-" + name + "-bg." + suffix), text);
    }

    private static String numbered(int first, int last) {
        StringBuilder text = new StringBuilder();
        IntStream.rangeClosed(first, last)
                .forEach(n -> text.append("line ").append(n).append('\n'));
        return text.toString();
    }
}
