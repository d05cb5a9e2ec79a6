package dev.e2e.collector;

/** One object of each known kind, with a value for every field that is sent of it, and markers in what is not. */
final class Samples {
    static final String APPLIED = "\"kubectl.kubernetes.io/last-applied-configuration\":\"" + TestObjects.MARKER + "\"";

    private static final String CONDITIONS = """
            "conditions":[{"type":"Ready","status":"True","reason":"r","message":"m",
              "lastTransitionTime":"2026-01-02T03:04:05Z","lastHeartbeatTime":"2026-01-02T03:04:05Z"}]""";
    private static final String TEMPLATE = """
            "template":{"spec":{"containers":[{"name":"c","env":[{"name":"E","value":"MUST-NOT-LEAVE-THE-CLUSTER"}]}]}}""";

    private Samples() {}

    static String of(Kind kind) {
        String owner = kind == Kind.JOB ? "CronJob" : kind == Kind.REPLICA_SET ? "Deployment" : "ReplicaSet";
        return """
                {"metadata":{"name":"n","namespace":"shop","uid":"u","resourceVersion":"17","generation":3,
                   "creationTimestamp":"2026-01-02T03:04:05Z","finalizers":["f"],
                   "labels":{"app":"a","pod-template-hash":"5d4f","kubernetes.io/service-name":"svc"},
                   "annotations":{%s,"storageclass.kubernetes.io/is-default-class":"true","ü \\"q\\"":"v"},
                   "ownerReferences":[{"apiVersion":"v1","kind":"%s","name":"web-5d4f","uid":"o","controller":true}],
                   "managedFields":[{"manager":"%s"}]},
                 %s}""".formatted(APPLIED, owner, TestObjects.MARKER, own(kind));
    }

