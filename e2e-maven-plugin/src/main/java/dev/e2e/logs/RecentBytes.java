package dev.e2e.logs;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** The last 4 KiB that were read of a log, by which the place is found again after the log was rotated. */
final class RecentBytes {
    static final int MOST = 4096;

    private byte[] bytes = new byte[0];

    void add(ByteBuffer more) {
        byte[] added = new byte[Math.min(MOST, more.remaining())];
        more.get(more.limit() - added.length, added);
        int kept = Math.min(bytes.length, MOST - added.length);
        byte[] joined = Arrays.copyOfRange(bytes, bytes.length - kept, bytes.length + added.length);
        System.arraycopy(added, 0, joined, kept, added.length);
        bytes = joined;
    }

    void clear() {
        bytes = new byte[0];
    }

    /** The last of them, as many as there are of this number. */
    byte[] last(long number) {
        return Arrays.copyOfRange(bytes, bytes.length - (int) Math.min(bytes.length, number), bytes.length);
    }

    /** Whether these were among them, one after the other. */
    boolean contain(byte[] sought) {
        for (int i = bytes.length - sought.length; i >= 0; i--) {
            if (Arrays.equals(bytes, i, i + sought.length, sought, 0, sought.length)) {
                return true;
            }
        }
        return false;
    }
}
