package dev.e2e.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads and writes what is on disk of the processes in one directory. */
public final class StateStore {
    private static final Pattern PID = Pattern.compile("[0-9]{1,10}");
    private static final Pattern EXIT_CODE = Pattern.compile("[0-9]{1,3}");

    private final StateDirectory directory;
    private final ProcessTable table;

    public StateStore(StateDirectory directory, ProcessTable table) {
        this.directory = directory;
        this.table = table;
    }

    /** The directory it works on. */
    public StateDirectory directory() {
        return directory;
    }

    /**
     * Looks at what exists under a name; changes nothing.
     *
     * @throws InvalidInputException when a file of that name is not ours to read
     */
    public Existing examine(ProcessName name) throws InvalidInputException {
        ProcessFiles files = directory.files(name);
        // In this order: the state is there before the PID and goes after it, also while we look.
        Optional<String> pidText = directory.owned(files.pid()).read();
        Optional<String> stateText = directory.owned(files.state()).read();
        Optional<ProcessState> state =
                stateText.isPresent() ? StateCodec.read(name, stateText.get()) : Optional.empty();
        if (state.isPresent()) {
            return examine(state.get());
        }
        if (pidText.isEmpty()) {
            return stateText.isEmpty()
                    ? new Existing.Nothing()
                    : new Existing.Stale("corrupt state file", Optional.empty());
        }
        String pid = pidText.get().strip();
        if (!PID.matcher(pid).matches() || Long.parseLong(pid) <= 1) {
            return new Existing.Stale("corrupt PID file", Optional.empty());
        }
        if (Long.parseLong(pid) == table.self()
                || table.find(Long.parseLong(pid)).filter(ProcessFacts::alive).isEmpty()) {
            return new Existing.Stale("stale PID file", Optional.empty());
        }
        return new Existing.Unverifiable(
                Long.parseLong(pid),
                stateText.isEmpty() ? "a PID file without a state file" : "a PID file with a corrupt state file");
    }

    private Existing examine(ProcessState state) {
        Optional<Identity> identity = state.identity();
        if (identity.isEmpty()) {
            return new Existing.Stale("a launch that was cut short", Optional.of(state));
        }
        long pid = identity.get().pid();
        Identity.Verdict verdict = identity.get().verify(table);
        if (verdict instanceof Identity.Verdict.Ours ours) {
            return new Existing.Running(state, ours.facts());
        }
        if (verdict instanceof Identity.Verdict.Foreign foreign) {
            return new Existing.Foreign(pid, foreign.reason(), Optional.of(state));
        }
        if (verdict instanceof Identity.Verdict.Unverifiable unverifiable) {
            return new Existing.Unverifiable(pid, unverifiable.reason());
        }
        return new Existing.Stale("stale PID file", Optional.of(state));
    }

    /** How the process of that name ended, where its keeper has seen it. */
    public Optional<Exit> exit(ProcessName name) {
        Path told = directory.files(name).work().resolve("exit");
        try {
            // The work directory may be anybody's, and then tells nothing.
            return directory.owned(directory.files(name).work()).isOurs()
                    ? directory.owned(told).read().map(String::strip).flatMap(code -> exit(code, told))
                    : Optional.empty();
        } catch (InvalidInputException e) {
            return Optional.empty();
        }
    }

    private static Optional<Exit> exit(String code, Path told) {
        try {
            return EXIT_CODE.matcher(code).matches()
                    ? Optional.of(new Exit(
                            Integer.parseInt(code),
                            Files.getLastModifiedTime(told).toInstant()))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // somebody removes it right now
        }
    }

    /** Puts the state on disk, and beside it the PID once there is one. */
    public void write(ProcessState state) throws InvalidInputException {
        ProcessFiles files = directory.files(state.name());
        directory.owned(files.state()).write(StateCodec.write(state));
        ProcessState.Launched launched = state.launched();
        if (launched != null && state.phase() == Phase.STARTING) {
            directory.owned(files.pid()).write(launched.pid() + "\n");
        }
    }

    /** Writes a state for those who look meanwhile; goes on where that cannot be done, as on a full disk. */
    public void note(ProcessState state) {
        try {
            write(state);
        } catch (InvalidInputException e) {
            return; // the state before is still there, and proves the process as well
        }
    }

    /** Makes the empty log and work directory of a launch. */
    public void prepare(ProcessName name) throws InvalidInputException {
        ProcessFiles files = directory.files(name);
        directory.owned(files.log()).createFresh();
        directory.owned(files.work()).createDirectory();
    }

    /** Puts a private file into the work directory of a launch, for those who come later. */
    public void writeWorkFile(ProcessName name, String file, String text) throws InvalidInputException {
        directory.owned(workFile(name, file)).write(text);
    }

    /**
     * The text of a file in the work directory of a launch.
     *
     * @return empty where there is none that is ours
     */
    public Optional<String> readWorkFile(ProcessName name, String file) throws InvalidInputException {
        // The work directory may be anybody's, and then tells nothing.
        return directory.owned(directory.files(name).work()).isOurs()
                ? directory.owned(workFile(name, file)).readAll()
                : Optional.empty();
    }

    private Path workFile(ProcessName name, String file) throws InvalidInputException {
        Path path = directory.files(name).work().resolve(file);
        if (!directory.files(name).work().equals(path.getParent()) || !path.equals(path.normalize())) {
            throw new InvalidInputException("'%s' is no name of a file in a work directory".formatted(file));
        }
        return path;
    }

    /** Removes all but the log; the PID and the state also where the work directory cannot be. */
    public void remove(ProcessName name) throws InvalidInputException {
        ProcessFiles files = directory.files(name);
        try {
            directory.owned(files.work()).deleteTree();
        } finally {
            directory.owned(files.pid()).delete();
            directory.owned(files.state()).delete();
        }
    }
}
