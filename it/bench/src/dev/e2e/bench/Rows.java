package dev.e2e.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** Measures and tries every row, and prints the table; exits with 1 where a behaviour is not as promised. */
final class Rows {
    private final List<Row> rows = new ArrayList<>();

    private Rows() {}

    @FunctionalInterface
    private interface Some {
        List<Row> take() throws IOException, InterruptedException;
    }

    @FunctionalInterface
    private interface One {
        Row take() throws IOException, InterruptedException;
    }

    /** Arguments: the mvn program, the local repository, one to take from, the version, the work directory, the classes, the runs, seconds to wait for quiet. */
    public static void main(String[] arguments) throws Exception {
        Bench bench = new Bench(
                Path.of(arguments[0]),
                Path.of(arguments[1]),
                Path.of(arguments[2]),
                arguments[3],
                Files.createDirectories(Path.of(arguments[4])),
                Path.of(arguments[5]),
                UUID.randomUUID().toString(),
                Integer.parseInt(arguments[6]),
                new Quiet(Duration.ofSeconds(Long.parseLong(arguments[7]))));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                bench.clear();
            } catch (IOException e) {
                System.err.println("bench: what was started may live on: " + e);
            }
        }));
        Rows rows = new Rows();
        rows.print(bench);
        System.exit(rows.rows.stream().anyMatch(Row::broken) ? 1 : 0);
    }

    private void print(Bench bench) throws IOException, InterruptedException {
        bench.project("first", Project.Held.GOES_ON, Bench.shell("child", Bench.TRIVIAL))
                .resolve();
        String before = load();
        Speeds speeds = new Speeds(bench);
        Attacks attacks = new Attacks(bench);
        all("start, status and stop", speeds::goals);
        all("e2e-helper.sh", new HelperScript(bench)::rows);
        all("whole builds", speeds::builds);
        all("manager killed", new Kills(bench)::rows);
        one("PID reused", attacks::pidReused);
        all("child exits", attacks::exits);
        one("a stranger answers", attacks::stranger);
        all("child ignores TERM", attacks::ignoresTerm);
        one("grandchild", attacks::grandchild);
        one("eight starts at once", attacks::startsAtOnce);
        one("log is a link", attacks::linkedLog);
        System.out.println("%d cores, %s, JDK %s, %s; load %s before, %s after; %s; times are median/p95 in ms"
                .formatted(
                        Runtime.getRuntime().availableProcessors(),
                        System.getProperty("os.name") + " " + System.getProperty("os.version"),
                        System.getProperty("java.version"),
                        maven(bench),
                        before,
                        load(),
                        bench.quiet()));
        System.out.println();
        System.out.println("| row | e2e-maven-plugin | runs | goal | |");
        System.out.println("|---|---|---|---|---|");
        rows.forEach(row -> System.out.println(row.markdown()));
    }

    private void all(String what, Some some) throws IOException, InterruptedException {
        System.err.println("bench: " + what);
        rows.addAll(some.take());
    }

    private void one(String what, One one) throws IOException, InterruptedException {
        all(what, () -> List.of(one.take()));
    }

    private static String load() throws IOException {
        return Files.readString(Path.of("/proc/loadavg")).split(" ", 2)[0];
    }

    private static String maven(Bench bench) throws IOException, InterruptedException {
        Process version = new ProcessBuilder(bench.maven().toString(), "-v", "-Dstyle.color=never").start();
        String text = new String(version.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        version.waitFor(10, TimeUnit.SECONDS);
        return text.lines()
                .filter(line -> line.contains("Apache Maven"))
                .findFirst()
                .map(line -> line.replaceAll("\u001b\\[[0-9;]*m", ""))
                .orElse("Maven");
    }
}
