package dev.e2e.runtime;

import java.io.PrintStream;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The log: one readable line per event, time first; on standard output, unless that is for something else. */
public final class Log {
    private static final String PREFIX = "org.slf4j.simpleLogger.";
    private static final String TIME_FORMAT = "yyyy-MM-dd HH:mm:ss.SSS";

    private static volatile boolean onStandardError;

    private Log() {}

    /** Sets the log up; to be called before the first logger is made. Libraries log warnings and errors only. */
    static void configure(LogLevel level) {
        String own = level.name().toLowerCase(Locale.ROOT);
        boolean verbose = level == LogLevel.TRACE || level == LogLevel.DEBUG;
        String libraries = verbose ? "info" : level == LogLevel.INFO ? "warn" : own;
        set("logFile", "System.out");
        set("showDateTime", "true");
        set("dateTimeFormat", TIME_FORMAT);
        set("showThreadName", "false");
        set("showShortLogName", "true");
        set("defaultLogLevel", libraries);
        set("log.dev.e2e", own);
    }

    /** Sends the log to standard error; to be called before the first logger is made. */
    public static void toStandardError() {
        set("logFile", "System.err");
        onStandardError = true;
    }

    /**
     * Says on the log's stream, whatever the log level, that the application is ready, and hands over what others need
     * to know of it: {@code … READY key=value key=value}. Whoever started the process waits for this line.
     *
     * @param published names and values; neither may contain white space
     */
    public static void ready(Map<String, String> published) {
        StringBuilder line = new StringBuilder(DateTimeFormatter.ofPattern(TIME_FORMAT, Locale.ROOT)
                .format(LocalDateTime.now(ZoneId.systemDefault()))
                .concat(" READY"));
        new TreeMap<>(published).forEach((name, value) -> {
            if ((name + value).chars().anyMatch(Character::isWhitespace)) {
                throw new IllegalArgumentException("white space in the published value " + name + "='" + value + "'");
            }
            line.append(' ').append(name).append('=').append(value);
        });
        PrintStream stream = onStandardError ? System.err : System.out;
        stream.println(line);
        stream.flush();
    }

    /**
     * Lets a library log errors only, where the application says itself what its warnings are about; {@code LOG_LEVEL}
     * debug and trace still show them. To be called before the first logger is made.
     *
     * @param logger the name that the library's loggers begin with, such as {@code org.apache.kafka}
     */
    public static void quiet(String logger) {
        limit(logger, "error");
    }

    /**
     * As {@link #quiet}, where the application says itself what the library's errors are about.
     *
     * @param logger the name that the library's loggers begin with, such as {@code org.apache.kafka}
     */
    public static void silence(String logger) {
        limit(logger, "off");
    }

    private static void limit(String logger, String level) {
        if (!"info".equals(System.getProperty(PREFIX + "defaultLogLevel"))) {
            set("log." + logger, level);
        }
    }

    private static void set(String key, String value) {
        System.setProperty(PREFIX + key, value);
    }
}
