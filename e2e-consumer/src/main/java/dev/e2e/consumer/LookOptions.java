package dev.e2e.consumer;

import dev.e2e.runtime.Setting;
import dev.e2e.runtime.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is asked of a look at the topic, which is read in no group and without a trace in it.
 *
 * @param from where reading begins
 * @param within how long a snapshot that meets the expectations is waited for; empty where none is waited for
 * @param atEnd what is done where the topic ended when reading began
 */
record LookOptions(
        List<Expectation> expectations,
        Optional<Duration> within,
        Optional<Instant> after,
        Position from,
        AtEnd atEnd) {
    /** What is done at the end. */
    enum AtEnd {
        EXIT,
        WAIT
    }

    private static final Setting<Expectation> EXPECT = new Setting<>(
                    "--expect",
                    "exits with 0 as soon as a verified snapshot meets it, such as 'Pod>=40' or"
                            + " 'Deployment/shop/checkout ready_replicas>=1'; several times: all of them at once",
                    "",
                    Expectation::parse)
            .repeated();
    private static final Duration OTHERWISE_WITHIN = Duration.ofSeconds(60);
    private static final Setting<Duration> WITHIN = Setting.duration(
                    "--within",
                    "how long that may take, else it exits with 1; without --expect any verified snapshot will do"
                            + " (default with --expect: 60s)",
                    "")
            .optional();
    private static final Setting<Instant> AFTER = new Setting<>(
                    "--after",
                    "with --expect or --within: only a snapshot counts that was begun later",
                    "",
                    Position::moment)
            .optional();
    private static final Setting<Position> FROM = new Setting<>(
                    "--from",
                    "earliest, latest or a moment: reads from there, in no group, and commits nothing",
                    "",
                    Position::parse)
            .optional();
    private static final Setting<Boolean> EXIT_AT_END =
            Setting.flag("--exit-at-end", "reads to where the topic ends now, in no group, and exits");

    static final List<Setting<?>> ALL = List.of(EXPECT, WITHIN, AFTER, FROM, EXIT_AT_END);

    LookOptions {
        expectations = List.copyOf(expectations);
    }

    /**
     * The look that is asked for; empty where the consumer is to be a member of its group.
     *
     * @throws IllegalArgumentException when an option stands there without the one that it is about
     */
    static Optional<LookOptions> from(Settings settings) {
        List<Expectation> expectations = settings.all(EXPECT);
        Optional<Instant> after = settings.find(AFTER);
        Optional<Position> from = settings.find(FROM);
        AtEnd atEnd = settings.get(EXIT_AT_END) ? AtEnd.EXIT : AtEnd.WAIT;
        Optional<Duration> within = settings.find(WITHIN)
                .or(() -> expectations.isEmpty() ? Optional.empty() : Optional.of(OTHERWISE_WITHIN));
        if (within.isEmpty() && after.isPresent()) {
            throw new IllegalArgumentException(
                    "--after: says which snapshots count for --expect or --within, and neither is given; add one, or use --from %s"
                            .formatted(after.get()));
        }
        if (within.isEmpty() && from.isEmpty() && atEnd == AtEnd.WAIT) {
            return Optional.empty();
        }
        Position otherwise = after.<Position>map(Position.At::new).orElseGet(Position.Earliest::new);
        return Optional.of(new LookOptions(expectations, within, after, from.orElse(otherwise), atEnd));
    }
}
