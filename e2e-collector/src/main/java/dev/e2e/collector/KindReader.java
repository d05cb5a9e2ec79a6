package dev.e2e.collector;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the objects of a kind, page by page, and hands each on as it arrives. */
final class KindReader {
    private static final Logger LOG = LoggerFactory.getLogger(KindReader.class);
    /** How often a kind is read from its beginning at most, where its list expires or breaks off. */
    private static final int MOST_READINGS = 3;
    /** Objects asked for at once. */
    private static final int PAGE = 500;

    private final ApiServer server;
    private final Set<String> namespaces;
    private final Budget budget;

    /**
     * @param namespaces where objects are read; empty for all
     * @param budget for waits
     */
    KindReader(ApiServer server, Set<String> namespaces, Budget budget) {
        this.server = server;
        this.namespaces = namespaces;
        this.budget = budget;
    }

    /**
     * Reads a kind, also more than once where its list does not last; what fails is told in the result. An interrupted
     * thread ends it with what was read so far, and stays interrupted.
     */
    KindResult read(Kind kind, ChunkWriter chunks) throws CycleFailedException {
        for (int times = 1; ; times++) {
            Reading reading = new Reading(kind, chunks);
            try {
                reading.all();
                Duration pause = server.retry().backOff(times);
                if (!reading.worthAFreshList() || times == MOST_READINGS || !budget.allows(pause)) {
                    return reading.result();
                }
                TimeUnit.NANOSECONDS.sleep(pause.toNanos());
                chunks.discard();
            } catch (InterruptedException e) {
                KindResult result = reading.endedEarly();
                Thread.currentThread().interrupt();
                return result;
            }
        }
    }

    /** The paths of a kind's lists, and their queries up to where more is to stand; none where that cannot be found out. */
    List<String> listsOrNone(Kind kind) throws CycleFailedException, InterruptedException {
        try {
            return lists(kind);
        } catch (ApiException e) {
            return List.of();
        }
    }

    private List<String> lists(Kind kind) throws ApiException, CycleFailedException, InterruptedException {
        if (namespaces.isEmpty() || (kind.scope() == Kind.Scope.CLUSTER && kind != Kind.NAMESPACE)) {
            return List.of(kind.path() + "?");
        }
        if (kind == Kind.NAMESPACE) {
            return namespaces.stream()
                    .map(name -> kind.path() + "?fieldSelector=metadata.name%3D" + name + "&")
                    .toList();
        }
        if (kind.scope() == Kind.Scope.UNKNOWN && !namespaced(kind)) {
            return List.of(kind.path() + "?");
        }
        return namespaces.stream().map(name -> kind.path(name) + "?").toList();
    }

    private boolean namespaced(Kind kind) throws ApiException, CycleFailedException, InterruptedException {
        return server.get(kind.root(), budget, JsonValue::read).at("resources").elements().stream()
                .filter(resource -> resource.at("name").text("").equals(kind.plural()))
                .findFirst()
                .orElseThrow(() -> new ApiException(404, "404 no resource " + kind.plural()))
                .at("namespaced")
                .isTrue();
    }

    /** One kind while it is read. */
    private final class Reading {
        private final Kind kind;
        private final ChunkWriter chunks;
        private String resourceVersion = "";
        private @Nullable ApiException failure;

        Reading(Kind kind, ChunkWriter chunks) {
            this.kind = kind;
            this.chunks = chunks;
        }

        void all() throws CycleFailedException, InterruptedException {
            try {
                for (String list : lists(kind)) {
                    list(list);
                }
            } catch (ApiException e) {
                failed(e);
            }
        }

        /** @param list its path, and its query up to where the limit is to stand */
        private void list(String list) throws CycleFailedException, InterruptedException {
            try {
                String next = "";
                do {
                    String query = next.isEmpty() ? "" : "&continue=" + encoded(next);
                    ListPage page = server.get(
                            list + "limit=" + PAGE + query,
                            budget,
                            body -> ListPage.read(body, kind.parts(), object -> chunks.add(kind.identified(object))));
                    // Of several lists the first was read at the earliest moment.
                    resourceVersion = resourceVersion.isEmpty() ? page.resourceVersion() : resourceVersion;
                    if (!next.isEmpty() && next.equals(page.next())) {
                        throw new ApiException(
                                ApiException.NO_ANSWER, "the API server goes on with the same page for ever");
                    }
                    next = page.next();
                } while (!next.isEmpty());
            } catch (ApiException e) {
                failed(e);
            }
        }

        private void failed(ApiException e) {
            failure = failure == null ? e : failure;
        }

        boolean worthAFreshList() {
            return failure != null && failure.worthAFreshList();
        }

        KindResult result() throws CycleFailedException {
            KindResult.Sent sent = chunks.finish(resourceVersion);
            ApiException problem = failure;
            if (problem == null) {
                return new KindResult(kind, Optional.of(sent), Optional.empty());
            }
            if (problem.code() == 404 && sent.count() == 0) {
                LOG.debug("the cluster does not serve {} {}", kind.apiVersion(), kind.id());
                return new KindResult(kind, Optional.empty(), Optional.empty());
            }
            return partial(sent, new KindResult.Problem(problem.code(), problem.reason()));
        }

        KindResult endedEarly() throws CycleFailedException {
            return partial(chunks.finish(resourceVersion), KindResult.Problem.TOLD_TO_END);
        }

        private KindResult partial(KindResult.Sent sent, KindResult.Problem problem) {
            return new KindResult(kind, Optional.of(sent).filter(some -> some.chunks() > 0), Optional.of(problem));
        }
    }

    private static String encoded(String token) {
        return URLEncoder.encode(token, StandardCharsets.UTF_8);
    }
}
