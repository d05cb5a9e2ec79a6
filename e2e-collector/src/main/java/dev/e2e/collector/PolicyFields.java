package dev.e2e.collector;

import java.util.List;

/** What leaves the cluster of the kinds that limit or scale others. */
final class PolicyFields {
    static final Reduction AUTOSCALER = new Reduction(
            Projection.of(
                    "spec.scaleTargetRef",
                    "spec.minReplicas",
                    "spec.maxReplicas",
                    "status.currentReplicas",
                    "status.desiredReplicas",
                    "status.conditions"),
            PolicyFields::autoscaler);
    static final Reduction DISRUPTION_BUDGET = new Reduction(
            Projection.of(
                    "spec.minAvailable",
                    "spec.maxUnavailable",
                    "spec.selector.matchLabels",
                    "status.currentHealthy",
                    "status.desiredHealthy",
                    "status.expectedPods",
                    "status.disruptionsAllowed",
                    "status.conditions"),
            PolicyFields::disruptionBudget);
    static final Reduction QUOTA = new Reduction(Projection.of("status.hard", "status.used"), PolicyFields::quota);
    static final Reduction LIMIT_RANGE = new Reduction(Projection.of("spec.limits"), PolicyFields::limitRange);

    private PolicyFields() {}

    private static void autoscaler(JsonValue autoscaler, Fields fields, Owners owners) {
        JsonValue spec = autoscaler.at("spec");
        JsonValue status = autoscaler.at("status");
        fields.text("target_kind", spec.at("scaleTargetRef", "kind").text());
        fields.text("target_name", spec.at("scaleTargetRef", "name").text());
        fields.number("min_replicas", spec.at("minReplicas").integer(1));
        fields.number("max_replicas", spec.at("maxReplicas").integer(0));
        fields.number("current_replicas", status.at("currentReplicas").integer(0));
        fields.number("desired_replicas", status.at("desiredReplicas").integer(0));
        WorkloadFields.conditions(autoscaler, fields);
    }

    private static void disruptionBudget(JsonValue budget, Fields fields, Owners owners) {
        JsonValue spec = budget.at("spec");
        JsonValue status = budget.at("status");
        fields.text("min_available", spec.at("minAvailable").text());
        fields.text("max_unavailable", spec.at("maxUnavailable").text());
        fields.map("selector", spec.at("selector", "matchLabels"));
        fields.number("current_healthy", status.at("currentHealthy").integer(0));
        fields.number("desired_healthy", status.at("desiredHealthy").integer(0));
        fields.number("expected_pods", status.at("expectedPods").integer(0));
        fields.number("disruptions_allowed", status.at("disruptionsAllowed").integer(0));
        WorkloadFields.conditions(budget, fields);
    }

    private static void quota(JsonValue quota, Fields fields, Owners owners) {
        fields.map("hard", quota.at("status", "hard"));
        fields.map("used", quota.at("status", "used"));
    }

    private static void limitRange(JsonValue range, Fields fields, Owners owners) {
        List<JsonValue> limits = range.at("spec", "limits").elements();
        fields.list(
                "limits",
                limits,
                (limit, item) -> item.text("type", limit.at("type").text(""))
                        .map("min", limit.at("min"))
                        .map("max", limit.at("max"))
                        .map("default", limit.at("default"))
                        .map("default_request", limit.at("defaultRequest")));
    }
}
