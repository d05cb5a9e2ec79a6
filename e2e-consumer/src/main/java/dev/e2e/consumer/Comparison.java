package dev.e2e.consumer;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Optional;

/**
 * What is expected of a value: numbers are compared as numbers, everything else as text, and only for equality.
 *
 * @param value what it is compared with, as it was written
 */
record Comparison(Operator operator, String value) {

    /** The ways to compare; those of two characters stand before the one that they begin with. */
    enum Operator {
        AT_LEAST(">="),
        AT_MOST("<="),
        EQUAL("=="),
        NOT_EQUAL("!="),
        ABOVE(">"),
        BELOW("<");

        private final String text;

        Operator(String text) {
            this.text = text;
        }

        /** @param sign of what was found less what is expected */
        boolean holds(int sign) {
            return switch (this) {
                case AT_LEAST -> sign >= 0;
                case AT_MOST -> sign <= 0;
                case EQUAL -> sign == 0;
                case NOT_EQUAL -> sign != 0;
                case ABOVE -> sign > 0;
                case BELOW -> sign < 0;
            };
        }

        String text() {
            return text;
        }

        boolean ordersOnly() {
            return this != EQUAL && this != NOT_EQUAL;
        }

        /** The one that stands at a place of a text. */
        static Optional<Operator> at(String text, int index) {
            return Arrays.stream(values())
                    .filter(operator -> text.startsWith(operator.text, index))
                    .findFirst();
        }
    }

    /** Whether a value that was found is as expected. */
    boolean holds(String found) {
        Optional<BigDecimal> expected = number(value);
        Optional<BigDecimal> actual = number(found);
        if (expected.isPresent() && actual.isPresent()) {
            return operator.holds(actual.get().compareTo(expected.get()));
        }
        return !operator.ordersOnly() && (operator == Operator.EQUAL) == found.equals(value);
    }

    /** The number that a text is; empty where it is none. */
    static Optional<BigDecimal> number(String text) {
        try {
            return Optional.of(new BigDecimal(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
