package dev.e2e.console;

import java.io.PrintStream;
import java.time.Duration;

/** Shows that something goes on, and for how long: a line of a terminal in which a sign turns. */
public final class Spinner implements AutoCloseable {
    private static final String[] SIGNS = {"|", "/", "-", "\\"};
    private static final Duration TURN = Duration.ofMillis(100);
    /** To the first column, and nothing after it. */
    private static final String CLEAR = "\r\033[K";

    private final String what;
    private final PrintStream terminal;
    private final long begin = System.nanoTime();
    private final Thread thread = new Thread(this::turn, "e2e-spinner");
    private boolean ended;

    private Spinner(String what, PrintStream terminal) {
        this.what = what;
        this.terminal = terminal;
    }

    /** Turns until it is closed. */
    public static Spinner start(String what, PrintStream terminal) {
        Spinner spinner = new Spinner(what, terminal);
        spinner.thread.setDaemon(true);
        spinner.thread.start();
        return spinner;
    }

    private void turn() {
        for (int turn = 0; draw(SIGNS[turn % SIGNS.length]); turn++) {
            try {
                Thread.sleep(TURN.toMillis());
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private synchronized boolean draw(String sign) {
        if (!ended) {
            long seconds = Duration.ofNanos(System.nanoTime() - begin).toSeconds();
            terminal.print(CLEAR + sign + " " + what + " " + seconds + " s");
            terminal.flush();
        }
        return !ended;
    }

    /** Prints something above the line. */
    public synchronized void above(Runnable print) {
        terminal.print(CLEAR);
        terminal.flush();
        print.run();
    }

    /** Takes the line away. */
    @Override
    public synchronized void close() {
        ended = true;
        thread.interrupt();
        terminal.print(CLEAR);
        terminal.flush();
    }
}
