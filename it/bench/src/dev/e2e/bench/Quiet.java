package dev.e2e.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Waits for a moment in which the machine has little else to do, as {@code /proc/stat} tells. */
final class Quiet {
    private static final Duration LOOK = Duration.ofMillis(500);
    private static final double IDLE = 0.85;

    private final Duration patience;
    private int begun;
    private int quiet;

    /** Each wait takes no longer than this; with none there is no wait. */
    Quiet(Duration patience) {
        this.patience = patience;
    }

    private record Ticks(long idle, long all) {
        static Ticks now() throws IOException {
            String[] fields = Files.readString(Path.of("/proc/stat"))
                    .lines()
                    .findFirst()
                    .orElseThrow()
                    .split(" +", -1);
            long all = 0;
            for (int field = 1; field < fields.length; field++) {
                all += Long.parseLong(fields[field]);
            }
            return new Ticks(Long.parseLong(fields[4]), all);
        }
    }

    /** Returns in a quiet moment, or when the patience is over. */
    void await() throws IOException, InterruptedException {
        begun++;
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < patience.toNanos()) {
            Ticks before = Ticks.now();
            Thread.sleep(LOOK.toMillis());
            Ticks after = Ticks.now();
            if (after.idle() - before.idle() >= IDLE * (after.all() - before.all())) {
                quiet++;
                return;
            }
        }
    }

    /** How many of the runs began in a quiet moment. */
    @Override
    public String toString() {
        return patience.isZero()
                ? "no run waited for a quiet moment"
                : quiet + " of " + begun + " of the first runs began in a quiet moment";
    }
}
