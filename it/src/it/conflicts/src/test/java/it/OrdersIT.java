package it;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class OrdersIT {
    @Test
    void whatIsReusedRuns() throws Exception {
        Path pid = Path.of(System.getProperty("states"), "e2e-orders-bg.pid");

        assertTrue(ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()))
                .filter(ProcessHandle::isAlive)
                .isPresent());
    }
}
