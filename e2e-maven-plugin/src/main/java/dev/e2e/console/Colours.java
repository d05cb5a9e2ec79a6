package dev.e2e.console;

import java.util.List;
import java.util.Map;

/** Colour for lines that begin with one of our pictures, by ANSI escape sequences (ECMA-48, SGR). */
public final class Colours {
    private static final String BOLD = "1";
    private static final String RED = "31";
    private static final String GREEN = "32";
    private static final String YELLOW = "33";
    private static final String FAINT = "2";
    private static final List<Map.Entry<String, String>> BY_PICTURE = List.of(
            Map.entry("✅", GREEN),
            Map.entry("❌", RED),
            Map.entry("❓", RED),
            Map.entry("⚠", YELLOW),
            Map.entry("⏳", YELLOW),
            Map.entry("⚪", FAINT),
            Map.entry("📊", BOLD),
            Map.entry("▶", BOLD));

    private Colours() {}

    /**
     * The line in its colour.
     *
     * @param line with its picture
     * @param shown the same as it is to be shown
     */
    public static String apply(String line, String shown) {
        for (Map.Entry<String, String> colour : BY_PICTURE) {
            if (line.startsWith(colour.getKey())) {
                return "\033[" + colour.getValue() + "m" + shown + "\033[0m";
            }
        }
        return shown;
    }
}
