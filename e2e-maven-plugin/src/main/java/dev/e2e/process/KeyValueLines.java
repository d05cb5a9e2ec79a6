package dev.e2e.process;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** Text of {@code key=value} lines, the form in which processes and shells here tell each other things. */
public final class KeyValueLines {
    private KeyValueLines() {}

    /** The values by key, in the order of the lines; of a key that comes twice the last. Other lines do not count. */
    public static Map<String, String> parse(String text) {
        Map<String, String> values = new LinkedHashMap<>();
        for (Iterator<String> lines = text.lines().iterator(); lines.hasNext(); ) {
            String line = lines.next();
            int equals = line.indexOf('=');
            if (equals > 0) {
                values.put(line.substring(0, equals), line.substring(equals + 1));
            }
        }
        return values;
    }
}
