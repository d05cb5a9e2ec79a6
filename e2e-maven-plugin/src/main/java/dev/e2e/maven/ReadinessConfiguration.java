package dev.e2e.maven;

import dev.e2e.lifecycle.Durations;
import dev.e2e.readiness.All;
import dev.e2e.readiness.Listener;
import dev.e2e.readiness.Readiness;
import dev.e2e.readiness.Sequence;
import dev.e2e.readiness.StatusRanges;
import dev.e2e.readiness.Tls;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A {@code <readiness>} of the POM: several elements mean all of them, {@code <sequence>} one after the other. Maven calls a
 * setter for each element, in their order.
 */
public final class ReadinessConfiguration {
    private final List<Part> parts = new ArrayList<>();

    @FunctionalInterface
    private interface Part {
        Readiness with(LateTexts late);
    }

    /** Ready after a moment, unless it has ended by then. */
    static Readiness asSoonAsItRuns() {
        return new Readiness.Delay(Duration.ofMillis(1));
    }

    /** A regular expression for a line of its log; named groups become {@code e2e.NAME.GROUP}. */
    public void setLog(String expression) {
        parts.add(late -> in("<log>", () -> new Readiness.LogLine(Values.pattern(expression))));
    }

    /** An address, {@code host:port}, that accepts connections. */
    public void setTcp(Tcp tcp) {
        parts.add(late -> in("<tcp>", () -> new Readiness.Tcp(late.of(tcp.address), listener(tcp.listener))));
    }

    /** An address that answers GET. */
    public void setHttp(Http http) {
        parts.add(late -> in(
                "<http>",
                () -> new Readiness.Http(
                        late.of(http.url),
                        http.status == null ? StatusRanges.DEFAULT : StatusRanges.parse(http.status),
                        http.insecure ? Tls.TRUST_ANY : Tls.VERIFY,
                        listener(http.listener))));
    }

    /** A file that appears. */
    public void setFile(String path) {
        parts.add(late -> in("<file>", () -> new Readiness.FileExists(late.of(path))));
    }

    /** A command that exits with 0. */
    public void setExec(Exec exec) {
        parts.add(late -> in(
                "<exec>",
                () -> new Readiness.Exec(
                        late.of(exec.words),
                        exec.timeout == null ? Readiness.Exec.DEFAULT_TIMEOUT : Durations.parse(exec.timeout))));
    }

    /** A time that passes. */
    public void setDelay(String duration) {
        parts.add(late -> in("<delay>", () -> new Readiness.Delay(Durations.parse(duration))));
    }

    /** All of these. */
    public void setAll(ReadinessConfiguration all) {
        parts.add(late -> in("<all>", () -> new All(all.readiness(late))));
    }

    /** These, one after the other. */
    public void setSequence(ReadinessConfiguration sequence) {
        parts.add(late -> in("<sequence>", () -> new Sequence(sequence.readiness(late))));
    }

    /** @throws IllegalArgumentException when something in it cannot be used; the message names the element */
    Readiness toReadiness(LateTexts late) {
        List<Readiness> all = readiness(late);
        return all.size() == 1 ? all.get(0) : new All(all);
    }

    private List<Readiness> readiness(LateTexts late) {
        return parts.stream().map(part -> part.with(late)).toList();
    }

    private static Readiness in(String element, Supplier<Readiness> made) {
        try {
            return made.get();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(element + ": " + e.getMessage(), e);
        }
    }

    private static Listener listener(@Nullable String text) {
        if (text == null) {
            return Listener.OWN;
        }
        try {
            return Listener.valueOf(text.strip().toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("<listener>: expected own or any, got '" + text + "'", e);
        }
    }

    /** {@code <tcp>}: its text is the address. */
    public static final class Tcp {
        @Nullable String address;

        @Nullable String listener;

        /** The text of the element. */
        public void set(String text) {
            address = text.strip();
        }
    }

    /** {@code <http>}: its text is the URL. */
    public static final class Http {
        @Nullable String url;

        @Nullable String status;

        @Nullable String listener;

        boolean insecure;

        /** The text of the element. */
        public void set(String text) {
            url = text.strip();
        }
    }

    /** {@code <exec>}: each word is an {@code <arg>}. */
    public static final class Exec {
        final List<String> words = new ArrayList<>();

        @Nullable String timeout;

        /** The text of the element: a command without arguments. */
        public void set(String text) {
            words.add(text.strip());
        }

        /** The next word. */
        public void setArg(String word) {
            words.add(word);
        }
    }
}
