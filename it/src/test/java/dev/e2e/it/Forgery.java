package dev.e2e.it;

import dev.e2e.process.ProcessFiles;
import dev.e2e.process.ProcessName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** A bystander's PID in the files of a process. */
final class Forgery {
    private final ProcessFiles files;
    private final long bystander;
    private final Kind kind;
    private final String original;

    /** How far it goes. */
    private enum Kind {
        /** A PID file, and no state beside it. */
        PID_WITHOUT_STATE,
        /** A PID file that the state contradicts. */
        PID,
        /** A state with another start time than the bystander's. */
        STATE,
        /** A state with the bystander's own start time, too: nothing can tell any more whose it is. */
        STATE_WITH_START_TIME
    }

    private Forgery(ProcessFiles files, long bystander, Kind kind, String original) {
        this.files = files;
        this.bystander = bystander;
        this.kind = kind;
        this.original = original;
    }

    /** Makes one of those that are possible; nobody may be at work on the files. */
    static Forgery make(Managed managed, ProcessName name, long bystander, Random random) throws IOException {
        ProcessFiles files = managed.store().directory().files(name);
        Files.writeString(files.pid(), bystander + "\n");
        if (!Files.exists(files.state())) {
            return new Forgery(files, bystander, Kind.PID_WITHOUT_STATE, "");
        }
        String original = Files.readString(files.state());
        Kind[] kinds = {Kind.PID, Kind.STATE, Kind.STATE_WITH_START_TIME};
        Kind kind = kinds[random.nextInt(kinds.length)];
        if (kind != Kind.PID) {
            long start = kind == Kind.STATE
                    ? 1
                    : managed.table().find(bystander).orElseThrow().startTicks();
            Files.writeString(
                    files.state(),
                    original.replaceFirst("(?m)^pid=.*$", "pid=" + bystander)
                            .replaceFirst("(?m)^start=.*$", "start=" + start));
        }
        return new Forgery(files, bystander, kind, original);
    }

    /** What a person does who was told that nothing proves whose a process is; the others are put right without one. */
    void undo() throws IOException {
        switch (kind) {
            case PID_WITHOUT_STATE -> {
                if (isForged(files.pid(), Long.toString(bystander))) {
                    Files.delete(files.pid());
                }
            }
            case STATE_WITH_START_TIME -> {
                if (isForged(files.state(), "pid=" + bystander)) {
                    Files.writeString(files.state(), original);
                }
            }
            case PID, STATE -> {
                return;
            }
        }
    }

    private static boolean isForged(Path file, String line) throws IOException {
        return Files.exists(file) && Files.readAllLines(file).contains(line);
    }

    @Override
    public String toString() {
        return "a bystander in the files of %s (%s)".formatted(files.name(), kind);
    }
}
