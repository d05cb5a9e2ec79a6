package dev.e2e.readiness;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What has to be seen before a process counts as ready: one of the conditions in here, or several of them in
 * {@link All} or {@link Sequence}. Reads well after "waiting for".
 *
 * <p>Texts may hold late references {@code @{name}}, to be {@linkplain #resolve resolved} before {@link #probe} and
 * {@link #endpoints} are called. A constructor checks what stands around them and throws
 * {@link IllegalArgumentException}, which says what it found, what it expected and what to do; so does {@code resolve}
 * when a value does not fit.
 */
public sealed interface Readiness
        permits Readiness.LogLine,
                Readiness.Tcp,
                Readiness.Http,
                Readiness.FileExists,
                Readiness.Exec,
                Readiness.Delay,
                All,
                Sequence {

    /** A probe for one launch, made before it: what is there already does not count. */
    Probe probe(ProbeContext context);

    /** The TCP ports that it asks, at any depth. */
    default List<Endpoint> endpoints() {
        return List.of();
    }

    /** The texts that may hold late references, at any depth. */
    default Stream<String> texts() {
        return Stream.empty();
    }

    /** The same with every late reference replaced, at any depth. */
    default <E extends Exception> Readiness resolve(Resolver<E> resolver) throws E {
        return this;
    }

    /**
     * A line in the process's log.
     *
     * @param pattern is searched in the first 64 KiB of each whole line; its named groups become the values that the
     *     process publishes; a line on which it takes more than about half a second is passed over
     */
    record LogLine(Pattern pattern) implements Readiness {
        @Override
        public Probe probe(ProbeContext context) {
            return new LogLineProbe(context.log(), pattern);
        }

        @Override
        public String toString() {
            return "a log line that matches '" + pattern + "'";
        }
    }

    /**
     * A port accepts a connection within 5 s, at any address of its host.
     *
     * @param address {@code host:port}, an IPv6 address in brackets
     */
    record Tcp(String address, Listener listener) implements Readiness {
        public Tcp {
            if (!LateReference.isAll(address)) {
                Endpoint.parse(LateReference.sample(address), listener);
            }
        }

        @Override
        public Probe probe(ProbeContext context) {
            Endpoint endpoint = Endpoint.parse(address, listener);
            Connector connector = new Connector(endpoint.host(), endpoint.port());
            return new AttemptProbe(opened -> {
                connector.connect(opened);
                return Attempt.MET;
            });
        }

        @Override
        public List<Endpoint> endpoints() {
            return List.of(Endpoint.parse(address, listener));
        }

        @Override
        public Stream<String> texts() {
            return Stream.of(address);
        }

        @Override
        public <E extends Exception> Readiness resolve(Resolver<E> resolver) throws E {
            return new Tcp(resolver.resolve(address), listener);
        }

        @Override
        public String toString() {
            return address + " to accept connections";
        }
    }

    /**
     * A URL answers GET; redirects are not followed, no proxy is used, the body is not read. Connecting may take 5 s an
     * address of the host, and the answer 5 s more.
     *
     * @param url http or https, without user and password
     * @param status what it has to answer with; {@link StatusRanges#DEFAULT} is 200-399
     */
    record Http(String url, StatusRanges status, Tls tls, Listener listener) implements Readiness {
        public Http {
            HttpUrl.parse(LateReference.sample(url, "http://1"));
        }

        @Override
        public Probe probe(ProbeContext context) {
            return new AttemptProbe(new HttpAttempt(HttpUrl.parse(url), status, tls));
        }

        @Override
        public List<Endpoint> endpoints() {
            HttpUrl parsed = HttpUrl.parse(url);
            return List.of(new Endpoint(parsed.host(), parsed.port(), listener));
        }

        @Override
        public Stream<String> texts() {
            return Stream.of(url);
        }

        @Override
        public <E extends Exception> Readiness resolve(Resolver<E> resolver) throws E {
            return new Http(resolver.resolve(url), status, tls, listener);
        }

        @Override
        public String toString() {
            return url + " to answer with " + status;
        }
    }

    /**
     * A file, or anything else of that name, comes, or changes what its directory entry tells: which file, size, time.
     *
     * @param path relative to the working directory of the process
     */
    record FileExists(String path) implements Readiness {
        public FileExists {
            if (path.isBlank() || path.indexOf('\0') >= 0) {
                throw new IllegalArgumentException("expected the path of a file, got '" + path
                        + "'; name the file that the process writes when it is ready");
            }
        }

        @Override
        public Probe probe(ProbeContext context) {
            return new FileProbe(context.workingDirectory().resolve(path));
        }

        @Override
        public Stream<String> texts() {
            return Stream.of(path);
        }

        @Override
        public <E extends Exception> Readiness resolve(Resolver<E> resolver) throws E {
            return new FileExists(resolver.resolve(path));
        }

        @Override
        public String toString() {
            return "file '" + path + "' to appear";
        }
    }

    /**
     * A command exits with 0. It runs in the working directory and with the environment of the process, with nothing on
     * its standard input.
     *
     * @param command program and arguments; the program a path or a name on the PATH
     * @param timeout how long one run may take before it is killed with its descendants
     */
    record Exec(List<String> command, Duration timeout) implements Readiness {
        /** Unless something else is said. */
        public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);

        public Exec {
            command = List.copyOf(command);
            if (command.isEmpty() || command.get(0).isBlank()) {
                throw new IllegalArgumentException(
                        "expected a command, got " + command + "; name a program and its arguments");
            }
            DurationText.requirePositive("a time-out of the command", timeout);
        }

        @Override
        public Probe probe(ProbeContext context) {
            return new AttemptProbe(new ExecAttempt(command, timeout, context));
        }

        @Override
        public Stream<String> texts() {
            return command.stream();
        }

        @Override
        public <E extends Exception> Readiness resolve(Resolver<E> resolver) throws E {
            List<String> resolved = new ArrayList<>();
            for (String argument : command) {
                resolved.add(resolver.resolve(argument));
            }
            return new Exec(resolved, timeout);
        }

        @Override
        public String toString() {
            return "'" + String.join(" ", command) + "' to exit with 0";
        }
    }

    /** Time passes, from the first look on; the weakest of all, for it proves nothing. */
    record Delay(Duration duration) implements Readiness {
        public Delay {
            DurationText.requirePositive("a delay", duration);
        }

        @Override
        public Probe probe(ProbeContext context) {
            return new DelayProbe(duration);
        }

        @Override
        public String toString() {
            return DurationText.of(duration) + " to pass";
        }
    }
}
