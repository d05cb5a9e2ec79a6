package dev.e2e.collector;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.core.JacksonException;

/**
 * The Kubernetes API server, read only. Its configuration, authentication, TLS and connections are fabric8's; the
 * bodies are streamed, since fabric8's own lists hold a whole page as bytes and again as objects.
 */
final class ApiServer implements AutoCloseable {
    /** What may be better the next time; everything else is an answer. */
    private static final Set<Integer> WORTH_ANOTHER_TRY = Set.of(429, 500, 502, 503, 504);

    private final HttpClient client;
    private final String url;
    private final Patience patience;

    /**
     * How long to wait.
     *
     * @param answer for the status of an answer, and then for each further part of its body
     * @param attempts how often a request is sent at most
     * @param pause between the attempts, unless the server names another; what does not fit into {@code answer} is not
     *     waited for
     */
    record Patience(Duration answer, int attempts, Duration pause) {
        static final Patience USUAL = new Patience(Duration.ofSeconds(10), 3, Duration.ofMillis(200));
    }

    /** Reads the body of a good answer. */
    @FunctionalInterface
    interface Body<T> {
        T read(InputStream body) throws IOException;
    }

    ApiServer(HttpClient client, String url, Patience patience) {
        this.client = client;
        this.url = url.endsWith("/") ? url : url + "/";
        this.patience = patience;
    }

    /** Where it is, with a slash at the end. */
    String url() {
        return url;
    }

    /**
     * Gets a resource.
     *
     * @param path with its query, without a leading slash
     * @throws CycleFailedException only where {@code body} throws it
     */
    <T> T get(String path, Body<T> body) throws ApiException, CycleFailedException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            BodyStream stream = new BodyStream(patience.answer());
            try (stream) {
                HttpResponse<AsyncBody> answer = send(path, stream);
                stream.start(answer.body());
                if (answer.isSuccessful()) {
                    return body.read(stream);
                }
                Duration pause = pause(answer, attempt);
                boolean again = WORTH_ANOTHER_TRY.contains(answer.code()) && attempt < patience.attempts();
                if (!again || pause.compareTo(patience.answer()) > 0) {
                    throw new ApiException(answer.code(), answer.code() + " " + statusMessage(answer.code(), stream));
                }
                Thread.sleep(pause.toMillis());
            } catch (CycleFailedException e) {
                throw e;
            } catch (InterruptedIOException e) {
                if (Thread.interrupted()) {
                    throw (InterruptedException) new InterruptedException(e.getMessage()).initCause(e);
                }
                throw new ApiException(NetworkFailure.reason(e), e);
            } catch (IOException e) {
                throw new ApiException("the answer broke off: " + NetworkFailure.reason(e), e);
            } catch (JacksonException e) {
                throw unreadable(e);
            }
        }
    }

    private HttpResponse<AsyncBody> send(String path, BodyStream stream) throws ApiException, InterruptedException {
        CompletableFuture<HttpResponse<AsyncBody>> future = client.consumeBytes(
                client.newHttpRequestBuilder()
                        .uri(url + path)
                        .header("Accept", "application/json")
                        .build(),
                stream);
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

    private Duration pause(HttpResponse<AsyncBody> answer, int attempt) {
        String asked = answer.header("Retry-After");
        if (asked != null && asked.matches("[0-9]{1,6}")) {
            return Duration.ofSeconds(Long.parseLong(asked));
        }
        return patience.pause().multipliedBy(1L << (attempt - 1));
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

    private static ApiException unreadable(JacksonException e) throws InterruptedException {
        for (Throwable each = e; each != null; each = each.getCause()) {
            if (each instanceof InterruptedIOException && Thread.interrupted()) {
                throw (InterruptedException) new InterruptedException(each.getMessage()).initCause(e);
            }
            if (each instanceof IOException) {
                return new ApiException("the answer broke off: " + NetworkFailure.reason(each), e);
            }
        }
        return new ApiException("the answer is not the JSON that was expected: " + e.getOriginalMessage(), e);
    }

    @Override
    public void close() {
        client.close();
    }
}
