package dev.e2e.console;

import java.nio.charset.Charset;
import java.util.Map;

/** Whether lines for people have pictures in them. */
public enum Style {
    /** As they are. */
    EMOJI {
        @Override
        public String apply(String line) {
            return line;
        }
    },
    /** With words in ASCII for pictures: {@code [ok]} for ✅. */
    PLAIN {
        @Override
        public String apply(String line) {
            String plain = line;
            for (Map.Entry<String, String> picture : WORDS.entrySet()) {
                plain = plain.replace(picture.getKey(), picture.getValue());
            }
            return plain.replace("\uFE0F", ""); // what makes a picture of the sign before it
        }
    };

    private static final Map<String, String> WORDS = Map.ofEntries(
            Map.entry("✅", "[ok]"),
            Map.entry("⚪", "[--]"),
            Map.entry("❌", "[!!]"),
            Map.entry("❓", "[??]"),
            Map.entry("⏳", "[..]"),
            Map.entry("⚠", "[!]"),
            Map.entry("   📁 ", "     "),
            Map.entry("   🕒 ", "     "),
            Map.entry("   📦 ", "     "),
            Map.entry("   📥 ", "     "),
            Map.entry("   🔄 ", "     "),
            Map.entry("📊 ", ""),
            Map.entry("🤔 ", ""),
            Map.entry("…", "..."));

    /** The line in this style. */
    public abstract String apply(String line);

    /** The style that an output of this encoding can show. */
    public static Style of(Charset output) {
        return output.newEncoder().canEncode("✅📊") ? EMOJI : PLAIN;
    }
}
