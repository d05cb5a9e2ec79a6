package dev.e2e.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LogTest {
    private static final String LIBRARY = "org.slf4j.simpleLogger.log.org.example";
    private Properties before;

    @BeforeEach
    void keepProperties() {
        before = (Properties) System.getProperties().clone();
    }

    @AfterEach
    void restoreProperties() {
        System.setProperties(before);
    }

    @Test
    void aQuietLibrarySaysErrorsOnly() {
        Log.configure(LogLevel.INFO);
        Log.quiet("org.example");

        assertThat(System.getProperty(LIBRARY)).isEqualTo("error");
    }

    @Test
    void aSilentLibrarySaysNothing() {
        Log.configure(LogLevel.INFO);
        Log.silence("org.example");

        assertThat(System.getProperty(LIBRARY)).isEqualTo("off");
    }

    @Test
    void aQuietLibraryIsHeardWhereTheLogIsVerbose() {
        Log.configure(LogLevel.DEBUG);
        Log.quiet("org.example");

        assertThat(System.getProperty(LIBRARY)).isNull();
    }
}
