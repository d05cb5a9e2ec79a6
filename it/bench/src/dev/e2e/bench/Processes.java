package dev.e2e.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The processes of this machine, as {@code proc(5)} shows them. */
final class Processes {
    private static final Path PROC = Path.of("/proc");

    private Processes() {}

    /** Whether it runs; one that has exited and waits for its parent does not. */
    static boolean alive(long pid) {
        String stat = read(pid, "stat");
        int state = stat.lastIndexOf(')') + 2;
        return state > 1 && state < stat.length() && "ZXx".indexOf(stat.charAt(state)) < 0;
    }

    /** When it was started, in the kernel's own unit. */
    static String start(long pid) {
        String stat = read(pid, "stat");
        return stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[19];
    }

    static String commandLine(long pid) {
        String line = read(pid, "cmdline").replace('\0', ' ').strip();
        return line.length() > 100 ? line.substring(0, 100) + "…" : line;
    }

    /** The living processes that have a variable in their environment. */
    static List<Long> withEnvironment(String variable) throws IOException {
        List<Long> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path entry : entries) {
                long pid = Long.parseLong(entry.getFileName().toString());
                if (("\0" + read(pid, "environ")).contains("\0" + variable + "\0") && alive(pid)) {
                    found.add(pid);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return found;
    }

    private static String read(long pid, String file) {
        try {
            return Files.readString(PROC.resolve(Long.toString(pid)).resolve(file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return ""; // it is gone, or another user's
        }
    }

    /** Looks at a process every millisecond from now on, for the moment at which it is gone. */
    static CompletableFuture<Instant> watch(long pid) {
        CompletableFuture<Instant> gone = new CompletableFuture<>();
        Thread watcher = new Thread(
                () -> {
                    try {
                        while (alive(pid) && !gone.isDone()) {
                            Thread.sleep(1);
                        }
                        gone.complete(Instant.now());
                    } catch (InterruptedException e) {
                        gone.completeExceptionally(e);
                    }
                },
                "watch-" + pid);
        watcher.setDaemon(true);
        watcher.start();
        return gone;
    }

    /** What a watch has seen; {@link Instant#MAX} where the process lives after that time, which ends the watch. */
    static Instant gone(CompletableFuture<Instant> watch, Duration atMost) throws InterruptedException {
        try {
            return watch.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            watch.cancel(true);
            return Instant.MAX;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }
}
