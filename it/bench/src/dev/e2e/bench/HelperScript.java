package dev.e2e.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The figures of {@code e2e-helper.sh}, which starts no JVM. */
final class HelperScript {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Bench bench;

    HelperScript(Bench bench) {
        this.bench = bench;
    }

    /** Status and stop of one HTTP child that the plugin has started. */
    List<Row> rows() throws IOException, InterruptedException {
        Project project = bench.project("helper", Project.Held.GOES_ON, bench.http(Bench.freePort()));
        project.succeed("e2e:helper");
        Samples status = new Samples();
        Samples stop = new Samples();
        for (int run = 0; run < bench.runs(); run++) {
            project.succeed("e2e:start");
            bench.quiet().await();
            Instant asked = Instant.now();
            status.add(Duration.between(asked, run(project, "status")));
            CompletableFuture<Instant> watch = Processes.watch(project.child());
            Instant returned = run(project, "stop");
            stop.add(Duration.between(Processes.gone(watch, PATIENCE), returned));
        }
        return List.of(
                Row.figure("e2e-helper.sh: status", status, Goal.median(50)),
                Row.figure("e2e-helper.sh: stop returns after the child is gone", stop, Goal.median(50)));
    }

    /** Runs a command of the script, which has to succeed, and returns when it has ended. */
    private Instant run(Project project, String command) throws IOException, InterruptedException {
        Path script = project.directory().resolve("target/e2e/e2e-helper.sh");
        ProcessBuilder builder = new ProcessBuilder(script.toString(), command).redirectErrorStream(true);
        bench.mark(builder.environment());
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        boolean ended = process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        Instant end = Instant.now();
        if (!ended || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IllegalStateException("e2e-helper.sh " + command + " failed:\n" + output);
        }
        return end;
    }
}
