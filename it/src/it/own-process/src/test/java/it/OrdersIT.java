package it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.HttpURLConnection;
import java.net.URL;
import org.junit.jupiter.api.Test;

class OrdersIT {
    @Test
    void isThere() throws Exception {
        URL health = new URL("http://127.0.0.1:" + System.getProperty("orders.port") + "/health");

        assertEquals(204, ((HttpURLConnection) health.openConnection()).getResponseCode());
    }
}
