import java.net.InetAddress;
import java.net.ServerSocket;

/** Accepts connections on a port, one after the other. */
class Server {
    public static void main(String[] arguments) throws Exception {
        try (ServerSocket server =
                new ServerSocket(Integer.parseInt(arguments[0]), 50, InetAddress.getByName("127.0.0.1"))) {
            while (true) {
                server.accept().close();
            }
        }
    }
}
