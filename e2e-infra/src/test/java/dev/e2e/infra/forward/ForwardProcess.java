package dev.e2e.infra.forward;

import dev.e2e.infra.ChildJvm;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;

/** The application in a JVM of its own. */
final class ForwardProcess implements AutoCloseable {
    private final ChildJvm jvm;
    private final Map<String, String> published;

    private ForwardProcess(ChildJvm jvm, Map<String, String> published) {
        this.jvm = jvm;
        this.published = published;
    }

    /** Starts it and waits until it is ready. */
    static ForwardProcess start(Path directory, Map<String, String> environment) throws IOException {
        ChildJvm jvm = ChildJvm.start(PortForwardMain.class, directory, environment, "-Xmx64m");
        return new ForwardProcess(jvm, jvm.awaitReady());
    }

    ChildJvm jvm() {
        return jvm;
    }

    int localPort(String target) {
        return Integer.parseInt(published.get(target).replaceFirst(".*:", ""));
    }

    String status() throws IOException, InterruptedException {
        return get("/status").body();
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(published.get("url") + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() {
        jvm.close();
    }
}
