package dev.e2e.maven;

import dev.e2e.console.Terminals;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.maven.execution.MavenSession;

/**
 * Whether what is printed may have colour: where Maven's own output has. Its switch is in a class that plugins are not
 * given, and which has another name in Maven 4; where it is found under neither, interactive mode decides.
 */
final class Colour {
    private static final List<String> SWITCHES = List.of(
            "org.apache.maven.shared.utils.logging.MessageUtils", // Maven 3
            "org.apache.maven.jline.MessageUtils"); // Maven 4

    private Colour() {}

    static boolean isOn(MavenSession session) {
        return switch (style(session)) {
            case "always" -> true;
            case "never" -> false;
            default -> Terminals.present() && mavenHasIt(session);
        };
    }

    private static String style(MavenSession session) {
        String maven4 = session.getUserProperties().getProperty("maven.style.color", "auto");
        return session.getUserProperties().getProperty("style.color", maven4).toLowerCase(Locale.ROOT);
    }

    private static boolean mavenHasIt(MavenSession session) {
        ClassLoader maven = session.getRequest().getClass().getClassLoader();
        return SWITCHES.stream()
                .flatMap(name -> ask(name, maven).stream())
                .findFirst()
                .orElse(session.getRequest().isInteractiveMode());
    }

    private static Optional<Boolean> ask(String name, ClassLoader maven) {
        try {
            return Optional.of((Boolean)
                    Class.forName(name, true, maven).getMethod("isColorEnabled").invoke(null));
        } catch (ReflectiveOperationException | LinkageError e) {
            return Optional.empty(); // another Maven
        }
    }
}
