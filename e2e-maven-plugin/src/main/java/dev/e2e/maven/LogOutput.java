package dev.e2e.maven;

import dev.e2e.logs.LogView;
import dev.e2e.process.ProcessName;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.maven.execution.MavenSession;

/** Log lines on standard output, each behind the name of its process, which has a colour of its own where Maven has any. */
final class LogOutput implements LogView.Output {
    private static final int[] COLOURS = {36, 33, 32, 35, 34, 96, 93, 92, 95, 94};
    private static final int MOST = 32 * 1024;

    private final MavenSession session;
    private final Map<ProcessName, String> prefixes = new LinkedHashMap<>();
    private final StringBuilder text = new StringBuilder();

    LogOutput(MavenSession session, Collection<ProcessName> names) {
        this.session = session;
        boolean coloured = Colour.isOn(session);
        int width = names.stream().mapToInt(name -> name.value().length()).max().orElse(0);
        for (ProcessName name : names) {
            String padded = name.value() + " ".repeat(width - name.value().length()) + " | ";
            int colour = COLOURS[prefixes.size() % COLOURS.length];
            prefixes.put(name, coloured ? "\u001b[" + colour + "m" + padded + "\u001b[0m" : padded);
        }
    }

    @Override
    public void line(ProcessName name, String line) {
        text.append(Objects.requireNonNull(prefixes.get(name))).append(line).append('\n');
        if (text.length() > MOST) {
            flush();
        }
    }

    @Override
    public void note(ProcessName name, String note) {
        line(name, "[e2e: " + note + "]");
    }

    @Override
    public void flush() {
        if (!text.isEmpty()) {
            StandardOutput.print(session, text.toString());
            text.setLength(0);
        }
    }
}
