package dev.e2e.logs;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/** Lets lines through, or keeps the last of them until they are asked for. */
final class LastLines {
    private final int most;
    private final Deque<String> kept = new ArrayDeque<>();
    private final Consumer<String> out;

    /** @param most how many are kept; {@link LogQuery#ALL}: each goes through at once */
    LastLines(int most, Consumer<String> out) {
        this.most = most;
        this.out = out;
    }

    void add(String line) {
        if (most == LogQuery.ALL) {
            out.accept(line);
            return;
        }
        if (kept.size() == most) {
            kept.removeFirst();
        }
        kept.addLast(line);
    }

    /** Lets out what was kept. */
    void release() {
        kept.forEach(out);
        kept.clear();
    }
}
