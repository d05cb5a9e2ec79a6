package dev.e2e.consumer;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What went wrong with a snapshot: the first few things in full, of the rest only how many. */
final class Troubles {
    private static final int TOLD = 10;

    private final List<String> told = new ArrayList<>();
    private int more;

    void add(String trouble) {
        if (told.size() < TOLD) {
            told.add(trouble);
        } else {
            more++;
        }
    }

    /** Notes a difference; nothing where there is none. */
    void compare(String what, Object expected, Object found) {
        if (!expected.equals(found)) {
            add("%s: expected %s, found %s".formatted(what, text(expected), text(found)));
        }
    }

    boolean none() {
        return told.isEmpty();
    }

    List<String> all() {
        List<String> all = new ArrayList<>(told);
        if (more > 0) {
            all.add("and %d more".formatted(more));
        }
        return all;
    }

    private static String text(Object value) {
        return value instanceof Long number
                ? String.format(Locale.ROOT, "%,d", number)
                : Printable.of(value.toString());
    }
}
