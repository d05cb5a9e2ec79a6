package dev.e2e.runtime;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.slf4j.LoggerFactory;

/**
 * The frame of an application's {@code main}: {@code --help} and {@code --version}, settings from the environment, the
 * log, and an end in good order at TERM.
 *
 * @param name the command's name
 * @param description one sentence, for {@code --help}
 * @param settings what it reads from the environment; {@link #LOG_LEVEL} and {@link #HTTP_PORT} come by themselves
 */
public record Application(String name, String description, List<Setting<?>> settings) {
    /** How much is logged. */
    public static final Setting<LogLevel> LOG_LEVEL = Setting.choice(
            "LOG_LEVEL", "how much is logged: trace, debug, info, warn or error", LogLevel.class, "info");

    /** Where the HTTP endpoints listen, on the loopback interface. */
    public static final Setting<Integer> HTTP_PORT = Setting.port(
            "HTTP_PORT", "loopback port of /healthz, /readyz, /status and /metrics; 0 is any free one", "0");

    /** Exit code of a clean end. */
    public static final int OK = 0;
    /** Exit code of a failure while running. */
    public static final int FAILED = 1;
    /** Exit code of arguments or settings that cannot be used. */
    public static final int USAGE = 2;

    public Application {
        List<Setting<?>> all = new ArrayList<>(settings);
        all.add(LOG_LEVEL);
        all.add(HTTP_PORT);
        settings = List.copyOf(all);
    }

    /** What an application does between its start and the request to end. */
    @FunctionalInterface
    public interface Body {
        /**
         * Works until it is done or is asked to end.
         *
         * @param shutdown tells when to end; the body has to return soon after
         * @throws Exception what made it fail; logged with its cause, and the process exits with {@link #FAILED}
         */
        void run(Settings settings, Shutdown shutdown) throws Exception;
    }

    /** Runs the application and ends the JVM: the last call of a {@code main}. */
    public void main(String[] arguments, Body body) {
        Shutdown shutdown = new Shutdown();
        Runtime.getRuntime().addShutdownHook(new Thread(shutdown::requestAndAwaitEnd, name + "-shutdown"));
        int code;
        try {
            code = run(arguments, System.getenv(), System.out, System.err, body, shutdown);
        } finally {
            shutdown.ended();
        }
        System.exit(code);
    }

    /**
     * Runs the application and returns its exit code.
     *
     * @param environment where the settings are read from
     * @param out where {@code --help} and {@code --version} go
     * @param err where refused arguments and settings are reported
     */
    int run(
            String[] arguments,
            Map<String, String> environment,
            PrintStream out,
            PrintStream err,
            Body body,
            Shutdown shutdown) {
        for (String argument : arguments) {
            switch (argument) {
                case "--help", "-h" -> {
                    out.print(help());
                    return OK;
                }
                case "--version" -> {
                    out.println(name + " " + version());
                    return OK;
                }
                default -> {
                    err.println(name + ": unknown argument '" + argument + "'; try --help");
                    return USAGE;
                }
            }
        }
        Settings values;
        try {
            values = Settings.read(settings, environment);
        } catch (InvalidSettingsException e) {
            err.println(e.getMessage());
            return USAGE;
        }
        Log.configure(values.get(LOG_LEVEL));
        try {
            body.run(values, shutdown);
            return OK;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return FAILED;
        } catch (InvalidSettingsException e) {
            err.println(e.getMessage());
            return USAGE;
        } catch (Exception e) {
            LoggerFactory.getLogger(name).error("{} failed: {}", name, e.getMessage(), e);
            return FAILED;
        }
    }

    /** The version of this build, from the package of this class or, unpackaged, {@code development}. */
    public static String version() {
        return Objects.requireNonNullElse(Application.class.getPackage().getImplementationVersion(), "development");
    }

    private String help() {
        StringBuilder help =
                new StringBuilder("%s: %s%n%nIt is set up by environment variables:%n".formatted(name, description));
        for (Setting<?> setting : settings) {
            String fallback = setting.defaultText().isEmpty() ? "" : " (default " + setting.defaultText() + ")";
            help.append("  %-22s %s%s%n".formatted(setting.name(), setting.description(), fallback));
        }
        return help.append("%n--help prints this, --version the version.%n".formatted())
                .toString();
    }
}
