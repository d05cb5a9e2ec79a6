package dev.e2e.collector;

import dev.e2e.kubeconfig.PluginException;
import dev.e2e.runtime.InvalidSettingsException;
import dev.e2e.runtime.NetworkFailure;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/**
 * The Kubernetes API server, read only. Its configuration, authentication, TLS and connections are fabric8's; the
 * bodies are streamed, since fabric8's own lists hold a whole page as bytes and again as objects.
 */
final class ApiServer implements AutoCloseable {
    private static final int UNAUTHORIZED = 401;
    /** A watch ends with its cycle, and so does this wait. */
    private static final Duration LONGEST_WAIT_FOR_A_WATCH = Duration.ofDays(1);

    private static final Logger LOG = LoggerFactory.getLogger(ApiServer.class);

    private final Supplier<HttpClient> clients;
    private final String url;
    private final Patience patience;
    private volatile @Nullable HttpClient client;

    /**
     * How long to wait.
     *
     * @param answer for the status of an answer, and then for each further part of its body
     * @param retry when to ask again
     */
    record Patience(Duration answer, Retry retry) {
        static final Patience USUAL = new Patience(Duration.ofSeconds(10), new Retry(4, Duration.ofMillis(200)));
    }

    /** Reads the body of a good answer. */
    @FunctionalInterface
    interface Body<T> {
        T read(InputStream body) throws IOException;
    }

    /**
     * @param client null where the first request is to make one
     * @param clients makes another client, from what is in the kubeconfig and its files by then
     */
    ApiServer(@Nullable HttpClient client, Supplier<HttpClient> clients, String url, Patience patience) {
        this.client = client;
        this.clients = clients;
        this.url = url.endsWith("/") ? url : url + "/";
        this.patience = patience;
    }

    /** Where it is, with a slash at the end. */
    String url() {
        return url;
    }

    /** When to ask again. */
    Retry retry() {
        return patience.retry();
    }

    /**
     * Gets a resource; where the server is busy or in trouble, after a while and again. Where it does not know who asks,
     * the proof is read anew, once: tokens expire, and plugins and files bring others.
     *
     * @param path with its query, without a leading slash
     * @param budget for the waits between the attempts
     * @throws CycleFailedException only where {@code body} throws it
     */
    <T> T get(String path, Budget budget, Body<T> body)
            throws ApiException, CycleFailedException, InterruptedException {
        return get(path, patience.answer(), budget, body);
    }

    /**
     * Gets a resource that goes on for a long time; where the server says when to ask again, it is asked then.
     *
     * @param silence how long nothing may arrive
     */
    <T> T watch(String path, Duration silence, Body<T> body)
            throws ApiException, CycleFailedException, InterruptedException {
        return get(path, silence, Budget.of(LONGEST_WAIT_FOR_A_WATCH), body);
    }

    private <T> T get(String path, Duration silence, Budget budget, Body<T> body)
            throws ApiException, CycleFailedException, InterruptedException {
        boolean renewed = false;
        for (int attempt = 1; ; attempt++) {
            BodyStream stream = new BodyStream(silence);
            HttpClient asked = client == null ? renewed(null) : client;
            Duration pause;
            try (stream) {
                HttpResponse<AsyncBody> answer = send(asked, path, stream);
                stream.start(answer.body());
                if (answer.isSuccessful()) {
                    return body.read(stream.decoded(answer.header("Content-Encoding")));
                }
                if (answer.code() == UNAUTHORIZED && !renewed && renewed(asked) != asked) {
                    renewed = true;
                    continue;
                }
                pause = pauseOrGiveUp(attempt, answer, stream, budget);
            } catch (CycleFailedException e) {
                throw e;
            } catch (InterruptedIOException e) {
                if (Thread.interrupted()) {
                    throw (InterruptedException) new InterruptedException(e.getMessage()).initCause(e);
                }
                throw new ApiException(NetworkFailure.reason(e), e);
            } catch (UnexpectedAnswerException e) {
                throw new ApiException("the answer is not what was asked for: " + e.getMessage(), e);
            } catch (IOException e) {
                throw ApiException.brokeOff(e, e);
            } catch (JacksonException e) {
                throw ApiException.unreadable(e);
            }
            TimeUnit.NANOSECONDS.sleep(pause.toNanos());
        }
    }

    private Duration pauseOrGiveUp(int attempt, HttpResponse<AsyncBody> answer, BodyStream stream, Budget budget)
            throws IOException, ApiException {
        int code = answer.code();
        Optional<Duration> pause =
                patience.retry().after(attempt, code, answer.header("Retry-After"), Clock.systemUTC(), budget);
        String reason = code + " " + statusMessage(code, stream);
        if (pause.isEmpty()) {
            throw new ApiException(code, reason);
        }
        LOG.debug("{}; asked again in {} ms", reason, pause.get().toMillis());
        return pause.get();
    }

    /** Another client than the one that was refused, or the same where none can be made. */
    private synchronized HttpClient renewed(@Nullable HttpClient refused) throws ApiException, InterruptedException {
        HttpClient other = client;
        if (other != null && other != refused) {
            return other;
        }
        try {
            other = clients.get();
            client = other;
            return other;
        } catch (PluginException e) {
            if (Thread.interrupted()) {
                throw (InterruptedException) new InterruptedException(e.getMessage()).initCause(e);
            }
            throw new ApiException(String.valueOf(e.getMessage()), e);
        } catch (InvalidSettingsException e) {
            if (refused == null) {
                throw new ApiException(String.valueOf(e.getMessage()), e);
            }
            LOG.debug("what proves who asks cannot be read anew: {}", e.getMessage());
            return refused;
        }
    }

    private HttpResponse<AsyncBody> send(HttpClient asked, String path, BodyStream stream)
            throws ApiException, InterruptedException {
        CompletableFuture<HttpResponse<AsyncBody>> future;
        try {
            future = asked.consumeBytes(
                    asked.newHttpRequestBuilder()
                            .uri(url + path)
                            .header("Accept", "application/json")
                            .build(),
                    stream);
        } catch (RuntimeException e) {
            // What proves who asks could not be had.
            throw new ApiException(NetworkFailure.reason(e), e);
        }
        try {
            return future.get(patience.answer().toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw new ApiException(NetworkFailure.reason(e), e);
        } catch (TimeoutException e) {
            future.cancel(true);
            throw new ApiException("no answer within " + patience.answer().toMillis() + " ms", e);
        } catch (InterruptedException e) {
            future.cancel(true);
            throw e;
        }
    }

    /** What the server says of its refusal: the message of a Status object, else what the code means. */
    private static String statusMessage(int code, InputStream body) throws IOException {
        String message = "";
        try {
            message = JsonValue.read(body).at("message").text("");
        } catch (JacksonException e) {
            // A proxy's page of HTML, or nothing: the code says enough.
            if (e.getCause() instanceof InterruptedIOException interrupted) {
                throw interrupted;
            }
        }
        return message.isEmpty() ? meaning(code) : NetworkFailure.oneLine(message);
    }

    private static String meaning(int code) {
        return switch (code) {
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 410 -> "Gone";
            case 429 -> "Too Many Requests";
            default -> code >= 500 ? "server error" : "refused";
        };
    }

    @Override
    public void close() {
        HttpClient open = client;
        if (open != null) {
            open.close();
        }
    }
}
