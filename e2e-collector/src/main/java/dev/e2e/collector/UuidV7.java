package dev.e2e.collector;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.UUID;

/** UUIDs of version 7 (RFC 9562): the time in milliseconds, then chance; they sort by time. */
final class UuidV7 {
    private static final long RANDOM_IN_HIGH = 0xFFFL;
    private static final long VERSION = 0x7000L;
    private static final long RANDOM_IN_LOW = 0x3FFF_FFFF_FFFF_FFFFL;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private final SecureRandom chance = new SecureRandom();

    UUID next(Instant time) {
        long high = (time.toEpochMilli() << 16) | VERSION | (chance.nextLong() & RANDOM_IN_HIGH);
        long low = VARIANT | (chance.nextLong() & RANDOM_IN_LOW);
        return new UUID(high, low);
    }
}
