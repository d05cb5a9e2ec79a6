package dev.e2e.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommitNotesTest {
    private static final long LARGEST = 999_999_999_999_999_999L;

    @Property(tries = 200)
    void whatIsWrittenIsRead(
            @ForAll @LongRange(min = 0, max = LARGEST) long readUpTo,
            @ForAll @LongRange(min = -1, max = LARGEST) long youngest,
            @ForAll @Size(max = 20) Map<@LongRange(min = 0, max = LARGEST) Long, @IntRange(min = 0, max = 999_999_999) Integer> open) {
        SortedMap<Long, Duration> ages = new TreeMap<>();
        open.forEach((begin, age) -> ages.put(begin, Duration.ofSeconds(age)));
        CommitNotes notes = new CommitNotes(readUpTo, youngest, ages);

        assertThat(CommitNotes.parse(notes.text())).contains(notes);
    }

    @Test
    void partsOfSecondsAreLeftOut() {
        CommitNotes notes = new CommitNotes(9, 1, new TreeMap<>(Map.of(7L, Duration.ofMillis(1_999))));

        assertThat(notes.text()).isEqualTo("9~1 7@1");
    }

    @Test
    void whereNotAllOpenSnapshotsFitOnlyWhatLiesBeforeTheFirstOfTheRestCountsAsRead() {
        SortedMap<Long, Duration> ages = new TreeMap<>();
        for (long i = 0; i < 1_000; i++) {
            ages.put(1_000_000_000 + i, Duration.ofMinutes(10));
        }

        String text = new CommitNotes(2_000_000_000, 1, ages).text();
        CommitNotes read = CommitNotes.parse(text).orElseThrow();

        assertThat(text).hasSizeBetween(3_900, 4_000);
        assertThat(read.open()).hasSizeGreaterThan(200);
        assertThat(read.readUpTo()).isEqualTo(read.open().lastKey() + 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "what ever", "9", "9~1 x", "9~1 7@", "9~1  7@1", "99999999999999999999~1", "7@1 9~1"})
    void whatStrangersHaveWrittenIsNoNote(String metadata) {
        assertThat(CommitNotes.parse(metadata)).isEmpty();
    }
}
