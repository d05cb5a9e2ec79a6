package dev.e2e.readiness;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Searches lines for a pattern. The pattern is its user's: a line on which it goes astray, backtracking without end or
 * deeper than the stack, is given up instead of holding the wait, and the count of such lines is part of the evidence.
 */
public final class LineSearch {
    /** Looks at single characters that one line is worth, which takes about half a second. */
    private static final int MOST_STEPS = 50_000_000;

    private final Pattern pattern;
    private long lines;
    private long givenUp;

    /** A search for the pattern. */
    public LineSearch(Pattern pattern) {
        this.pattern = pattern;
    }

    /** Where the pattern matches; empty also when the line was given up. */
    public Optional<Matcher> in(String line) {
        lines++;
        Matcher matcher = pattern.matcher(new Steps(line));
        try {
            return matcher.find() ? Optional.of(matcher) : Optional.empty();
        } catch (TooManySteps | StackOverflowError e) {
            givenUp++;
            return Optional.empty();
        }
    }

    /** Such as {@code none of 12 lines matches}. */
    String evidence() {
        if (lines == 0) {
            return "no whole line yet";
        }
        String none = lines == 1 ? "the only line does not match" : "none of " + lines + " lines matches";
        return givenUp == 0
                ? none
                : none + "; given up on " + givenUp + " for which the pattern takes too long, write a simpler one";
    }

    /** A line that can be looked at only so often. */
    private static final class Steps implements CharSequence {
        private final String line;
        private int left = MOST_STEPS;

        Steps(String line) {
            this.line = line;
        }

        @Override
        public char charAt(int index) {
            if (--left < 0) {
                throw new TooManySteps();
            }
            return line.charAt(index);
        }

        @Override
        public int length() {
            return line.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return line.subSequence(start, end);
        }

        @Override
        public String toString() {
            return line;
        }
    }

    private static final class TooManySteps extends RuntimeException {
        TooManySteps() {
            super(null, null, false, false);
        }
    }
}
