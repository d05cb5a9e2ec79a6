package dev.e2e.readiness;

import java.util.regex.Pattern;

/** {@code @{name}} in a text, whose value is known only just before the launch. */
final class LateReference {
    private static final Pattern REFERENCE = Pattern.compile("@\\{[^}]*}");

    private LateReference() {}

    /** The text as it may look one day, for a check of all around the references: with {@code 1} for each. */
    static String sample(String text) {
        return REFERENCE.matcher(text).replaceAll("1");
    }

    /** As {@link #sample(String)}, for a text whose beginning may be a reference to more than a part of it. */
    static String sample(String text, String beginning) {
        return sample(text.startsWith("@{") ? REFERENCE.matcher(text).replaceFirst(beginning) : text);
    }

    /** Whether the text is nothing but one reference, and so may become anything. */
    static boolean isAll(String text) {
        return REFERENCE.matcher(text).matches();
    }
}
