package shop;

import java.net.InetAddress;
import java.net.ServerSocket;

/** Lets everybody in. */
public class Gateway {
    public static void main(String[] arguments) throws Exception {
        try (ServerSocket socket =
                new ServerSocket(Integer.parseInt(arguments[0]), 50, InetAddress.getByName("127.0.0.1"))) {
            while (true) {
                socket.accept().close();
            }
        }
    }
}
