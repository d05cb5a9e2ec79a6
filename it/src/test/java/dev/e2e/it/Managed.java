package dev.e2e.it;

import dev.e2e.lifecycle.BuildProcesses;
import dev.e2e.lifecycle.ConflictPolicy;
import dev.e2e.lifecycle.Force;
import dev.e2e.lifecycle.Member;
import dev.e2e.lifecycle.ProcessSpec;
import dev.e2e.lifecycle.Progress;
import dev.e2e.lifecycle.SetStart;
import dev.e2e.lifecycle.SetStatus;
import dev.e2e.lifecycle.SetStop;
import dev.e2e.lifecycle.StartRequest;
import dev.e2e.lifecycle.StatusReport;
import dev.e2e.lifecycle.StopReport;
import dev.e2e.process.E2eException;
import dev.e2e.process.LaunchSpec;
import dev.e2e.process.Launcher;
import dev.e2e.process.Owner;
import dev.e2e.process.ProcessName;
import dev.e2e.process.ProcessTable;
import dev.e2e.process.StateDirectory;
import dev.e2e.process.StateStore;
import dev.e2e.readiness.Readiness;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;

/** The processes of {@code src/builds/declared}, worked on as the goals do, without a Maven. */
final class Managed {
    static final ProcessName ORDERS = new ProcessName("orders");
    static final ProcessName WEB = new ProcessName("web");
    static final Set<ProcessName> NAMES = new TreeSet<>(List.of(ORDERS, WEB));

    private final Path project;
    private final ProcessTable table;
    private final StateStore store;
    private final Owner build;
    private final Progress progress = new Progress() {
        @Override
        public void info(String line) {
            System.out.println(line);
        }

        @Override
        public void warn(String line) {
            System.out.println(line);
        }
    };

    Managed(Path project, Path states) throws E2eException {
        this.project = project;
        table = ProcessTable.ofThisMachine();
        store = new StateStore(StateDirectory.openForWriting(states), table);
        build = Owner.thisProcess(table, UUID.randomUUID().toString(), project.toString());
    }

    /** Starts them for nobody, as {@code mvn e2e:start} does. */
    void start() throws E2eException, InterruptedException {
        setStart().start(request(null));
    }

    /** Starts them for this JVM as their build, guarded. */
    void startOwned() throws E2eException, InterruptedException {
        Member member = new Member(build, "it:cycles", Set.of("it:cycles"));
        SetStart start = setStart();
        BuildProcesses.of(store, table, build, progress).during(start, () -> start.start(request(member)));
    }

    private SetStart setStart() throws E2eException {
        return new SetStart(store, table, Launcher.of(table), progress);
    }

    private StartRequest request(Member member) {
        return new StartRequest(
                List.of(spec(ORDERS, Set.of()), spec(WEB, Set.of(ORDERS))),
                Set.of(),
                ConflictPolicy.REPLACE,
                Force.STOP_THEM_TOO,
                member,
                Set.of());
    }

    private ProcessSpec spec(ProcessName name, Set<ProcessName> dependsOn) {
        List<String> command = List.of("sh", "child.sh", name.value(), "0");
        return ProcessSpec.of(
                        name,
                        new LaunchSpec(command, project, Map.of(), Map.of()),
                        new Readiness.LogLine(Pattern.compile("^ready$")))
                .dependsOn(dependsOn)
                .build();
    }

    /** Stops them, whoever they belong to. */
    StopReport stop() throws E2eException, InterruptedException {
        StopReport report = new SetStop(store, table)
                .run(new SetStop.Request(NAMES, Optional.empty(), Member.endOf(build), Force.STOP_THEM_TOO));
        BuildProcesses.of(store, table, build, progress).releaseIfNothingIsOwned();
        return report;
    }

    StatusReport status() throws InterruptedException {
        return new SetStatus(store, table, published -> Optional.empty()).look(NAMES);
    }

    ProcessTable table() {
        return table;
    }

    StateStore store() {
        return store;
    }
}
