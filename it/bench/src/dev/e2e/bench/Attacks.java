package dev.e2e.bench;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The rows that are behaviour. */
final class Attacks {
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final Bench bench;

    Attacks(Bench bench) {
        this.bench = bench;
    }

    /** A PID file and a state file that name a process that is none of ours: it has to live on. */
    Row pidReused() throws IOException, InterruptedException {
        Project project = bench.project("reused", Project.Held.GOES_ON, Bench.shell("child", Bench.TRIVIAL));
        project.succeed("e2e:start");
        String state = Files.readString(project.file("state"));
        project.succeed("e2e:stop");
        Trials trials = Trials.of(bench, bench.runs(), (check, number) -> {
            Process bystander = new ProcessBuilder("setsid", "sh", "-c", "sleep 600 & sleep 600 & wait").start();
            List<ProcessHandle> all = new ArrayList<>(List.of(bystander.toHandle()));
            try {
                while (bystander.children().count() < 2) {
                    Thread.sleep(1);
                }
                all.addAll(bystander.children().toList());
                String told = replaced(state, "pid", Long.toString(bystander.pid()));
                // Every other time even its start time is that of the state file.
                Files.writeString(
                        project.file("state"),
                        number % 2 == 0 ? told : replaced(told, "start", Processes.start(bystander.pid())));
                Files.writeString(project.file("pid"), bystander.pid() + "\n");
                project.run("e2e:stop").end();
                check.that(all.stream().allMatch(it -> Processes.alive(it.pid())), "the bystander is killed");
            } finally {
                all.forEach(ProcessHandle::destroyForcibly);
                Trials.delete(project.file("state"), project.file("pid"));
            }
        });
        return trials.row("PID reused: bystander on stop", "lives, and its two children");
    }

    private static String replaced(String state, String key, String value) {
        return Pattern.compile("^" + key + "=.*$", Pattern.MULTILINE)
                .matcher(state)
                .replaceFirst(key + "=" + value);
    }

    /** A child that exits before it is ready, after another that is. */
    List<Row> exits() throws IOException, InterruptedException {
        Project project = bench.project(
                "exits",
                Project.Held.GOES_ON,
                Bench.shell("base", Bench.TRIVIAL),
                Bench.shell("child", "echo failing; exit 7", "<dependsOn>base</dependsOn>"));
        Samples took = new Samples();
        Trials trials = Trials.of(bench, bench.runs(), (check, number) -> {
            MavenRun run = project.run("verify").end();
            check.failed(run, "Process 'child' exited with 7");
            check.that(run.says("Base stopped"), "what was started before is not rolled back");
            check.noFiles(project);
            took.add(run.took());
        });
        return List.of(
                trials.row("child exits 7 before ready", "fails, names 7, rolled back"),
                Row.figure("child exits 7 before ready: the whole build", took));
    }

    /** Another process answers on the child's port: before the launch, or only after it. */
    Row stranger() throws IOException, InterruptedException {
        int port = Bench.freePort();
        Path launched = bench.work().resolve("launched.note");
        Project project = bench.project(
                "stranger",
                Project.Held.GOES_ON,
                Bench.process(
                        "child", List.of("sh", "-c", "echo > " + launched + "; exec sleep 600"), Bench.ready(port)));
        Trials trials = Trials.of(bench, bench.runs(), (check, number) -> {
            boolean before = number % 2 == 0;
            Files.deleteIfExists(launched);
            HttpServer early = before ? server(port) : null;
            MavenRun run = project.run("verify");
            while (!before && !Files.exists(launched)) {
                Thread.sleep(5);
            }
            HttpServer answering = early == null ? server(port) : early;
            try {
                run.end();
                check.failed(run, before ? "port " + port + " is taken by" : "is not what answers on port " + port);
                check.that(
                        run.says("PID " + ProcessHandle.current().pid()), "the stranger is not named: " + run.text());
                check.noFiles(project);
            } finally {
                answering.stop(0);
            }
        });
        return trials.row("a stranger answers on the port", "fails, names the stranger, nothing left");
    }

