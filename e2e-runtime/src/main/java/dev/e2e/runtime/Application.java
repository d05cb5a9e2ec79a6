package dev.e2e.runtime;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.slf4j.LoggerFactory;

/**
 * The frame of an application's {@code main}: {@code --help} and {@code --version}, settings from options and
 * the environment, the log, and an end in good order at TERM.
 *
 * @param name the command's name
 * @param description one sentence, for {@code --help}
 * @param settings what it is told by options and the environment; {@link #LOG_LEVEL} and {@link #HTTP_PORT} come by
 *     themselves
 */
public record Application(String name, String description, List<Setting<?>> settings) {
    /** How much is logged. */
    public static final Setting<LogLevel> LOG_LEVEL = Setting.choice(
            "LOG_LEVEL", "how much is logged: trace, debug, info, warn or error", LogLevel.class, "info");

    /** Where the HTTP endpoints listen, on the loopback interface. */
    public static final Setting<Integer> HTTP_PORT = Setting.port(
            "HTTP_PORT", "loopback port of /healthz, /readyz, /status and /metrics; 0 is any free one", "0");

    private static final Setting<Boolean> HELP = Setting.flag("--help", "prints this");
    private static final Setting<Boolean> VERSION = Setting.flag("--version", "prints the version");

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
        all.add(HELP);
        all.add(VERSION);
        settings = List.copyOf(all);
    }

    /** What an application does between its start and the request to end. */
    @FunctionalInterface
    public interface Body {
        /**
         * Works until it is done or is asked to end.
         *
         * @param shutdown tells when to end; the body has to return soon after
         * @return the exit code
         * @throws Exception what made it fail; logged with its cause, and the process exits with {@link #FAILED}
         */
        int run(Settings settings, Shutdown shutdown) throws Exception;
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
        List<String> given = List.of(arguments);
        if (given.contains(HELP.name()) || given.contains("-h")) {
            out.print(help());
            return OK;
        }
        if (given.contains(VERSION.name())) {
            out.println(name + " " + version());
            return OK;
        }
        Settings values;
        try {
            values = Settings.read(settings, environment, arguments);
        } catch (InvalidSettingsException e) {
            err.println(e.getMessage());
            return USAGE;
        }
        Log.configure(values.get(LOG_LEVEL));
        try {
            return body.run(values, shutdown);
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
        StringBuilder help = new StringBuilder("%s: %s%n%nOptions:%n".formatted(name, description));
        settings.stream().filter(Setting::isOptionOnly).forEach(setting -> help.append(line(setting)));
        help.append("%nSettings, each an environment variable or an option, which counts more (%s for %s):%n"
                .formatted(LOG_LEVEL.option(), LOG_LEVEL.name()));
        settings.stream().filter(setting -> !setting.isOptionOnly()).forEach(setting -> help.append(line(setting)));
        return help.toString();
    }

    private static String line(Setting<?> setting) {
        boolean silent = setting.defaultText().isEmpty() || setting.presence() == Setting.Presence.FLAG;
        return "  %-22s %s%s%n"
                .formatted(
                        setting.name(),
                        setting.description(),
                        silent ? "" : " (default " + setting.defaultText() + ")");
    }
}
