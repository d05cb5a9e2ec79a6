package dev.e2e.process;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The directory that holds PID, log, state and lock files. It may be shared with strangers, as {@code /tmp} is: whatever
 * lies there under our names is theirs until it is proved to be ours.
 */
public final class StateDirectory {
    private static final Pattern OURS = Pattern.compile("e2e-(.+)-bg\\.(?:pid|state)");
    private static final Pattern OURS_OR_LOG = Pattern.compile("e2e-(.+)-bg\\.(?:pid|state|log|log\\.1)");
    private static final Pattern DRAFT = Pattern.compile("\\.e2e-.+\\.([0-9]{1,10})\\.[^.]+\\.tmp");
    private static final int OTHERS_WRITE = 0002;
    private static final int STICKY = 01000;

    private final Path path;
    private final UserPrincipal self;
    private final Steps steps;

    private StateDirectory(Path path, UserPrincipal self, Steps steps) {
        this.path = path;
        this.self = self;
        this.steps = steps;
    }

    /**
     * Opens the directory for reading what it tells.
     *
     * @throws InvalidInputException when it is no directory, or one in which any user can replace our files
     */
    public static StateDirectory open(Path directory) throws InvalidInputException {
        Path path = directory.toAbsolutePath().normalize();
        if (!Files.isDirectory(path)) {
            throw new InvalidInputException(
                    "e2e.directory: '%s' is %s; create it or name another with -De2e.directory=…"
                            .formatted(path, Files.exists(path) ? "not a directory" : "missing"));
        }
        try {
            path = path.toRealPath();
            refuseWhereAnybodyCanReplaceFiles(path);
            return new StateDirectory(path, currentUser(), Steps.UNHEARD);
        } catch (IOException e) {
            throw new InvalidInputException("e2e.directory: '%s' cannot be read: %s".formatted(path, e), e);
        }
    }

    /**
     * Opens the directory for starting processes; makes it, for its owner only, where it is missing.
     *
     * @throws InvalidInputException as {@link #open}, and when nothing can be written there
     */
    public static StateDirectory openForWriting(Path directory) throws InvalidInputException {
        Path path = directory.toAbsolutePath().normalize();
        try {
            if (!Files.exists(path)) {
                Files.createDirectories(path, OwnedFile.privateDirectory());
            }
            if (Files.isDirectory(path)) {
                Files.delete(Files.createTempFile(
                        path,
                        ".e2e-probe.%d.".formatted(ProcessHandle.current().pid()),
                        ".tmp",
                        OwnedFile.privateFile()));
            }
        } catch (IOException e) {
            throw new InvalidInputException(
                    "e2e.directory: '%s' cannot be written (%s); make it writable or name another with -De2e.directory=…"
                            .formatted(path, Disk.reason(e)),
                    e);
        }
        return open(path);
    }

    /** The same directory, whose steps are heard. */
    public StateDirectory heardBy(Steps listener) {
        return new StateDirectory(path, self, listener);
    }

    private static void refuseWhereAnybodyCanReplaceFiles(Path path) throws IOException, InvalidInputException {
        if (!knows("unix")) {
            return; // the directory's access list decides, which its owner has made
        }
        int mode = (Integer) Files.getAttribute(path, "unix:mode");
        if ((mode & OTHERS_WRITE) != 0 && (mode & STICKY) == 0) {
            throw new InvalidInputException(
                    ("e2e.directory: every user can replace files in '%s' (mode %o without the sticky bit);"
                                    + " run 'chmod o-w %s' or name another with -De2e.directory=…")
                            .formatted(path, mode & 07777, path));
        }
    }

    /** Whether the file system tells this view of a file's attributes. */
    static boolean knows(String view) {
        return FileSystems.getDefault().supportedFileAttributeViews().contains(view);
    }

    /** Who files of ours belong to: on Windows that may be a group. */
    static UserPrincipal currentUser() throws IOException {
        Path self = Path.of("/proc/self");
        if (Files.exists(self)) {
            return Files.getOwner(self);
        }
        Path probe = Files.createTempFile(".e2e-probe.", ".tmp", OwnedFile.privateFile());
        try {
            return Files.getOwner(probe);
        } finally {
            Files.delete(probe);
        }
    }

    /** The directory. */
    public Path path() {
        return path;
    }

    /** The files of the process of that name. */
    public ProcessFiles files(ProcessName name) {
        return new ProcessFiles(
                name,
                file(name, "pid"),
                file(name, "log"),
                file(name, "state"),
                file(name, "lock"),
                file(name, "work"));
    }

    /**
     * Opens one of the files for reading.
     *
     * @return empty where there is none
     * @throws InvalidInputException when it is not a plain file of this user, or cannot be read
     */
    public Optional<FileChannel> openOwned(Path file) throws InvalidInputException {
        return owned(file).open();
    }

    OwnedFile owned(Path file) {
        return new OwnedFile(file, self, steps);
    }

    private Path file(ProcessName name, String suffix) {
        return path.resolve("e2e-" + name + "-bg." + suffix);
    }

    /** Removes what writers that are gone have left half written. */
    public void sweep(ProcessTable table) throws InvalidInputException {
        try (DirectoryStream<Path> drafts = Files.newDirectoryStream(path, ".e2e-*.tmp")) {
            for (Path draft : drafts) {
                Matcher matcher = DRAFT.matcher(draft.getFileName().toString());
                boolean left = matcher.matches()
                        && table.find(Long.parseLong(matcher.group(1)))
                                .filter(ProcessFacts::alive)
                                .isEmpty();
                if (left && owned(draft).isOurs()) {
                    Files.deleteIfExists(draft);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            throw new InvalidInputException("e2e.directory: '%s' cannot be swept: %s".formatted(path, e), e);
        }
    }

    /** The names of the processes that have a PID or state file of this user here. */
    public Set<ProcessName> names() throws InvalidInputException {
        return names(OURS);
    }

    /** As {@link #names}, with those of which nothing but a log is left. */
    public Set<ProcessName> namesWithLogs() throws InvalidInputException {
        return names(OURS_OR_LOG);
    }

    private Set<ProcessName> names(Pattern pattern) throws InvalidInputException {
        Set<ProcessName> names = new TreeSet<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(path, "e2e-*-bg.*")) {
            for (Path entry : entries) {
                Matcher matcher = pattern.matcher(entry.getFileName().toString());
                if (matcher.matches()
                        && Files.exists(entry, LinkOption.NOFOLLOW_LINKS)
                        && Files.getOwner(entry, LinkOption.NOFOLLOW_LINKS).equals(self)) {
                    addIfValid(names, matcher.group(1));
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            throw new InvalidInputException("e2e.directory: '%s' cannot be listed: %s".formatted(path, e), e);
        }
        return names;
    }

    private static void addIfValid(Set<ProcessName> names, String text) {
        try {
            names.add(new ProcessName(text));
        } catch (IllegalArgumentException e) {
            // a name that none of our processes can have is none of ours
        }
    }
}
