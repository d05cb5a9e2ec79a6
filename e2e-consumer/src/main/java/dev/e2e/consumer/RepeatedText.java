package dev.e2e.consumer;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Decodes texts of which each is mostly the same as the one before, as the headers of the records of a snapshot are: it
 * is then the same object, whose hash is known and which equals itself at once. Used by one thread.
 */
final class RepeatedText {
    private byte[] bytes = {};
    private String text = "";

    /** The text of UTF-8 bytes; null where there are none. */
    @Nullable String of(byte @Nullable [] utf8) {
        if (utf8 == null) {
            return null;
        }
        if (!Arrays.equals(bytes, utf8)) {
            bytes = utf8;
            text = new String(utf8, StandardCharsets.UTF_8);
        }
        return text;
    }
}
