package it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Finds the processes by the properties that their start has published. */
class OrdersIT {
    private final String ledger = System.getProperty("ledger");

    @Test
    void theServerAnswersOnTheReservedPortWithWhatTheOtherProcessPublished() throws Exception {
        URL health = new URL("http://127.0.0.1:" + System.getProperty("orders.port") + "/health");
        try (InputStream answer = health.openStream()) {
            assertEquals("two words from " + ledger, new String(answer.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void whatIsPublishedReachesArgumentsToo() throws Exception {
        assertTrue(ledger.matches("books-[0-9]+"), ledger);
        assertEquals(ledger, System.getProperty("subject"));
        assertEquals("\"two words from " + ledger + "\"", Files.readString(Path.of("target/audited")));
    }
}
