package dev.e2e.infra.forward;

import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The answer of {@code /status}. */
final class StatusDocument {
    private StatusDocument() {}

    static String json(List<Forward> forwards) {
        return Serialization.asJson(
                Map.of("forwards", forwards.stream().map(StatusDocument::of).toList()));
    }

    private static Map<String, Object> of(Forward forward) {
        Condition condition = forward.condition();
        Figures figures = forward.figures();
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("target", forward.spec().target());
        document.put("local", forward.local());
        document.put("state", condition.state().text());
        document.put("since", condition.since().toString());
        document.put("reason", condition.reason());
        Target target = condition.target();
        document.put("pod", target == null ? "" : target.pod());
        document.put("podPort", target == null ? 0 : target.port());
        document.put("openConnections", forward.openConnections());
        document.put("connections", figures.connections().sum());
        document.put("failedConnections", figures.failedConnections().sum());
        document.put("reconnects", figures.reconnects().sum());
        document.put("bytesToPod", figures.bytesToPod().sum());
        document.put("bytesFromPod", figures.bytesFromPod().sum());
        return document;
    }
}
