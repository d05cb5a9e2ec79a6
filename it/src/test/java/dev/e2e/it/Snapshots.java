package dev.e2e.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/**
 * What collectors and consumers say of snapshots in their logs, which outlive them.
 *
 * @param collectors a log for each collector
 * @param consumers a log for each consumer
 */
record Snapshots(List<Path> collectors, List<Path> consumers) {
    private static final Pattern COMPLETE = Pattern.compile("snapshot (\\S+) complete: ");
    private static final Pattern VERIFIED = Pattern.compile("snapshot (\\S+) verified");
    private static final Pattern WRONG = Pattern.compile("snapshot (\\S+) (?:failed|incomplete): ");

    /** The snapshots that collectors have reported as complete. */
    Set<String> complete() {
        return new LinkedHashSet<>(find(COMPLETE, collectors));
    }

    /** The snapshots that consumers have verified, as often as they did. */
    List<String> verified() {
        return find(VERIFIED, consumers);
    }

    /** Complete snapshots that no consumer has verified so far. */
    Set<String> missing() {
        Set<String> missing = complete(); // first: what is complete later is not yet expected
        missing.removeAll(new HashSet<>(verified()));
        return missing;
    }

    /** The complete snapshots that a consumer, at whatever time, did not find so. */
    Set<String> wrong() {
        Set<String> wrong = complete();
        wrong.retainAll(new HashSet<>(find(WRONG, consumers)));
        return wrong;
    }

    /** What one and the same consumer verified more than once. */
    List<String> twice() {
        List<String> twice = new ArrayList<>();
        for (Path consumer : consumers) {
            Set<String> seen = new HashSet<>();
            find(VERIFIED, List.of(consumer)).stream()
                    .filter(id -> !seen.add(id))
                    .forEach(twice::add);
        }
        return twice;
    }

    /** How many verifications repeat an earlier one, of whichever consumer. */
    int repeated() {
        List<String> verified = verified();
        return verified.size() - new HashSet<>(verified).size();
    }

    /** Waits until so many further snapshots are complete, and all that are complete by then are verified. */
    void awaitMore(int count, Duration atMost) {
        int before = complete().size();
        Awaitility.await("further snapshots")
                .atMost(atMost)
                .until(() -> complete().size() >= before + count);
        Set<String> complete = complete();
        Awaitility.await("their verification")
                .atMost(atMost)
                .until(() -> new HashSet<>(verified()).containsAll(complete));
    }

    private static List<String> find(Pattern pattern, List<Path> logs) {
        List<String> found = new ArrayList<>();
        for (Path log : logs) {
            Matcher matcher = pattern.matcher(read(log));
            while (matcher.find()) {
                found.add(matcher.group(1));
            }
        }
        return found;
    }

    private static String read(Path log) {
        try {
            return Files.exists(log) ? Files.readString(log) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
