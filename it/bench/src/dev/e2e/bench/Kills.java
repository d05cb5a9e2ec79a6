package dev.e2e.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** KILL to Maven while its tests run: how long its child lives on, and how the next build fares. */
final class Kills {
    private static final Duration PROMISED = Duration.ofSeconds(5);

    private final Bench bench;

    Kills(Bench bench) {
        this.bench = bench;
    }

    List<Row> rows() throws IOException, InterruptedException {
        int port = Bench.freePort();
        Project http = bench.project("killed", Project.Held.WAITS, bench.http(port));
        Samples gone = new Samples();
        int pairs = bench.runs();
        Trials orphans =
                Trials.of(bench, pairs, (check, number) -> check.that(kill(http, gone), "the child lives 5 s later"));
        Trials next = Trials.of(bench, Math.max(1, pairs / 3), (check, number) -> {
            check.that(kill(http, new Samples()), "the child lives 5 s later");
            buildAgain(http, port, check);
        });
        Project stubborn = bench.project("stubborn", Project.Held.WAITS, Bench.shell("child", Bench.STUBBORN));
        Samples stubbornGone = new Samples();
        Trials stubbornOrphans = Trials.of(
                bench,
                Math.max(1, pairs / 3),
                (check, number) -> check.that(kill(stubborn, stubbornGone), "the child lives 5 s later"));
        return List.of(
                orphans.row("manager killed with -9: child 5 s later", "gone"),
                Row.figure("manager killed with -9: until the child is gone", gone, Goal.p95(5000)),
                stubbornOrphans.row("manager killed with -9: child that ignores TERM 5 s later", "gone"),
                Row.figure("manager killed with -9: until that child is gone", stubbornGone, Goal.p95(5000)),
                next.row("the next start on the same port", "SUCCESS, its own child answers"));
    }

    /** Kills a build in its tests; whether its child was gone in time. */
    private static boolean kill(Project project, Samples took) throws IOException, InterruptedException {
        try (MavenRun run = project.run("verify")) {
            run.await(":status (tests)");
            CompletableFuture<Instant> watch = Processes.watch(project.child());
            Instant killed = run.kill();
            Instant gone = Processes.gone(watch, PROMISED);
            if (gone.equals(Instant.MAX)) {
                return false;
            }
            took.add(Duration.between(killed, gone));
            return true;
        }
    }

    private static void buildAgain(Project project, int port, Trials.Check check)
            throws IOException, InterruptedException {
        try (MavenRun run = project.run("verify")) {
            run.await(":status (tests)");
            String answer = get(port);
            check.that(
                    answer.equals(Long.toString(project.child())),
                    "PID " + answer + " answers, which is not its child");
            project.letGoOn();
            check.that(run.end().exitCode() == 0, "the next build fails: " + run.text());
        }
        check.noFiles(project);
    }

    private static String get(int port) throws IOException {
        try (InputStream answer = URI.create("http://127.0.0.1:" + port + "/")
                .toURL()
                .openConnection(Proxy.NO_PROXY)
                .getInputStream()) {
            return new String(answer.readAllBytes(), StandardCharsets.US_ASCII);
        }
    }
}
