package shop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ShopIT {
    @Test
    void sells() throws Exception {
        String ledger = System.getProperty("ledger");
        try (InputStream answer = new URL(System.getProperty("shop.url") + "/health").openStream()) {
            String text = new String(answer.readAllBytes(), StandardCharsets.UTF_8);
            assertEquals("sells what is in " + ledger + " in EUR", text);
        }
        assertEquals(Path.of("target/ledger").toAbsolutePath().toString(), ledger);
    }
}
