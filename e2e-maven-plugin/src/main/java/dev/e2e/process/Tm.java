package dev.e2e.process;

public final class Tm {
    static final StringBuilder B = new StringBuilder();
    static long last = System.nanoTime();

    private Tm() {}

    public static synchronized void t(String s) {
        long n = System.nanoTime();
        B.append((n - last) / 1000).append(" us ").append(s).append((char) 10);
        last = n;
    }

    public static synchronized void dump() {
        System.err.print(B);
        B.setLength(0);
    }
}