    private static HttpServer server(int port) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        return server;
    }

    /** A child that ignores TERM, and whose own child does so too. */
    List<Row> ignoresTerm() throws IOException, InterruptedException {
        Project project = bench.project(
                "ignores-term",
                Project.Held.GOES_ON,
                Bench.shell("child", Bench.STUBBORN, "<shutdownTimeout>" + GRACE.toMillis() + "ms</shutdownTimeout>"));
        Samples above = new Samples();
        Trials trials = Trials.of(bench, bench.runs(), (check, number) -> {
            project.succeed("e2e:start");
            MavenRun run = project.succeed("e2e:stop");
            check.that(bench.marked().isEmpty(), "something survives the stop: " + bench.marked());
            check.noFiles(project);
            above.add(run.inGoal("stop", "Nothing left behind").minus(GRACE));
        });
        return List.of(
                trials.row("child ignores TERM", "killed after its grace, with its child"),
                Row.figure("child ignores TERM: the stop above the grace", above, Goal.p95(500)));
    }

    /** A grandchild in a session of its own, whose parent is gone. */
    Row grandchild() throws IOException, InterruptedException {
        Path pid = bench.work().resolve("grandchild.pid");
        Project project = bench.project(
                "grandchild",
                Project.Held.GOES_ON,
                Bench.shell("child", "setsid sh -c 'echo $$ > " + pid + "; echo READY; exec sleep 600' & sleep 600"));
        Trials trials = Trials.of(bench, bench.runs(), (check, number) -> {
            project.succeed("e2e:start");
            long grandchild = Long.parseLong(Files.readString(pid).strip());
            check.that(Processes.alive(grandchild), "the attack fails: there is no grandchild");
            project.succeed("e2e:stop");
            check.that(!Processes.alive(grandchild), "alive");
            check.noFiles(project);
        });
        return trials.row("grandchild after stop", "gone");
    }

    /** Eight Mavens that start the same process in the same directory. */
    Row startsAtOnce() throws IOException, InterruptedException {
        Project project = bench.project("at-once", Project.Held.GOES_ON, Bench.shell("child", Bench.TRIVIAL));
        Trials trials = Trials.of(bench, Math.max(1, bench.runs() / 3), (check, number) -> {
            List<MavenRun> starts = new ArrayList<>();
            for (int start = 0; start < 8; start++) {
                starts.add(project.run("e2e:start"));
            }
            for (MavenRun start : starts) {
                start.end();
                check.that(
                        start.exitCode() == 0 || start.says("is being started by PID"),
                        "one of them has no defined answer: " + start.text());
            }
            long running = bench.marked().stream()
                    .filter(it -> Processes.commandLine(it).equals("sleep 600"))
                    .count();
            check.that(running == 1, running + " run");
            check.that(Processes.alive(project.child()), "the PID file does not name the one that runs");
            project.succeed("e2e:stop");
            check.noFiles(project);
        });
        return trials.row("eight starts at once: how many run", "1; the others succeed it or are told who starts it");
    }

    /** A link to a victim's file where the log would be. */
    Row linkedLog() throws IOException, InterruptedException {
        Project project = bench.project("linked-log", Project.Held.GOES_ON, Bench.shell("child", Bench.TRIVIAL));
        Path victim = bench.work().resolve("victim");
        Files.createDirectories(project.states());
        Trials trials = Trials.of(bench, bench.runs(), (check, number) -> {
            Files.writeString(victim, "precious");
            Trials.delete(project.file("log"));
            Files.createSymbolicLink(project.file("log"), victim);
            MavenRun run = project.run("verify").end();
            check.failed(run, "is a symbolic link");
            check.that(Files.readString(victim).equals("precious"), "overwritten or appended");
            check.noFiles(project);
            Trials.delete(project.file("log"));
        });
        return trials.row("log path is a link to a victim's file", "refused, untouched");
    }
}
