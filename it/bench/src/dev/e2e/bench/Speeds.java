package dev.e2e.bench;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The rows that are figures. */
final class Speeds {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Bench bench;

    Speeds(Bench bench) {
        this.bench = bench;
    }

    /** Start, status and stop of one HTTP child, each a command of its own. */
    List<Row> goals() throws IOException, InterruptedException {
        int port = Bench.freePort();
        Project project = bench.project("goals", Project.Held.GOES_ON, bench.http(port));
        Project bare = bench.project("bare", Project.Held.GOES_ON);
        Samples ready = new Samples();
        Samples inStatus = new Samples();
        Samples aboveBare = new Samples();
        Samples aboveEmpty = new Samples();
        Samples aboveSkipped = new Samples();
        Samples statusCommand = new Samples();
        Samples stop = new Samples();
        for (int run = 0; run < bench.runs(); run++) {
            bench.quiet().await();
            CompletableFuture<Instant> answer = FirstAnswer.watch(port);
            Instant said =
                    project.succeed("e2e:start").await("Child ready after").at();
            ready.add(Duration.between(answer.join(), said));

            Duration command = bare.succeed("validate").took();
            Duration empty = project.succeed(Project.EMPTY_GOAL).took();
            Duration skipped = project.succeed("e2e:status", "-De2e.skip").took();
            MavenRun status = project.succeed("e2e:status");
            inStatus.add(status.inGoal("status", "BUILD SUCCESS"));
            statusCommand.add(status.took());
            aboveBare.add(status.took().minus(command));
            aboveEmpty.add(status.took().minus(empty));
            aboveSkipped.add(status.took().minus(skipped));

            CompletableFuture<Instant> watch = Processes.watch(project.child());
            Instant returned =
                    project.succeed("e2e:stop").await("Nothing left behind").at();
            stop.add(Duration.between(Processes.gone(watch, PATIENCE), returned));
        }
        return List.of(
                Row.figure("says ready after the child answered first", ready, Goal.of(50, 150)),
                Row.figure("status: in the goal", inStatus),
                Row.figure("status: the command above another plugin's empty goal", aboveEmpty, Goal.median(60)),
                Row.figure("status: the command above the same with e2e.skip", aboveSkipped),
                Row.figure("status: the command above 'mvn validate' without the plugin", aboveBare),
                Row.figure("status: the whole command", statusCommand),
                Row.figure("stop returns after the child is gone", stop, Goal.p95(20)));
    }

    /** A whole build, with a child and without, in pairs whose order alternates. */
    List<Row> builds() throws IOException, InterruptedException {
        Project bare = bench.project("bare", Project.Held.GOES_ON);
        Project trivial = bench.project("trivial", Project.Held.GOES_ON, Bench.shell("child", Bench.TRIVIAL));
        Project http = bench.project("http", Project.Held.GOES_ON, bench.http(Bench.freePort()));
        bare.succeed("verify");
        trivial.succeed("verify");
        Samples floor = new Samples();
        Samples aboveTrivial = new Samples();
        Samples inStart = new Samples();
        Samples inStop = new Samples();
        Samples aboveHttp = new Samples();
        for (int run = 0; run < bench.runs(); run++) {
            bench.quiet().await();
            boolean bareFirst = run % 2 == 0;
            Duration without = bareFirst ? bare.succeed("verify").took() : Duration.ZERO;
            MavenRun build = trivial.succeed("verify");
            Duration with = build.took();
            inStart.add(build.inGoal("start", "Child running"));
            inStop.add(build.inGoal("stop", "Nothing left behind"));
            Duration withHttp = http.succeed("verify").took();
            without = bareFirst ? without : bare.succeed("verify").took();
            floor.add(without);
            aboveTrivial.add(with.minus(without));
            aboveHttp.add(withHttp.minus(without));
        }
        return List.of(
                Row.figure("whole build without the plugin (the floor)", floor),
                Row.figure("whole build above its floor: a trivial child", aboveTrivial, Goal.median(350)),
                Row.figure("of that build: in e2e:start", inStart),
                Row.figure("of that build: in e2e:stop", inStop),
                Row.figure("whole build above its floor: an HTTP child, its own start included", aboveHttp));
    }
}
