package it;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;

/** A server of the project's own: told by its environment where to listen and what to say. */
public class Orders {
    public static void main(String[] arguments) throws Exception {
        InetAddress loopback = InetAddress.getByName("127.0.0.1");
        byte[] answer = (System.getProperty("greeting") + " from " + System.getenv("LEDGER"))
                .getBytes(StandardCharsets.UTF_8);
        HttpServer server = HttpServer.create(
                new InetSocketAddress(loopback, Integer.parseInt(System.getenv("PORT"))), 0);
        server.createContext("/health", exchange -> {
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        // The plugin hands each reserved port on in an environment variable of its own, too.
        new ServerSocket(Integer.parseInt(System.getenv("ORDERS_ADMIN_PORT")), 1, loopback);
        Thread.currentThread().join();
    }
}
