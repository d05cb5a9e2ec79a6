package dev.e2e.logs;

import dev.e2e.process.ProcessName;
import dev.e2e.process.StateStore;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** Keeps what is shown; and follows in a thread of its own until it is closed. */
final class ShownLogs implements LogView.Output, AutoCloseable {
    final List<String> lines = new CopyOnWriteArrayList<>();
    private final AtomicInteger looks = new AtomicInteger();
    private final AtomicReference<CountDownLatch> pause = new AtomicReference<>();
    private final Semaphore paused = new Semaphore(0);
    private Thread thread;

    static List<String> of(StateStore store, LogQuery query, ProcessName... names) {
        ShownLogs shown = new ShownLogs();
        new LogView(store, query, shown).show(List.of(names));
        return shown.lines;
    }

    static ShownLogs following(StateStore store, LogQuery query, ProcessName... names) {
        ShownLogs shown = new ShownLogs();
        shown.thread = new Thread(() -> {
            try {
                new LogView(store, query, shown).follow(List.of(names));
            } catch (InterruptedException e) {
                return; // as Ctrl-C does in a daemon
            }
        });
        shown.thread.start();
        return shown;
    }

    /** How often the logs have been looked at. */
    int looks() {
        return looks.get();
    }

    @Override
    public void line(ProcessName name, String text) {
        lines.add(name + ": " + text);
    }

    @Override
    public void note(ProcessName name, String text) {
        lines.add(name + " (" + text + ")");
    }

    @FunctionalInterface
    interface Change {
        void run() throws Exception;
    }

    /** What the change does is done between two looks. */
    void betweenLooks(Change change) throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        pause.set(end);
        paused.acquire();
        change.run();
        end.countDown();
    }

    @Override
    public void flush() {
        looks.incrementAndGet();
        CountDownLatch end = pause.getAndSet(null);
        if (end != null) {
            paused.release();
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() throws InterruptedException {
        thread.interrupt();
        thread.join();
    }
}
