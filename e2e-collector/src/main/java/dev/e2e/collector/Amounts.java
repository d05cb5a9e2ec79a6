package dev.e2e.collector;

import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Kubernetes' quantities as plain numbers: {@code 250m} is 0.25, {@code 1Ki} is 1024. */
final class Amounts {
    /** Decimal digits before the point, and behind it; more than any quantity of Kubernetes has. */
    private static final int MOST_DIGITS = 30;

    private Amounts() {}

    /** Cores; null where there is no quantity, or none that can be read. */
    static @Nullable BigDecimal cores(JsonValue quantity) {
        return plain(number(quantity));
    }

    /** Bytes, rounded up; null where there is no quantity, or none that can be read. */
    static @Nullable BigDecimal bytes(JsonValue quantity) {
        BigDecimal number = number(quantity);
        return number == null ? null : number.setScale(0, RoundingMode.CEILING);
    }

    /** The sum in cores of what is stated below the path; null where nothing is. */
    static @Nullable BigDecimal sumOfCores(List<JsonValue> values, String... path) {
        BigDecimal sum = null;
        for (JsonValue value : values) {
            BigDecimal number = cores(value.at(path));
            if (number != null) {
                sum = sum == null ? number : sum.add(number);
            }
        }
        return plain(sum);
    }

    /** The sum in bytes of what is stated below the path; null where nothing is. */
    static @Nullable BigDecimal sumOfBytes(List<JsonValue> values, String... path) {
        BigDecimal sum = null;
        for (JsonValue value : values) {
            BigDecimal number = bytes(value.at(path));
            if (number != null) {
                sum = sum == null ? number : sum.add(number);
            }
        }
        return sum;
    }

    private static @Nullable BigDecimal number(JsonValue quantity) {
        String text = quantity.text();
        if (text == null || text.isEmpty()) {
            return null;
        }
        try {
            BigDecimal number = Quantity.parse(text).getNumericalAmount();
            boolean beyondReason = number.precision() - number.scale() > MOST_DIGITS || number.scale() > MOST_DIGITS;
            return beyondReason || number.signum() < 0 ? null : number;
        } catch (IllegalArgumentException | ArithmeticException e) {
            return null;
        }
    }

    private static @Nullable BigDecimal plain(@Nullable BigDecimal number) {
        if (number == null) {
            return null;
        }
        BigDecimal stripped = number.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}
