package dev.e2e.collector;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What of a cluster is collected.
 *
 * @param kinds in the order in which they are read
 * @param namespaces those whose objects are read; empty for all. Kinds that live in no namespace are read either way,
 *     except that of Namespaces only these are.
 */
record Selection(Set<Kind> kinds, Set<String> namespaces) {
    /** A label of RFC 1123, which the name of a namespace is. */
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

    /**
     * The names in a list; none where it is empty.
     *
     * @throws IllegalArgumentException when one cannot be that of a namespace; says which
     */
    static Set<String> parseNamespaces(String names) {
        Set<String> namespaces = new LinkedHashSet<>();
        if (!names.isBlank()) {
            for (String name : names.split(",", -1)) {
                if (!LABEL.matcher(name.strip()).matches()) {
                    throw new IllegalArgumentException(
                            "expected names of namespaces, separated by commas ('%s' cannot be one)"
                                    .formatted(name.strip()));
                }
                namespaces.add(name.strip());
            }
        }
        return namespaces;
    }
}
