package dev.e2e.infra.forward;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One forward as it was asked for.
 *
 * @param namespace empty for the current one of the kubeconfig's context
 * @param port the number or name of a port of the service or pod
 * @param localPort where it is listened for on the loopback interface; 0 is any free one
 */
record ForwardSpec(Kind kind, String namespace, String name, String port, int localPort) {
    private static final Pattern FORM =
            Pattern.compile("(service|pod)/([a-z0-9-]*)/([a-z0-9.-]+):([A-Za-z0-9-]+):([0-9]{1,5})");
    private static final int HIGHEST_PORT = 65535;

    /** What is forwarded to. */
    enum Kind {
        SERVICE,
        POD;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Reads forwards that are separated by commas, such as {@code service/shop/kafka:9092:9092}.
     *
     * @throws IllegalArgumentException when one cannot be read, or two share a local port; the message says what was
     *     expected
     */
    static List<ForwardSpec> parseAll(String text) {
        List<ForwardSpec> specs = new ArrayList<>();
        for (String item : text.split(",", -1)) {
            ForwardSpec spec = parse(item.strip());
            if (spec.localPort != 0 && specs.stream().anyMatch(other -> other.localPort == spec.localPort)) {
                throw new IllegalArgumentException(
                        "expected a local port for each (%d comes twice)".formatted(spec.localPort));
            }
            specs.add(spec);
        }
        return List.copyOf(specs);
    }

    private static ForwardSpec parse(String item) {
        Matcher matcher = FORM.matcher(item);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "expected service/NAMESPACE/NAME:PORT:LOCALPORT or pod/NAMESPACE/NAME:PORT:LOCALPORT, several separated by commas ('%s' is neither)"
                            .formatted(item));
        }
        String port = matcher.group(4);
        int localPort = Integer.parseInt(matcher.group(5));
        if (localPort > HIGHEST_PORT || (isNumber(port) && !isPort(port))) {
            throw new IllegalArgumentException(
                    "expected ports up to %d ('%s' has another)".formatted(HIGHEST_PORT, item));
        }
        Kind kind = Arrays.stream(Kind.values())
                .filter(candidate -> candidate.text().equals(matcher.group(1)))
                .findFirst()
                .orElseThrow();
        return new ForwardSpec(kind, matcher.group(2), matcher.group(3), port, localPort);
    }

    private static boolean isPort(String number) {
        return number.length() <= 5 && Integer.parseInt(number) >= 1 && Integer.parseInt(number) <= HIGHEST_PORT;
    }

    private static boolean isNumber(String text) {
        return text.chars().allMatch(Character::isDigit);
    }

    /** The same, in this namespace where it names none. */
    ForwardSpec orIn(String current) {
        return namespace.isEmpty() ? new ForwardSpec(kind, current, name, port, localPort) : this;
    }

    /** Whether its port is a number rather than a name. */
    boolean hasPortNumber() {
        return isNumber(port);
    }

    /** What it forwards to, such as {@code service/shop/kafka:9092}. */
    String target() {
        return "%s/%s/%s:%s".formatted(kind.text(), namespace, name, port);
    }
}
