package dev.e2e.builtin;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A local port that is forwarded to a service or pod.
 *
 * @param namespace empty for that of the kubeconfig's context
 * @param port the number or name of a port of the service or pod
 * @param localPort the port on the loopback interface, 1 to 65535
 */
public record Forward(Kind kind, String name, String namespace, String port, int localPort) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?");
    private static final Pattern NAMESPACE = Pattern.compile("([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)?");
    private static final Pattern PORT_NAME = Pattern.compile("(?=.*[a-z])[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final int HIGHEST_PORT = 65535;

    /** The default: Kafka, in the current namespace. */
    public static final Forward KAFKA = new Forward(Kind.SERVICE, "kafka", "", "9092", 9092);

    /** What is forwarded to. */
    public enum Kind {
        /** A ready pod behind a service. */
        SERVICE,
        /** One pod. */
        POD;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @throws IllegalArgumentException when a value cannot be used; the message names the element */
    public Forward {
        check(NAME, "<" + kind.text() + ">", "the name of a " + kind.text(), name);
        check(
                NAMESPACE,
                "<namespace> of '" + name + "'",
                "the name of a namespace, or nothing for the current one",
                namespace);
        if (!isPortNumber(port)) {
            check(PORT_NAME, "<port> of '" + name + "'", "a number from 1 to 65535, or the name of a port", port);
        }
        if (localPort < 1 || localPort > HIGHEST_PORT) {
            throw refused("<localPort> of '" + name + "'", "a number from 1 to 65535", Integer.toString(localPort));
        }
    }

    private static void check(Pattern form, String element, String expected, String text) {
        if (!form.matcher(text).matches()) {
            throw refused(element, expected, text);
        }
    }

    /** The refusal of a value of an element of a {@code <forward>}. */
    public static IllegalArgumentException refused(String element, String expected, String text) {
        return new IllegalArgumentException(
                "<forwards>: <forward>: %s: expected %s, got '%s'".formatted(element, expected, text));
    }

    /** Whether the text is a port number rather than a name. */
    public static boolean isPortNumber(String text) {
        return text.matches("[0-9]{1,5}") && Integer.parseInt(text) >= 1 && Integer.parseInt(text) <= HIGHEST_PORT;
    }

    /** As the application reads it. */
    String setting() {
        return "%s/%s/%s:%s:%d".formatted(kind.text(), namespace, name, port, localPort);
    }

    /** For people. */
    public String line() {
        return "127.0.0.1:%d → %s %s:%s%s"
                .formatted(localPort, kind.text(), name, port, namespace.isEmpty() ? "" : " in namespace " + namespace);
    }
}
