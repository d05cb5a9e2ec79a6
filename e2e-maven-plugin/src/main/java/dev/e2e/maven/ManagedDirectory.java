package dev.e2e.maven;

import dev.e2e.lifecycle.BuildProcesses;
import dev.e2e.lifecycle.HttpDetails;
import dev.e2e.lifecycle.KnownProcesses;
import dev.e2e.lifecycle.Progress;
import dev.e2e.lifecycle.RunningAlready;
import dev.e2e.lifecycle.SetRestart;
import dev.e2e.lifecycle.SetStart;
import dev.e2e.lifecycle.SetStatus;
import dev.e2e.lifecycle.SetStop;
import dev.e2e.lifecycle.StartRequest;
import dev.e2e.lifecycle.StatusReport;
import dev.e2e.lifecycle.StatusText;
import dev.e2e.process.E2eException;
import dev.e2e.process.InvalidInputException;
import dev.e2e.process.Launcher;
import dev.e2e.process.Owner;
import dev.e2e.process.ProcessName;
import dev.e2e.process.ProcessState;
import dev.e2e.process.ProcessTable;
import dev.e2e.process.StateDirectory;
import dev.e2e.process.StateStore;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The parts of the process core, put together for one directory. */
record ManagedDirectory(StateStore store, ProcessTable table) {

    static ManagedDirectory forReading(Path directory) throws InvalidInputException {
        ProcessTable table = ProcessTable.ofThisMachine();
        return new ManagedDirectory(new StateStore(StateDirectory.open(directory), table), table);
    }

    static ManagedDirectory forWriting(Path directory) throws InvalidInputException {
        ProcessTable table = ProcessTable.ofThisMachine();
        return new ManagedDirectory(new StateStore(StateDirectory.openForWriting(directory), table), table);
    }

    Map<ProcessName, ProcessState> start(StartRequest request, Progress progress)
            throws E2eException, InterruptedException {
        SetStart start = new SetStart(store, table, Launcher.of(table), progress);
        Owner build = request.owner();
        return build == null
                ? start.start(request)
                : BuildProcesses.of(store, table, build, progress).during(start, () -> start.start(request));
    }

    Map<ProcessName, SetRestart.Restarted> restart(SetRestart.Request request, Progress progress)
            throws E2eException, InterruptedException {
        SetRestart restart = new SetRestart(store, table, Launcher.of(table), progress);
        Set<ProcessName> owned = known().ownedBy(request.self());
        return Collections.disjoint(owned, request.names())
                ? restart.restart(request)
                : BuildProcesses.of(store, table, request.self(), progress)
                        .during(restart, () -> restart.restart(request));
    }

    KnownProcesses known() {
        return new KnownProcesses(store);
    }

    RunningAlready already() {
        return new RunningAlready(store, table);
    }

    SetStop stop() {
        return new SetStop(store, table);
    }

    /** The names that have files here. */
    Set<ProcessName> names() throws InvalidInputException {
        return store.directory().names();
    }

    /** Those that were asked for; where none was, those of the POM and whatever else has files here. */
    Set<ProcessName> shown(Set<ProcessName> selected, Declarations declarations) throws InvalidInputException {
        return declarations.selectedOrAll(selected, names());
    }

    StatusReport look(Collection<ProcessName> names) throws InterruptedException {
        return new SetStatus(store, table, new HttpDetails()).look(names);
    }

    List<String> status(Collection<ProcessName> names) throws InterruptedException {
        return StatusText.render(look(names));
    }
}
