package dev.e2e.lifecycle;

/** Hears what is being done, one line per change of state. */
public interface Progress {

    /** Something went as it should. */
    void info(String line);

    /** Something that its user should look at. */
    void warn(String line);
}
