package dev.e2e.readiness;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * HTTP status codes that count as ready.
 *
 * @param ranges at least one
 */
public record StatusRanges(List<Range> ranges) {
    /**
     * 200-399, as <a
     * href="https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/#define-a-liveness-http-request">Kubernetes's
     * httpGet probe</a> has it: 200 or more and less than 400.
     */
    public static final StatusRanges DEFAULT = new StatusRanges(List.of(new Range(200, 399)));

    private static final Pattern RANGE = Pattern.compile("([1-9][0-9]{2})(?:\\s*-\\s*([1-9][0-9]{2}))?");

    /**
     * From one code to another, both included.
     *
     * @param first from 100 to 999
     * @param last from {@code first} to 999
     */
    public record Range(int first, int last) {
        /** @throws IllegalArgumentException when a code has not three digits, or the last comes before the first */
        public Range {
            if (first < 100 || last > 999 || last < first) {
                throw unexpected(first + "-" + last);
            }
        }

        @Override
        public String toString() {
            return first == last ? Integer.toString(first) : first + "-" + last;
        }
    }

    /** @throws IllegalArgumentException when there is no range */
    public StatusRanges {
        ranges = List.copyOf(ranges);
        if (ranges.isEmpty()) {
            throw unexpected("");
        }
    }

    /**
     * Reads text such as {@code 200-299,401}.
     *
     * @throws IllegalArgumentException when it is anything else
     */
    public static StatusRanges parse(String text) {
        List<Range> ranges = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            Matcher matcher = RANGE.matcher(part.strip());
            if (!matcher.matches()) {
                throw unexpected(text);
            }
            int first = Integer.parseInt(matcher.group(1));
            int last = matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2));
            if (last < first) {
                throw unexpected(text);
            }
            ranges.add(new Range(first, last));
        }
        return new StatusRanges(ranges);
    }

    private static IllegalArgumentException unexpected(String text) {
        return new IllegalArgumentException(
                "expected status codes or ranges such as 200-399 or 200,204, got '" + text + "'");
    }

    /** Whether a server that answers with this code is ready. */
    boolean contain(int code) {
        return ranges.stream().anyMatch(range -> range.first() <= code && code <= range.last());
    }

    /** As {@link #parse} reads it. */
    @Override
    public String toString() {
        return ranges.stream().map(Range::toString).collect(Collectors.joining(","));
    }
}
