package dev.e2e.infra.forward;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executor;

/** The stand-in's side of one tunnel: what the API server and the pod's node do. */
final class PodTunnel {
    private static final byte[] PORT = {(byte) (9092 & 0xff), 9092 >> 8};

    private final ApiStandIn api;
    private final String pod;
    private final Socket client;
    private final WebSocketFrames frames;

    PodTunnel(ApiStandIn api, String pod, Socket client, WebSocketFrames frames) {
        this.api = api;
        this.pod = pod;
        this.client = client;
        this.frames = frames;
    }

    String pod() {
        return pod;
    }

    /** Breaks it without a word. */
    void close() {
        try {
            client.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Carries it to a server on this machine, until one side ends it. */
    void carry(int backend, Executor threads) throws IOException, InterruptedException {
        frames.send(0, PORT, PORT.length);
        frames.send(1, PORT, PORT.length);
        try (Socket server = new Socket(InetAddress.getLoopbackAddress(), backend)) {
            server.setTcpNoDelay(true);
            threads.execute(() -> fromPod(server));
            toPod(server);
        } catch (java.net.ConnectException e) {
            byte[] reason = "error forwarding port 9092 to pod %s: connection refused\n"
                    .formatted(pod)
                    .getBytes(StandardCharsets.UTF_8);
            frames.send(1, reason, reason.length);
            frames.write(WebSocketFrames.CLOSE, new byte[] {3, (byte) 0xe8});
        }
    }

    private void toPod(Socket server) throws IOException, InterruptedException {
        while (true) {
            WebSocketFrames.Frame frame = frames.read();
            api.awaitMotion();
            switch (frame.opcode()) {
                case WebSocketFrames.CLOSE -> {
                    frames.write(WebSocketFrames.CLOSE, frame.payload().array());
                    return;
                }
                case WebSocketFrames.PING ->
                    frames.write(WebSocketFrames.PONG, frame.payload().array());
                case WebSocketFrames.PONG -> {}
                default ->
                    server.getOutputStream()
                            .write(frame.payload().array(), 1, frame.payload().remaining() - 1);
            }
        }
    }

    private void fromPod(Socket server) {
        byte[] buffer = new byte[16384];
        try (InputStream in = server.getInputStream()) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                api.awaitMotion();
                frames.send(0, buffer, read);
            }
            frames.write(WebSocketFrames.CLOSE, new byte[] {3, (byte) 0xe8});
        } catch (IOException e) {
            // Ended from the other side.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
