package dev.e2e.lifecycle;

import dev.e2e.process.Children;
import dev.e2e.process.E2eException;
import dev.e2e.process.LaunchSpec;
import dev.e2e.process.Launcher;
import dev.e2e.process.Owner;
import dev.e2e.process.ProcessName;
import dev.e2e.process.ProcessState;
import dev.e2e.process.StateDirectory;
import dev.e2e.process.StateStore;
import dev.e2e.process.StopRules;
import dev.e2e.readiness.Readiness;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The three public ways in, as a goal uses them, on a directory of a test. */
final class Sets {
    static final ProcessName ORDERS = new ProcessName("orders");
    static final ProcessName DB = new ProcessName("db");
    static final String READY_AND_STAY = "echo READY; exec sleep 60";

    final RecordingProgress progress = new RecordingProgress();
    private final Children children;
    private final Path directory;

    Sets(Children children) {
        this(children, children.directory());
    }

    /** On another directory than that in which the children run. */
    Sets(Children children, Path directory) {
        this.children = children;
        this.directory = directory;
    }

    /** The process "orders", which is a shell's script and ready when it says READY. */
    ProcessSpec.Builder orders(String script) {
        return spec(ORDERS, script);
    }

    ProcessSpec.Builder spec(ProcessName name, String script) {
        return spec(name, children.shell(script), new Readiness.LogLine(Pattern.compile("^READY")));
    }

    ProcessSpec.Builder spec(ProcessName name, LaunchSpec launch, Readiness readiness) {
        return ProcessSpec.of(name, launch, readiness)
                .startupTimeout(Duration.ofSeconds(30))
                .stop(StopRules.of(Duration.ofSeconds(10), children.directory()));
    }

    /** A script whose log may have so many bytes. */
    LaunchSpec logging(String script, long maxLogSize) {
        return new LaunchSpec(List.of("sh", "-c", script), children.directory(), Map.of(), Map.of(), maxLogSize);
    }

    Map<ProcessName, ProcessState> start(ProcessSpec... specs) throws E2eException, InterruptedException {
        return new SetStart(store(), children.table(), Launcher.of(children.table()), progress)
                .start(new StartRequest(
                        List.of(specs), Set.of(), ConflictPolicy.REPLACE, Force.RESPECT_OTHER_BUILDS, null, Set.of()));
    }

    /** Starts "orders" and returns its PID. */
    long startOrders(ProcessSpec.Builder orders) throws E2eException, InterruptedException {
        return pid(start(orders.build()).get(ORDERS));
    }

    Map<ProcessName, SetRestart.Restarted> restart(ProcessName... names) throws E2eException, InterruptedException {
        return restart(self(), Force.RESPECT_OTHER_BUILDS, names);
    }

    Map<ProcessName, SetRestart.Restarted> restart(Owner build, Force force, ProcessName... names)
            throws E2eException, InterruptedException {
        return restart().restart(new SetRestart.Request(Set.of(names), build, force));
    }

    SetRestart restart() throws E2eException {
        return new SetRestart(store(), children.table(), Launcher.of(children.table()), progress);
    }

    /** A build that asks for something. */
    Owner self() {
        return Owner.thisProcess(children.table(), "self", "/self");
    }

    static long pid(ProcessState state) {
        return state.identity().orElseThrow().pid();
    }

    StopReport stop(ProcessName... names) throws E2eException, InterruptedException {
        return new SetStop(store(), children.table())
                .run(new SetStop.Request(
                        Set.of(names),
                        Optional.empty(),
                        Member.endOf(Owner.thisProcess(children.table(), "test", "/test")),
                        Force.RESPECT_OTHER_BUILDS));
    }

    /** How the stop of "orders" went. */
    StopReport.Result stopOrders() throws E2eException, InterruptedException {
        return stop(ORDERS).results().get(ORDERS);
    }

    /** Stops all that this user has in the directory. */
    StopReport stopAll() throws E2eException, InterruptedException {
        return stop(store().directory().names().toArray(ProcessName[]::new));
    }

    /** What a look at "orders" shows. */
    StatusReport.Entry look() throws E2eException, InterruptedException {
        return look(ORDERS).processes().get(0);
    }

    StatusReport look(ProcessName... names) throws E2eException, InterruptedException {
        return new SetStatus(store(), children.table(), published -> Optional.empty()).look(List.of(names));
    }

    StateStore store() throws E2eException {
        return new StateStore(StateDirectory.open(directory), children.table());
    }

    /** One of the files of "orders", such as that with the suffix {@code pid}. */
    Path file(String suffix) {
        return file(ORDERS, suffix);
    }

    Path file(ProcessName name, String suffix) {
        return directory.resolve("e2e-" + name + "-bg." + suffix);
    }
}
