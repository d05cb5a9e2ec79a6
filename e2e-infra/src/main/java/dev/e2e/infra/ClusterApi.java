package dev.e2e.infra;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The API of the embedded cluster: fabric8's mock keeps and serves the objects; the version and the discovery documents
 * are added here.
 */
final class ClusterApi extends KubernetesCrudDispatcher {
    private static final Pattern GROUP = Pattern.compile("/apis/[^/]+");

    private final Map<String, Map<String, Object>> documents = Discovery.documents();

    ClusterApi(List<ClusterObject> objects) {
        objects.forEach(this::store);
    }

    @Override
    public MockResponse dispatch(RecordedRequest request) {
        return answer(request).setHeader("Content-Type", "application/json");
    }

    private MockResponse answer(RecordedRequest request) {
        String path = request.getPath().replaceFirst("[?].*", "");
        if (!request.getMethod().equals("GET")) {
            return super.dispatch(request);
        }
        Map<String, Object> document = documents.get(path);
        if (document != null) {
            return new MockResponse().setResponseCode(200).setBody(Serialization.asJson(document));
        }
        // The mock would answer with an empty list, as if it served every group.
        return GROUP.matcher(path).matches() ? new MockResponse().setResponseCode(404) : super.dispatch(request);
    }

    /** As a create, except that the object keeps its UID and its time of creation. */
    private void store(ClusterObject object) {
        String path = object.type().path(object.namespace());
        String json = Serialization.asJson(object.withVersion(requestResourceVersion()));
        processEvent(path, getKey(path), null, Serialization.unmarshal(json, GenericKubernetesResource.class), json);
    }
}
