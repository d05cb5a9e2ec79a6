package dev.e2e.process;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The lock of one process name, across JVMs and shells: a file that comes into being whole and at once through
 * {@code link(2)}, and names its holder by PID, start time and boot.
 *
 * <p>A holder that was killed is succeeded without a moment in which two believe to hold it: whoever is first to give
 * itself the name {@code LOCK.NONCE}, where NONCE is the dead holder's, is its only successor, and may move its own
 * content over the lock as long as the lock still tells of the dead one. A successor that dies on the way is succeeded in
 * the same manner.
 */
public final class NameLock implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(10);

    private final OwnedFile file;

    private NameLock(OwnedFile file) {
        this.file = file;
    }

    /** What a lock is taken for; tells those who wait what they wait for. */
    public enum Purpose {
        START,
        STOP,
        STATUS
    }

    /**
     * Who holds a lock.
     *
     * @param build the build that works, as in {@link Owner#build()}; empty where it is none
     */
    public record Holder(long pid, long startTicks, String bootId, String nonce, String purpose, String build) {

        boolean alive(ProcessTable table) {
            return new Owner(pid, startTicks, bootId, "", "").alive(table);
        }

        private String text() {
            return "pid=%d%nstart=%d%nboot=%s%nnonce=%s%npurpose=%s%nbuild=%s%n"
                    .formatted(pid, startTicks, bootId, nonce, purpose, build)
                    .replace(System.lineSeparator(), "\n");
        }
    }

    /**
     * Takes the lock, waiting for another holder at most this long.
     *
     * @param build the build that asks; empty where it is none
     * @throws ProcessFailureException when somebody else holds it until then, or, where two that are not of one build
     *     want to start the same name, at once
     * @throws InvalidInputException when the lock's file cannot be worked with
     */
    public static NameLock acquire(
            StateDirectory directory,
            ProcessTable table,
            ProcessName name,
            Purpose purpose,
            String build,
            Duration atMost)
            throws InvalidInputException, ProcessFailureException, InterruptedException {
        Path path = directory.files(name).lock();
        OwnedFile file = directory.owned(path);
        Owner self = Owner.thisProcess(table, "", "");
        Holder mine = new Holder(
                self.pid(), self.startTicks(), self.bootId(), UUID.randomUUID().toString(), purpose.name(), build);
        Deadline deadline = Deadline.after(atMost);
        while (true) {
            if (file.claim(mine.text())) {
                return new NameLock(file);
            }
            Optional<String> held = file.read();
            if (held.isEmpty()) {
                continue; // released between the two looks
            }
            Holder holder = parse(path, held.get());
            if (holder.alive(table)) {
                boolean startsToo = purpose == Purpose.START && holder.purpose().equals(Purpose.START.name());
                if (startsToo && (build.isEmpty() || !build.equals(holder.build()))) {
                    throw new ProcessFailureException(
                            "Process '%s' is being started by PID %d%s at this moment; wait for it, or use another directory with -De2e.directory=…"
                                    .formatted(
                                            name,
                                            holder.pid(),
                                            table.workingDirectory(holder.pid())
                                                    .map(it -> ", a build in " + it + ",")
                                                    .orElse("")));
                }
                if (deadline.hasPassed()) {
                    throw new ProcessFailureException("Process '%s': PID %d holds '%s' since over %d s for its %s"
                            .formatted(name, holder.pid(), path, atMost.toSeconds(), holder.purpose()));
                }
                Thread.sleep(PAUSE.toMillis());
            } else if (succeed(directory, table, path, holder, mine)) {
                sweep(path);
                return new NameLock(file);
            } else if (deadline.hasPassed()) {
                throw new ProcessFailureException(
                        "Process '%s': '%s' is of PID %d, which is gone, and others have been taking it over for %d s"
                                .formatted(name, path, holder.pid(), atMost.toSeconds()));
            } else {
                Thread.sleep(PAUSE.toMillis());
            }
        }
    }

    /** Who holds the lock of that name and is alive. */
    public static Optional<Holder> holder(StateDirectory directory, ProcessTable table, ProcessName name)
            throws InvalidInputException {
        Path path = directory.files(name).lock();
        Optional<String> held = directory.owned(path).read();
        return held.isEmpty()
                ? Optional.empty()
                : Optional.of(parse(path, held.get())).filter(holder -> holder.alive(table));
    }

    private static boolean succeed(StateDirectory directory, ProcessTable table, Path lock, Holder dead, Holder mine)
            throws InvalidInputException {
        Set<String> line = new HashSet<>();
        String last = dead.nonce();
        while (line.add(last)) {
            Path path = lock.resolveSibling(lock.getFileName() + "." + last);
            OwnedFile claim = directory.owned(path);
            if (claim.claim(mine.text())) {
                boolean succeeded = false;
                try {
                    Optional<String> now = directory.owned(lock).read();
                    if (now.isPresent() && line.contains(parse(lock, now.get()).nonce())) {
                        directory.owned(lock).write(mine.text());
                        succeeded = true;
                    }
                    return succeeded;
                } finally {
                    if (!succeeded) {
                        claim.delete(); // the lock has moved on since we looked, or cannot be written
                    }
                }
            }
            Optional<String> other = claim.read();
            if (other.isEmpty()) {
                return false;
            }
            Holder successor = parse(path, other.get());
            if (successor.alive(table)) {
                return false;
            }
            last = successor.nonce();
        }
        return false;
    }

    /** Removes the claims of past successions; only their makers cared, and they look at the lock again. */
    private static void sweep(Path lock) throws InvalidInputException {
        Path directory = Objects.requireNonNull(lock.getParent());
        try (DirectoryStream<Path> claims = Files.newDirectoryStream(directory, lock.getFileName() + ".*")) {
            for (Path claim : claims) {
                Files.deleteIfExists(claim);
            }
        } catch (IOException e) {
            throw new InvalidInputException("claims of '%s' cannot be removed: %s".formatted(lock, Disk.reason(e)), e);
        }
    }

    private static Holder parse(Path path, String text) throws InvalidInputException {
        Map<String, String> values = KeyValueLines.parse(text);
        try {
            return new Holder(
                    Long.parseLong(values.getOrDefault("pid", "")),
                    Long.parseLong(values.getOrDefault("start", "")),
                    values.getOrDefault("boot", ""),
                    values.getOrDefault("nonce", ""),
                    values.getOrDefault("purpose", ""),
                    values.getOrDefault("build", ""));
        } catch (NumberFormatException e) {
            throw new InvalidInputException("'%s' does not say who holds it; remove it".formatted(path), e);
        }
    }

    @Override
    public void close() throws InvalidInputException {
        file.delete();
    }
}
