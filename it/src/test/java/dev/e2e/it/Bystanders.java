package dev.e2e.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** Process groups that have nothing to do with ours: a leader and two children each, which note every signal they get. */
final class Bystanders implements AutoCloseable {
    private static final String SCRIPT = """
            for signal in HUP INT QUIT USR1 USR2 ALRM TERM CONT TSTP TTIN TTOU; do
              trap "echo $signal to \\$1 >>signals" $signal
            done
            echo "$$" >"$1"
            [ "$2" = leader ] && for child in 1 2; do sh -c "$3" sh "$1-$child" child "$3" & done
            while :; do sleep 600 & wait; done
            """;

    private final Path directory;
    private final List<Process> leaders = new ArrayList<>();

    /** Starts so many groups; their files lie in this directory. */
    Bystanders(Path directory, int groups) throws IOException {
        this.directory = Files.createDirectories(directory);
        for (int group = 1; group <= groups; group++) {
            leaders.add(new ProcessBuilder("setsid", "sh", "-c", SCRIPT, "sh", "bystander-" + group, "leader", SCRIPT)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start());
        }
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> pids().size() == 3 * groups);
    }

    /** The PID of a leader. */
    long pid(int group) {
        return leaders.get(group).pid();
    }

    int groups() {
        return leaders.size();
    }

    private List<Long> pids() throws IOException {
        List<Long> pids = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(it -> !it.endsWith("signals")).toList()) {
                String pid = Files.readString(file).strip();
                if (!pid.isEmpty()) {
                    pids.add(Long.parseLong(pid));
                }
            }
        }
        return pids;
    }

    /** What was done to them: deaths, stops and signals. */
    List<String> harm() throws IOException {
        List<String> harm = new ArrayList<>();
        Path signals = directory.resolve("signals");
        if (Files.exists(signals)) {
            harm.addAll(Files.readAllLines(signals));
        }
        for (long pid : pids()) {
            Path stat = Path.of("/proc/" + pid + "/stat");
            String text = Files.exists(stat) ? Files.readString(stat) : "";
            String state = text.substring(text.lastIndexOf(')') + 1).strip();
            if (state.isEmpty() || "ZXT".indexOf(state.charAt(0)) >= 0) {
                harm.add(pid + " is " + (state.isEmpty() ? "dead" : "in state " + state.charAt(0)));
            }
        }
        return harm;
    }

    @Override
    public void close() {
        for (Process leader : leaders) {
            leader.descendants().forEach(ProcessHandle::destroyForcibly);
            leader.destroyForcibly();
        }
    }
}
