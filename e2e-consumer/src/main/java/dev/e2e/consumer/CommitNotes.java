package dev.e2e.consumer;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a commit says to whoever reads on from its offset, as its metadata: of the snapshots that begin below {@code readUpTo},
 * the word was spoken on all but the open ones.
 *
 * <p>As text {@code 4711~1764150000000 4099@59 4200@0}: everything below offset 4711 was read, the youngest record there is of
 * that moment, and the snapshots that begin at 4099 and 4200 are open, whose ends were waited for 59 s and not yet a second.
 *
 * @param youngest the largest timestamp of what was read, in milliseconds since 1970: younger records in its place, after the
 *     broker has lost some, are not what was read
 * @param open how long the ends of open snapshots were waited for, in whole seconds, by the offset of their begin
 */
record CommitNotes(long readUpTo, long youngest, SortedMap<Long, Duration> open) {
    /** Brokers take 4,096 bytes by default ({@code offset.metadata.max.bytes}). */
    private static final int BYTES = 4_000;

    private static final Pattern READ = Pattern.compile("([0-9]{1,18})~(-?[0-9]{1,18})");
    private static final Pattern OPEN = Pattern.compile("([0-9]{1,18})@([0-9]{1,9})");

    /** Reads the metadata of a commit; empty where it is none of these. */
    static Optional<CommitNotes> parse(String metadata) {
        String[] words = metadata.split(" ", -1);
        Matcher read = READ.matcher(words[0]);
        if (!read.matches()) {
            return Optional.empty();
        }
        SortedMap<Long, Duration> open = new TreeMap<>();
        for (int i = 1; i < words.length; i++) {
            Matcher snapshot = OPEN.matcher(words[i]);
            if (!snapshot.matches()) {
                return Optional.empty();
            }
            open.put(Long.parseLong(snapshot.group(1)), Duration.ofSeconds(Long.parseLong(snapshot.group(2))));
        }
        return Optional.of(new CommitNotes(Long.parseLong(read.group(1)), Long.parseLong(read.group(2)), open));
    }

    /** As metadata; where not all open snapshots fit, of what was read only what lies before the first that does not. */
    String text() {
        StringBuilder words = new StringBuilder();
        for (Map.Entry<Long, Duration> snapshot : open.entrySet()) {
            String word = " " + snapshot.getKey() + "@" + snapshot.getValue().toSeconds();
            if (read(readUpTo).length() + words.length() + word.length() > BYTES) {
                return read(Math.min(readUpTo, snapshot.getKey())) + words;
            }
            words.append(word);
        }
        return read(readUpTo) + words;
    }

    private String read(long upTo) {
        return upTo + "~" + youngest;
    }
}
