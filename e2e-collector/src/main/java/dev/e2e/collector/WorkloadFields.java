package dev.e2e.collector;

/** What leaves the cluster of the kinds that run Pods. */
final class WorkloadFields {
    static final Reduction DEPLOYMENT = new Reduction(
            Projection.of("spec.replicas", "status.readyReplicas", "status.updatedReplicas", "status.conditions"),
            WorkloadFields::deployment);
    static final Reduction REPLICA_SET = new Reduction(
            Projection.of("spec.replicas", "status.readyReplicas", "status.availableReplicas", "status.conditions"),
            WorkloadFields::replicaSet);
    static final Reduction STATEFUL_SET = new Reduction(
            Projection.of(
                    "spec.serviceName",
                    "spec.replicas",
                    "status.readyReplicas",
                    "status.updatedReplicas",
                    "status.conditions"),
            WorkloadFields::statefulSet);
    static final Reduction DAEMON_SET = new Reduction(
            Projection.of(
                    "status.desiredNumberScheduled",
                    "status.currentNumberScheduled",
                    "status.numberReady",
                    "status.updatedNumberScheduled",
                    "status.conditions"),
            WorkloadFields::daemonSet);
    static final Reduction JOB = new Reduction(
            Projection.of(
                    "spec.completions",
                    "spec.parallelism",
                    "status.active",
                    "status.succeeded",
                    "status.failed",
                    "status.startTime",
                    "status.completionTime",
                    "status.conditions"),
            WorkloadFields::job);
    static final Reduction CRON_JOB = new Reduction(
            Projection.of(
                    "spec.schedule",
                    "spec.timeZone",
                    "spec.suspend",
                    "status.active.name",
                    "status.lastScheduleTime",
                    "status.lastSuccessfulTime"),
            WorkloadFields::cronJob);

    private WorkloadFields() {}

    private static void deployment(JsonValue object, Fields fields, Owners owners) {
        replicas(object, fields);
        fields.number("updated_replicas", object.at("status", "updatedReplicas").integer(0));
        conditions(object, fields);
    }

    private static void replicaSet(JsonValue object, Fields fields, Owners owners) {
        owners.learn(object);
        fields.text(
                "deployment_name", Owners.owner(object, "Deployment").at("name").text());
        replicas(object, fields);
        fields.number(
                "available_replicas", object.at("status", "availableReplicas").integer(0));
        conditions(object, fields);
    }

    private static void statefulSet(JsonValue object, Fields fields, Owners owners) {
        fields.text("service_name", object.at("spec", "serviceName").text());
        replicas(object, fields);
        fields.number("updated_replicas", object.at("status", "updatedReplicas").integer(0));
        conditions(object, fields);
    }

    private static void daemonSet(JsonValue object, Fields fields, Owners owners) {
        JsonValue status = object.at("status");
        fields.number("desired_replicas", status.at("desiredNumberScheduled").integer(0));
        fields.number("current_replicas", status.at("currentNumberScheduled").integer(0));
        fields.number("ready_replicas", status.at("numberReady").integer(0));
        fields.number("updated_replicas", status.at("updatedNumberScheduled").integer(0));
        conditions(object, fields);
    }

    private static void job(JsonValue object, Fields fields, Owners owners) {
        JsonValue status = object.at("status");
        fields.text("cron_job_name", Owners.owner(object, "CronJob").at("name").text());
        fields.number("completions", object.at("spec", "completions").integer());
        fields.number("parallelism", object.at("spec", "parallelism").integer());
        fields.number("active", status.at("active").integer(0));
        fields.number("succeeded", status.at("succeeded").integer(0));
        fields.number("failed", status.at("failed").integer(0));
        fields.text("start_time", status.at("startTime").text());
        fields.text("completion_time", status.at("completionTime").text());
        conditions(object, fields);
    }

    private static void cronJob(JsonValue object, Fields fields, Owners owners) {
        fields.text("schedule", object.at("spec", "schedule").text(""));
        fields.text("time_zone", object.at("spec", "timeZone").text());
        fields.truth("suspend", object.at("spec", "suspend").isTrue());
        fields.number("active", object.at("status", "active").elements().size());
        fields.text(
                "last_schedule_time", object.at("status", "lastScheduleTime").text());
        fields.text(
                "last_successful_time",
                object.at("status", "lastSuccessfulTime").text());
    }

    private static void replicas(JsonValue object, Fields fields) {
        // An API server fills in 1 where nothing was asked for; one that does not means the same.
        fields.number("replicas", object.at("spec", "replicas").integer(1));
        fields.number("ready_replicas", object.at("status", "readyReplicas").integer(0));
    }

    /** What the status says of each condition. */
    static void conditions(JsonValue object, Fields fields) {
        fields.list(
                "conditions",
                object.at("status", "conditions").elements(),
                (condition, item) -> item.text("type", condition.at("type").text(""))
                        .text("status", condition.at("status").text(""))
                        .text("reason", condition.at("reason").text())
                        .text("message", condition.at("message").text())
                        .text(
                                "last_transition_time",
                                condition.at("lastTransitionTime").text()));
    }
}
