package shop;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** A shop that sells what its stock has. */
public class Shop {
    public static void main(String[] arguments) throws Exception {
        byte[] answer = ("sells what is in " + arguments[0] + " in " + System.getenv("CURRENCY"))
                .getBytes(StandardCharsets.UTF_8);
        int port = Integer.parseInt(System.getenv("SHOP_PORT"));
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), 0);
        server.createContext("/health", exchange -> {
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
    }
}
