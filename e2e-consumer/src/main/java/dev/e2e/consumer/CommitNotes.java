package dev.e2e.consumer;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a commit says to whoever reads on from its offset: as its metadata, in words that are separated by spaces, as many
 * as fit. {@code 4711@59} is a snapshot that begins at offset 4711 and whose end was waited for 59 s, {@code
 * 4699:tAg} one on which the word was spoken, with the offset of its last record and {@link SnapshotKey#tag()}.
 *
 * @param ages of open snapshots by the offset of their begin, whole seconds; the oldest begins come first
 * @param finished the last offsets of finished snapshots by their tag
 */
record CommitNotes(SortedMap<Long, Duration> ages, Map<String, Long> finished) {
    /** Brokers take 4,096 bytes by default ({@code offset.metadata.max.bytes}). */
    private static final int BYTES = 4_000;

    /** The finished ones have the other half at least: forgetting an age costs a wait, forgetting them a wrong word. */
    private static final int BYTES_OF_AGES = BYTES / 2;

    private static final Pattern AGE = Pattern.compile("([0-9]{1,18})@([0-9]{1,9})");
    private static final Pattern FINISHED = Pattern.compile("([0-9]{1,18}):([A-Za-z0-9_-]{11})");

    /** Reads the metadata of a commit; words that are not of this kind are passed over. */
    static CommitNotes parse(String metadata) {
        SortedMap<Long, Duration> ages = new TreeMap<>();
        Map<String, Long> finished = new LinkedHashMap<>();
        for (String word : metadata.split(" ", -1)) {
            Matcher age = AGE.matcher(word);
            Matcher end = FINISHED.matcher(word);
            if (age.matches()) {
                ages.put(Long.parseLong(age.group(1)), Duration.ofSeconds(Long.parseLong(age.group(2))));
            } else if (end.matches()) {
                finished.put(end.group(2), Long.parseLong(end.group(1)));
            }
        }
        return new CommitNotes(ages, finished);
    }

    /** As metadata. */
    String text() {
        StringBuilder text = new StringBuilder();
        ages.forEach((begin, age) -> {
            if (!age.truncatedTo(ChronoUnit.SECONDS).isZero()) {
                append(text, begin + "@" + age.toSeconds(), BYTES_OF_AGES);
            }
        });
        finished.forEach((tag, last) -> append(text, last + ":" + tag, BYTES));
        return text.toString();
    }

    private static void append(StringBuilder text, String word, int atMost) {
        String separated = text.isEmpty() ? word : " " + word;
        if (text.length() + separated.length() <= atMost) {
            text.append(separated);
        }
    }
}
