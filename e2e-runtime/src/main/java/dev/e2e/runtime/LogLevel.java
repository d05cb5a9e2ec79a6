package dev.e2e.runtime;

/** What {@code LOG_LEVEL} accepts. */
public enum LogLevel {
    TRACE,
    DEBUG,
    INFO,
    WARN,
    ERROR
}
