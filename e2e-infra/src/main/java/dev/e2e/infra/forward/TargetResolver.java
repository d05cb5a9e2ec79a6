package dev.e2e.infra.forward;

import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the pod behind a forward. */
final class TargetResolver {
    private final KubernetesClient client;

    TargetResolver(KubernetesClient client) {
        this.client = client;
    }

    /**
     * Asks the API server for a ready pod.
     *
     * @param avoided incarnations of pods that are taken only where there is no other
     * @param preferred is taken again while it is ready and not avoided, so that connections stay together
     * @throws UnavailableException when there is none, or the API server does not say
     */
    Target resolve(ForwardSpec spec, Set<String> avoided, @Nullable Target preferred) throws UnavailableException {
        try {
            return switch (spec.kind()) {
                case SERVICE -> behindService(spec, ranking(avoided, preferred));
                case POD -> pod(spec);
            };
        } catch (KubernetesClientException e) {
            throw new UnavailableException("the API server does not say what is behind it: " + Failures.reason(e), e);
        }
    }

    private Target pod(ForwardSpec spec) throws UnavailableException {
        Pod pod = client.pods()
                .inNamespace(spec.namespace())
                .withName(spec.name())
                .get();
        if (pod == null) {
            throw new UnavailableException("there is no pod " + spec.name() + " in namespace " + spec.namespace());
        }
        if (!isReady(pod)) {
            throw new UnavailableException("pod " + spec.name() + " is not ready");
        }
        IntOrString port =
                spec.hasPortNumber() ? new IntOrString(Integer.parseInt(spec.port())) : new IntOrString(spec.port());
        return target(pod, port);
    }

    private static Comparator<Pod> ranking(Set<String> avoided, @Nullable Target preferred) {
        return Comparator.comparing((Pod pod) -> avoided.contains(incarnation(pod)))
                .thenComparing(
                        pod -> preferred == null || !preferred.incarnation().equals(incarnation(pod)))
                .thenComparing(pod -> pod.getMetadata().getName());
    }

    private Target behindService(ForwardSpec spec, Comparator<Pod> ranking) throws UnavailableException {
        Service service = client.services()
                .inNamespace(spec.namespace())
                .withName(spec.name())
                .get();
        if (service == null) {
            throw new UnavailableException("there is no service " + spec.name() + " in namespace " + spec.namespace());
        }
        ServicePort port = port(service, spec);
        Map<String, String> selector = service.getSpec().getSelector();
        if (selector == null || selector.isEmpty()) {
            throw new UnavailableException(
                    "service %s selects no pods; forward to a pod instead".formatted(spec.name()));
        }
        List<Pod> pods = client.pods()
                .inNamespace(spec.namespace())
                .withLabels(selector)
                .list()
                .getItems();
        Pod pod = pods.stream()
                .filter(TargetResolver::isReady)
                .min(ranking)
                .orElseThrow(() -> new UnavailableException(
                        "service %s has no ready pod (of %d)".formatted(spec.name(), pods.size())));
        // A service may leave its target port out, and then means its own.
        return target(pod, port.getTargetPort() == null ? new IntOrString(port.getPort()) : port.getTargetPort());
    }

    private static ServicePort port(Service service, ForwardSpec spec) throws UnavailableException {
        List<ServicePort> ports = service.getSpec().getPorts();
        return ports.stream()
                .filter(port -> spec.hasPortNumber()
                        ? port.getPort() == Integer.parseInt(spec.port())
                        : spec.port().equals(port.getName()))
                .findFirst()
                .orElseThrow(() -> new UnavailableException("service %s has no port %s; it has %s"
                        .formatted(
                                spec.name(),
                                spec.port(),
                                ports.stream().map(TargetResolver::text).toList())));
    }

    private static String text(ServicePort port) {
        return port.getName() == null ? Integer.toString(port.getPort()) : port.getPort() + " (" + port.getName() + ")";
    }

    private static Target target(Pod pod, IntOrString port) throws UnavailableException {
        String name = pod.getMetadata().getName();
        Integer number = port.getIntVal();
        if (number == null) {
            number = pod.getSpec().getContainers().stream()
                    .flatMap(container -> container.getPorts().stream())
                    .filter(candidate -> port.getStrVal().equals(candidate.getName()))
                    .map(ContainerPort::getContainerPort)
                    .findFirst()
                    .orElseThrow(() -> new UnavailableException(
                            "pod %s has no port named '%s'".formatted(name, port.getStrVal())));
        }
        return new Target(pod.getMetadata().getNamespace(), name, number, incarnation(pod));
    }

    private static boolean isReady(Pod pod) {
        return pod.getMetadata().getDeletionTimestamp() == null
                && readiness(pod)
                        .filter(condition -> "True".equals(condition.getStatus()))
                        .isPresent();
    }

    private static Optional<PodCondition> readiness(Pod pod) {
        return pod.getStatus() == null
                ? Optional.empty()
                : pod.getStatus().getConditions().stream()
                        .filter(condition -> "Ready".equals(condition.getType()))
                        .findFirst();
    }

    private static String incarnation(Pod pod) {
        int restarts = pod.getStatus().getContainerStatuses().stream()
                .mapToInt(ContainerStatus::getRestartCount)
                .sum();
        String readySince = readiness(pod)
                .map(condition -> Objects.requireNonNullElse(condition.getLastTransitionTime(), ""))
                .orElse("");
        return pod.getMetadata().getUid() + " " + restarts + " " + readySince;
    }
}