    private static String own(Kind kind) {
        return switch (kind.id()) {
            case "Namespace" -> """
                    "spec":{"finalizers":["kubernetes"]},"status":{"phase":"Active"}""";
            case "Node" -> """
                    "spec":{"podCIDR":"10.0.0.0/24"},"status":{"images":[{"names":["i"]}],
                     "capacity":{"cpu":"8","memory":"32Gi","ephemeral-storage":"100Gi"},
                     "allocatable":{"cpu":"7","memory":"30Gi","ephemeral-storage":"90Gi"},%s,
                     "nodeInfo":{"osImage":"Debian","kernelVersion":"6.1","kubeletVersion":"v1.34.1"}}""".formatted(CONDITIONS);
            case "Deployment" -> """
                    "spec":{"replicas":3,%s},"status":{"readyReplicas":2,"updatedReplicas":1,%s}""".formatted(TEMPLATE, CONDITIONS);
            case "ReplicaSet" -> """
                    "spec":{"replicas":3,%s},"status":{"readyReplicas":2,"availableReplicas":1,%s}""".formatted(TEMPLATE, CONDITIONS);
            case "StatefulSet" -> """
                    "spec":{"serviceName":"db","replicas":3,%s},
                    "status":{"readyReplicas":2,"updatedReplicas":1,%s}""".formatted(TEMPLATE, CONDITIONS);
            case "DaemonSet" -> """
                    "spec":{%s},"status":{"desiredNumberScheduled":4,"currentNumberScheduled":3,"numberReady":2,
                     "updatedNumberScheduled":1,%s}""".formatted(TEMPLATE, CONDITIONS);
            case "Job" -> """
                    "spec":{"completions":5,"parallelism":4,%s},"status":{"active":3,"succeeded":2,"failed":1,
                     "startTime":"2026-01-02T03:04:05Z","completionTime":"2026-01-02T03:04:06Z",%s}""".formatted(TEMPLATE, CONDITIONS);
            case "CronJob" -> """
                    "spec":{"schedule":"* * * * *","timeZone":"Etc/UTC","suspend":true,"jobTemplate":{"spec":{%s}}},
                    "status":{"active":[{"kind":"Job","name":"j"}],"lastScheduleTime":"2026-01-02T03:04:05Z",
                     "lastSuccessfulTime":"2026-01-02T03:04:06Z"}""".formatted(TEMPLATE);
            case "Pod" -> pod();
            case "HorizontalPodAutoscaler" -> """
                    "spec":{"scaleTargetRef":{"kind":"Deployment","name":"web"},"minReplicas":2,"maxReplicas":9},
                    "status":{"currentReplicas":3,"desiredReplicas":4,%s}""".formatted(CONDITIONS);
            case "PodDisruptionBudget" -> """
                    "spec":{"minAvailable":2,"maxUnavailable":"50%%","selector":{"matchLabels":{"app":"web"}}},
                    "status":{"currentHealthy":4,"desiredHealthy":3,"expectedPods":5,"disruptionsAllowed":1,%s}""".formatted(CONDITIONS);
            case "Service" -> """
                    "spec":{"type":"NodePort","clusterIP":"10.0.0.1","externalIPs":["1.2.3.4"],"selector":{"app":"web"},
                     "ports":[{"name":"http","protocol":"TCP","port":80,"targetPort":"web","nodePort":30080}]}""";
            case "EndpointSlice" -> """
                    "addressType":"IPv4","ports":[{"name":"http","protocol":"TCP","port":80}],
                    "endpoints":[{"addresses":["10.0.0.2"],"conditions":{"ready":false},"nodeName":"n1",
                      "targetRef":{"kind":"Pod","name":"web-1","uid":"x"}}]""";
            case "Ingress" -> """
                    "spec":{"tls":[{"hosts":["shop.example"],"secretName":"tls"}],
                     "rules":[{"host":"shop.example","http":{"paths":[{"path":"/","pathType":"Prefix",
                       "backend":{"service":{"name":"web","port":{"number":80}}}}]}}]}""";
            case "NetworkPolicy" -> """
                    "spec":{"podSelector":{"matchLabels":{"app":"web"}},"policyTypes":["Ingress"],
                     "ingress":[{"from":[{"ipBlock":{"cidr":"0.0.0.0/0"}}]},{"ports":[{"port":80}]}],
                     "egress":[{"to":[]}]}""";
            case "ConfigMap" -> """
                    "data":{"ü":"MUST-NOT-LEAVE-THE-CLUSTER"},"binaryData":{"logo":"AAEC"}""";
            case "Secret" -> """
                    "type":"Opaque","data":{"password":"TVVTVC1OT1QtTEVBVkUtVEhFLUNMVVNURVI="}""";
            case "ServiceAccount" -> """
                    "secrets":[{"name":"token"}],"imagePullSecrets":[{"name":"registry"}],
                    "automountServiceAccountToken":false""";
            case "StorageClass" -> """
                    "provisioner":"csi.example","reclaimPolicy":"Retain","volumeBindingMode":"WaitForFirstConsumer",
                    "allowVolumeExpansion":true,"parameters":{"secret":"MUST-NOT-LEAVE-THE-CLUSTER"}""";
            case "PersistentVolume" -> """
                    "spec":{"capacity":{"storage":"1Gi"},"accessModes":["ReadWriteOnce"],"volumeMode":"Block",
                     "persistentVolumeReclaimPolicy":"Retain","storageClassName":"fast",
                     "claimRef":{"namespace":"shop","name":"data"},"csi":{"driver":"MUST-NOT-LEAVE-THE-CLUSTER"}},
                    "status":{"phase":"Bound"}""";
            case "PersistentVolumeClaim" -> """
                    "spec":{"resources":{"requests":{"storage":"1Gi"}},"accessModes":["ReadWriteOnce"],
                     "storageClassName":"fast","volumeMode":"Block","volumeName":"pv-1"},"status":{"phase":"Bound"}""";
            case "ResourceQuota" -> """
                    "spec":{"hard":{"pods":"11"}},"status":{"hard":{"pods":"10"},"used":{"pods":"3"}}""";
            case "LimitRange" -> """
                    "spec":{"limits":[{"type":"Container","min":{"cpu":"1m"},"max":{"cpu":"2"},"default":{"cpu":"1"},
                      "defaultRequest":{"cpu":"100m"}}]}""";
            case "Event" -> """
                    "type":"Warning","reason":"BackOff","action":"Pulling","note":"back-off","reportingController":"kubelet",
                    "regarding":{"kind":"Pod","namespace":"shop","name":"web-1"},"reportingInstance":"n1",
                    "eventTime":"2026-01-02T03:04:05.123456Z",
                    "series":{"count":7,"lastObservedTime":"2026-01-02T03:09:05.123456Z"},
                    "deprecatedSource":{"component":"old"},"deprecatedCount":1,
                    "deprecatedFirstTimestamp":"2026-01-02T03:04:05Z","deprecatedLastTimestamp":"2026-01-02T03:04:05Z\"""";
            default -> throw new IllegalArgumentException("no sample of " + kind);
        };
    }

    private static String pod() {
        return """
                "spec":{"nodeName":"n1","volumes":[{"name":"v","secret":{"secretName":"s"}}],
                 "containers":[{"name":"c","image":"web:1","env":[{"name":"P","value":"MUST-NOT-LEAVE-THE-CLUSTER"}],
                   "args":["MUST-NOT-LEAVE-THE-CLUSTER"],
                   "resources":{"requests":{"cpu":"250m","memory":"64Mi","ephemeral-storage":"1Gi"},
                     "limits":{"cpu":"1","memory":"128Mi"}}}]},
                "status":{"phase":"Running","podIP":"10.0.0.7","hostIP":"192.168.0.1",%s,
                 "containerStatuses":[{"name":"c","ready":true,"restartCount":2,"image":"web:1","imageID":"sha256:1",
                   "state":{"waiting":{"reason":"CrashLoopBackOff","message":"m"}},
                   "lastState":{"terminated":{"exitCode":1}}}]}""".formatted(CONDITIONS);
    }
}
