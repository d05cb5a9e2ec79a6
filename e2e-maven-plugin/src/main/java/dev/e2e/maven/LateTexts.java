package dev.e2e.maven;

import dev.e2e.builtin.BuiltinSpecs;
import dev.e2e.process.ProcessName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Texts of the POM in which Maven has left {@code ${…}} because the property comes only with the start: ports that are
 * reserved, values that processes publish as {@code e2e.NAME.VALUE}, and the addresses of the infrastructure. They become
 * {@code @{…}}, which the start itself replaces.
 */
final class LateTexts {
    private static final Pattern REFERENCE = Pattern.compile("[$@]\\{([^}]+)}");
    private static final String INFRA_REFERENCE = "@{" + BuiltinSpecs.INFRA + ".";

    private final Set<String> ports;
    private final Set<ProcessName> names;
    private final Map<String, String> infrastructure;
    private final boolean infraRuns;
    private boolean infraUsed;

    /**
     * Texts of one set of processes.
     *
     * @param ports the names of the set's ports
     * @param names the set's processes
     * @param infrastructure what stands for the properties of the infrastructure
     * @param infraRuns whether the process {@code infra} is one of the set
     */
    LateTexts(Set<String> ports, Set<ProcessName> names, Map<String, String> infrastructure, boolean infraRuns) {
        this.ports = ports;
        this.names = names;
        this.infrastructure = infrastructure;
        this.infraRuns = infraRuns;
    }

    /** For a look at what the texts refer to, before it is known what stands for the infrastructure. */
    static LateTexts askingForInfrastructure(Set<String> ports, Set<ProcessName> names) {
        return new LateTexts(
                ports,
                names,
                Map.of(
                        "e2e.kafka.bootstrapServers", INFRA_REFERENCE + "bootstrapServers}",
                        "e2e.kafka.properties", "",
                        "e2e.kubeconfig", INFRA_REFERENCE + "kubeconfig}"),
                false);
    }

    /** Whether one of the texts so far refers to the infrastructure. */
    boolean useInfrastructure() {
        return infraUsed;
    }

    /** The text as the start reads it; an empty element of the POM is an empty text. */
    String of(@Nullable String text) {
        Matcher matcher = REFERENCE.matcher(text == null ? "" : text);
        StringBuilder late = new StringBuilder();
        while (matcher.find()) {
            matcher.appendReplacement(late, Matcher.quoteReplacement(late(matcher.group(1), matcher.group())));
        }
        String done = matcher.appendTail(late).toString();
        infraUsed |= done.contains(INFRA_REFERENCE);
        return done;
    }

    List<String> of(List<String> texts) {
        List<String> late = new ArrayList<>();
        texts.forEach(text -> late.add(of(text)));
        return late;
    }

    Map<String, String> of(Map<String, String> texts) {
        Map<String, String> late = new LinkedHashMap<>();
        texts.forEach((key, text) -> late.put(key, of(text)));
        return late;
    }

    private String late(String property, String whole) {
        if (ports.contains(property)) {
            return "@{" + property + "}";
        }
        String address = infrastructure.get(property);
        if (address != null) {
            return address;
        }
        for (ProcessName name : names) {
            if (property.startsWith("e2e." + name + ".")) {
                return "@{" + property.substring("e2e.".length()) + "}";
            }
        }
        return whole;
    }

    /** These dependencies, and {@code infra} exactly where it runs and is needed. */
    Set<ProcessName> withInfra(Set<ProcessName> dependencies) {
        Set<ProcessName> all = new TreeSet<>(dependencies);
        if (!infraRuns) {
            all.remove(BuiltinSpecs.INFRA);
        } else if (infraUsed) {
            all.add(BuiltinSpecs.INFRA);
        }
        return all;
    }
}
