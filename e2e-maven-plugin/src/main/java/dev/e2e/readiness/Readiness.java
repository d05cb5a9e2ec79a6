package dev.e2e.readiness;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What has to be seen before a process counts as ready. Reads well after "waiting for".
 *
 * <p>Texts may hold late references {@code @{name}}, to be {@linkplain #resolve resolved} before {@link #probe} and
 * {@link #endpoints} are called. A constructor checks what stands around them and throws
 * {@link IllegalArgumentException}, which says what it found, what it expected and what to do; so does {@code resolve}
 * when a value does not fit.
 */
public sealed interface Readiness permits Readiness.LogLine, Readiness.Tcp, Readiness.Http {

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
}
