package dev.e2e.collector;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The rights that reading a selection needs, and no others, as a manifest for {@code kubectl apply}: of each kind
 * {@code list}, {@code watch} where changes are wanted too, and {@code get} of the one namespace whose UID names the
 * cluster.
 *
 * <p>Kinds of unknown scope are taken for such that live in namespaces, since rights for a single namespace are wanted
 * where namespaces are named.
 */
record Roles(Selection selection, boolean watching) {
    private static final String NAME = "e2e-collector";

    /** The manifest: a ClusterRole, and a Role for each namespace that is named. */
    String manifest() {
        List<String> documents = new ArrayList<>();
        boolean everywhere = selection.namespaces().isEmpty();
        documents.add(role("ClusterRole", "", clusterRules(everywhere)));
        for (String namespace : selection.namespaces()) {
            List<String> rules = rules(kind -> !clusterWide(kind));
            if (!rules.isEmpty()) {
                documents.add(role("Role", namespace, rules));
            }
        }
        return comment() + String.join("---\n", documents);
    }

    private List<String> clusterRules(boolean everywhere) {
        List<String> rules = new ArrayList<>();
        if (!everywhere && selection.kinds().contains(Kind.NAMESPACE)) {
            rules.add(rule("", List.of(Kind.NAMESPACE.plural()), reading(), selection.namespaces()));
        }
        rules.add(rule("", List.of(Kind.NAMESPACE.plural()), List.of("get"), List.of("kube-system")));
        rules.addAll(rules(kind -> everywhere || (clusterWide(kind) && !kind.equals(Kind.NAMESPACE))));
        return rules;
    }

    private static boolean clusterWide(Kind kind) {
        return kind.scope() == Kind.Scope.CLUSTER;
    }

    /** A rule for each API group that the kinds are of. */
    private List<String> rules(Predicate<Kind> which) {
        Map<String, List<String>> resources = new LinkedHashMap<>();
        for (Kind kind : selection.kinds()) {
            if (which.test(kind)) {
                int slash = kind.apiVersion().indexOf('/');
                String group = slash < 0 ? "" : kind.apiVersion().substring(0, slash);
                List<String> ofGroup = resources.computeIfAbsent(group, name -> new ArrayList<>());
                if (!ofGroup.contains(kind.plural())) { // the same resource in two versions
                    ofGroup.add(kind.plural());
                }
            }
        }
        List<String> rules = new ArrayList<>();
        resources.forEach((group, names) -> rules.add(rule(group, names, reading(), List.of())));
        return rules;
    }

    private List<String> reading() {
        return watching ? List.of("list", "watch") : List.of("list");
    }

    private static String rule(String group, List<String> resources, List<String> verbs, Collection<String> names) {
        return "  - apiGroups: [\"%s\"]\n    resources: %s\n%s    verbs: %s\n"
                .formatted(
                        group,
                        quoted(resources),
                        names.isEmpty() ? "" : "    resourceNames: " + quoted(names) + "\n",
                        quoted(verbs));
    }

    private static String quoted(Collection<String> names) {
        return "[\"" + String.join("\", \"", names) + "\"]";
    }

    private static String role(String kind, String namespace, List<String> rules) {
        return """
                apiVersion: rbac.authorization.k8s.io/v1
                kind: %s
                metadata:
                  name: %s
                %srules:
                %s""".formatted(
                        kind,
                        NAME,
                        namespace.isEmpty() ? "" : "  namespace: " + quote(namespace) + "\n",
                        String.join("", rules));
    }

    /** A namespace may be called {@code 123} or {@code true}, which would not be a text in YAML. */
    private static String quote(String text) {
        return '"' + text + '"';
    }

    private String comment() {
        String bindings = selection.namespaces().isEmpty()
                ? ""
                : "#   kubectl create rolebinding %1$s --role=%1$s --serviceaccount=NAMESPACE:NAME -n EACH_NAMESPACE\n"
                        .formatted(NAME);
        return """
                # What e2e-collector has to be allowed to read what KINDS and NAMESPACES select. To whom, is for you to say:
                #   kubectl create clusterrolebinding %1$s --clusterrole=%1$s --serviceaccount=NAMESPACE:NAME
                %2$s""".formatted(NAME, bindings);
    }
}
