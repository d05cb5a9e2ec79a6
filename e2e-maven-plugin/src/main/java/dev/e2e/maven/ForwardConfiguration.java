package dev.e2e.maven;

import dev.e2e.builtin.Forward;
import org.jspecify.annotations.Nullable;

/** A {@code <forward>} of the POM, as Maven fills it. */
public final class ForwardConfiguration {
    private @Nullable String service;
    private @Nullable String pod;
    private @Nullable String namespace;
    private @Nullable String port;
    private @Nullable String localPort;

    /** @throws IllegalArgumentException when a value is missing or cannot be used; the message names the element */
    Forward toForward() {
        String asService = Values.orEmpty(service);
        String asPod = Values.orEmpty(pod);
        if (asService.isEmpty() == asPod.isEmpty()) {
            throw Forward.refused(
                    "<service>, <pod>", "one of the two", asService.isEmpty() ? "" : asService + ", " + asPod);
        }
        String name = asService + asPod;
        String remote = Values.orEmpty(port);
        return new Forward(
                asPod.isEmpty() ? Forward.Kind.SERVICE : Forward.Kind.POD,
                name,
                Values.orEmpty(namespace),
                remote,
                localPort(name, remote));
    }

    /** The same number as at the far end, where nothing else is said. */
    private int localPort(String name, String remote) {
        String text = Values.orEmpty(localPort);
        boolean remoteIsNumber = remote.isEmpty() || remote.chars().allMatch(Character::isDigit);
        if (remoteIsNumber && !Forward.isPortNumber(remote)) {
            throw Forward.refused(
                    "<port> of '" + name + "'", "a number from 1 to 65535, or the name of a port", remote);
        }
        String number = text.isEmpty() ? remote : text;
        if (!Forward.isPortNumber(number)) {
            throw Forward.refused("<localPort> of '" + name + "'", "a number from 1 to 65535", text);
        }
        return Integer.parseInt(number);
    }
}
