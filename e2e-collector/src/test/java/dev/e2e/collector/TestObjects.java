package dev.e2e.collector;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Kubernetes objects and configurations as tests need them. */
final class TestObjects {
    /** Stands wherever something is that must not leave the cluster. */
    static final String MARKER = "MUST-NOT-LEAVE-THE-CLUSTER";

    private TestObjects() {}

    /**
     * An object as an API server gives it out.
     *
     * @param rest further members, such as {@code "spec":{…}}
     */
    static String object(Kind kind, String name, int number, String rest) {
        return """
                {"metadata":{"name":"%s","namespace":"shop","uid":"%s",
                  "creationTimestamp":"2026-01-02T03:04:05Z","resourceVersion":"17",
                  "labels":{"app":"%s"},
                  "annotations":{"team":"a \\"quoted\\" ümlaut",
                    "kubectl.kubernetes.io/last-applied-configuration":"{\\"data\\":\\"%s\\"}"},
                  "managedFields":[{"manager":"%s","fieldsV1":{"f:data":{"f:%s":{}}}}]}%s}""".formatted(
                        name,
                        "uid-of-%s-%d".formatted(kind.id(), number),
                        name,
                        MARKER,
                        MARKER,
                        MARKER,
                        rest.isEmpty() ? "" : "," + rest);
    }

    static Path kubeconfig(Path file, String name, String url) throws IOException {
        return Files.writeString(file, """
                apiVersion: v1
                kind: Config
                current-context: %1$s
                clusters: [{name: %1$s, cluster: {server: "%2$s"}}]
                users: [{name: %1$s, user: {token: token-of-%1$s}}]
                contexts: [{name: %1$s, context: {cluster: %1$s, user: %1$s}}]
                """.formatted(name, url));
    }
}
