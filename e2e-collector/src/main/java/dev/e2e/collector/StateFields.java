package dev.e2e.collector;

import java.util.Map;
import java.util.TreeMap;

/** What leaves the cluster of Namespaces, ServiceAccounts, ConfigMaps and Secrets: of the latter two the keys, never a value. */
final class StateFields {
    static final Reduction NAMESPACE = new Reduction(Projection.of("status.phase"), StateFields::namespace);
    static final Reduction CONFIG_MAP = new Reduction(
            Projection.of().and("data", Projection.UTF8_SIZES).and("binaryData", Projection.BASE64_SIZES),
            StateFields::configMap);
    static final Reduction SECRET =
            new Reduction(Projection.of("type").and("data", Projection.BASE64_SIZES), StateFields::secret);
    static final Reduction SERVICE_ACCOUNT = new Reduction(
            Projection.of("secrets.name", "imagePullSecrets.name", "automountServiceAccountToken"),
            StateFields::serviceAccount);

    private StateFields() {}

    private static void namespace(JsonValue namespace, Fields fields, Owners owners) {
        fields.text("phase", namespace.at("status", "phase").text("Active"));
    }

    private static void configMap(JsonValue configMap, Fields fields, Owners owners) {
        Map<String, JsonValue> sizes = new TreeMap<>(configMap.at("data").members());
        sizes.putAll(configMap.at("binaryData").members());
        keys(sizes, fields);
    }

    private static void secret(JsonValue secret, Fields fields, Owners owners) {
        fields.text("type", secret.at("type").text("Opaque"));
        keys(new TreeMap<>(secret.at("data").members()), fields);
    }

    private static void serviceAccount(JsonValue account, Fields fields, Owners owners) {
        fields.texts("secrets", account.at("secrets").names());
        fields.texts("image_pull_secrets", account.at("imagePullSecrets").names());
        // Kubernetes mounts a token unless it is told not to.
        fields.truth(
                "automount_token", account.at("automountServiceAccountToken").isTrue(true));
    }

    private static void keys(Map<String, JsonValue> sizes, Fields fields) {
        fields.list(
                "keys",
                sizes.entrySet(),
                (key, item) -> item.text("name", key.getKey())
                        .number("size", key.getValue().integer(0)));
    }
}
