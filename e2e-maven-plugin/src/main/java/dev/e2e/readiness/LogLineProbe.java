package dev.e2e.readiness;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Searches each line of a log once, and takes the values of the named groups from the first that matches. */
final class LogLineProbe implements Probe {
    private static final Pattern GROUP = Pattern.compile("\\(\\?<([A-Za-z][A-Za-z0-9]*)>");

    private final LogReader reader;
    private final LineSearch search;
    private final List<String> groups;
    private boolean looked;

    LogLineProbe(Path log, Pattern pattern) {
        this.reader = new LogReader(log);
        this.search = new LineSearch(pattern);
        this.groups = GROUP.matcher(pattern.pattern())
                .results()
                .map(result -> result.group(1))
                .filter(name -> isGroup(name, pattern))
                .toList();
    }

    /** What looks like a group may be quoted; a reference to it compiles only if it is one. */
    private static boolean isGroup(String name, Pattern pattern) {
        try {
            Pattern reference = Pattern.compile(pattern.pattern() + "\\k<" + name + ">", pattern.flags());
            return !reference.pattern().isEmpty();
        } catch (PatternSyntaxException e) {
            return false;
        }
    }

    @Override
    public Optional<Map<String, String>> check() throws IOException {
        looked = true;
        return reader.search(line -> search.in(line).map(this::values));
    }

    private Map<String, String> values(Matcher matcher) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String group : groups) {
            String value = matcher.group(group);
            if (value != null) {
                values.put(group, value);
            }
        }
        return values;
    }

    @Override
    public String lastSeen() {
        return looked ? search.evidence() : "";
    }

    @Override
    public void close() {
        // it holds nothing open between two looks
    }
}
