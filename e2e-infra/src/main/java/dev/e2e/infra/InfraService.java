package dev.e2e.infra;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What there can be embedded, and checked. */
enum InfraService {
    KAFKA,
    KUBERNETES;

    /**
     * Reads names that are separated by commas, in any case.
     *
     * @throws IllegalArgumentException when one is unknown, or there is none; the message says what was expected
     */
    static Set<InfraService> parse(String text) {
        Set<InfraService> services = EnumSet.noneOf(InfraService.class);
        List<String> unknown = new ArrayList<>();
        for (String name : text.split(",", -1)) {
            try {
                services.add(valueOf(name.strip().toUpperCase(Locale.ROOT)));
            } catch (IllegalArgumentException e) {
                unknown.add("'" + name.strip() + "'");
            }
        }
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("expected kafka, kubernetes, or both separated by a comma; "
                    + String.join(", ", unknown) + (unknown.size() == 1 ? " is neither" : " are neither"));
        }
        return services;
    }
}
