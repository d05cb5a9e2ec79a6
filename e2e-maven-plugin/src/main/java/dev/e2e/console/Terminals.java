package dev.e2e.console;

import java.util.Map;

/** Whether this JVM has a terminal. Apart from {@link Console}, so that who only asks loads nothing of it. */
public final class Terminals {
    private Terminals() {}

    /**
     * Whether there is a person to ask: standard input and output are a terminal, and no continuous integration is at work,
     * which by convention says {@code CI=true} (or anything but {@code false}) in the environment.
     */
    public static boolean attended(Map<String, String> environment) {
        String ci = environment.getOrDefault("CI", "");
        return (ci.isEmpty() || ci.equalsIgnoreCase("false")) && present();
    }

    /** Whether standard input and output are a terminal. */
    @SuppressWarnings("SystemConsoleNull") // it is null before Java 22
    public static boolean present() {
        java.io.Console console = System.console();
        if (console == null) {
            return false;
        }
        try { // since Java 22 there is a console without a terminal too
            return (boolean) java.io.Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }
}
