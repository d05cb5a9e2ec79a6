package dev.e2e.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class CommitNotesTest {
    @Property(tries = 200)
    void whatIsWrittenIsRead(
            @ForAll @Size(max = 20) Map<@LongRange(min = 0) Long, @IntRange(min = 1) Integer> ages,
            @ForAll @Size(max = 20) Map<Integer, @LongRange(min = 0) Long> finished) {
        SortedMap<Long, Duration> seconds = new TreeMap<>();
        ages.forEach((begin, age) -> seconds.put(begin / 10, Duration.ofSeconds(age / 10 + 1)));
        Map<String, Long> tags = finished.entrySet().stream()
                .collect(Collectors.toMap(entry -> tag(entry.getKey()), entry -> entry.getValue() / 10));
        CommitNotes notes = new CommitNotes(seconds, tags);

        assertThat(CommitNotes.parse(notes.text())).isEqualTo(notes);
    }

    @Test
    void partsOfSecondsAreLeftOut() {
        SortedMap<Long, Duration> ages =
                new TreeMap<>(Map.of(7L, Duration.ofMillis(999), 8L, Duration.ofMillis(1_999)));

        assertThat(new CommitNotes(ages, Map.of()).text()).isEqualTo("8@1");
    }

    @Test
    void ofManyTheOldestBeginsAndTheFirstToEndAreKeptAsFarAsThereIsRoom() {
        SortedMap<Long, Duration> ages = new TreeMap<>();
        Map<String, Long> finished = new LinkedHashMap<>();
        for (int i = 0; i < 1_000; i++) {
            ages.put(1_000_000_000L + i, Duration.ofMinutes(10));
            finished.put(tag(i), 2_000_000_000L + i);
        }

        String text = new CommitNotes(ages, finished).text();
        CommitNotes read = CommitNotes.parse(text);

        assertThat(text).hasSizeBetween(3_900, 4_000);
        assertThat(read.ages()).hasSizeGreaterThan(100).containsKey(1_000_000_000L);
        assertThat(read.finished()).hasSizeGreaterThan(80).containsKey(tag(0));
        assertThat(CommitNotes.parse(new CommitNotes(new TreeMap<>(), finished).text())
                        .finished())
                .as("alone")
                .hasSizeGreaterThan(170);
    }

    @Test
    void wordsOfStrangersArePassedOver() {
        CommitNotes notes = CommitNotes.parse("what ever: 1:x/y 99999999999999999999@1 5@ @5 -1@1 3:short 12@7");

        assertThat(notes).isEqualTo(new CommitNotes(new TreeMap<>(Map.of(12L, Duration.ofSeconds(7))), Map.of()));
    }

    private static String tag(int number) {
        return new SnapshotKey(0, "cluster-a", "snapshot-" + number).tag();
    }
}
