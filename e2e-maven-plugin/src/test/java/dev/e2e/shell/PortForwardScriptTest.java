package dev.e2e.shell;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.e2e.process.Children;
import dev.e2e.process.ProcessName;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The script for the process port-forward, which here is a shell whose answers this test gives. */
class PortForwardScriptTest {
    private static final ProcessName PORT_FORWARD = new ProcessName("port-forward");
    private static final Pattern READY = Pattern.compile(" READY(?: .*)? url=(?<url>\\S+)$");
    private static final String STATUS = "{\"forwards\":[{\"target\":\"service/messaging/kafka:9092\","
            + "\"local\":\"127.0.0.1:9092\",\"state\":\"waiting\",\"reason\":\"no ready pod\"}]}";

    @RegisterExtension
    final Children children = new Children();

    private HttpServer endpoints;
    private Helper helper;

    @BeforeEach
    void write() throws Exception {
        endpoints = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        endpoints.createContext("/status", exchange -> {
            byte[] answer = STATUS.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        endpoints.start();
        helper = new Helper(children);
        String line = "echo I am READY kafka=127.0.0.1:9092 url=http://127.0.0.1:%d; exec sleep 60"
                .formatted(endpoints.getAddress().getPort());
        helper.write(Helper.spec(children, PORT_FORWARD, line, READY, Map.of()).build());
    }

    @AfterEach
    void stop() {
        endpoints.stop(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sh", "bash"})
    void startsShowsAndStopsIt(String shell) throws Exception {
        Helper.Answer start = run(shell, "start");
        assertThat(start.code()).as(start.said()).isZero();
        assertThat(start.said()).contains("✅ Port-forward ready after ");
        assertThat(run(shell, "start").code()).isEqualTo(1);

        Helper.Answer status = run(shell, "status");
        assertThat(status.code()).as("consumer and collector do not run").isEqualTo(3);
        assertThat(status.said())
                .containsPattern("^🔌 .*127\\.0\\.0\\.1:9092") // what answers, or where nothing can ask it, its log
                .contains("\n📊 E2E Background Process Status:\n⚪ Consumer not running\n⚪ Collector not running\n"
                        + "✅ Port-forward running (PID: ");

        Helper.Answer stop = run(shell, "stop");
        assertThat(stop.code()).as(stop.said()).isZero();
        assertThat(stop.said()).contains("✅ Port-forward stopped (PID: ");
        assertThat(run(shell, "stop").said()).contains("⚪ Port-forward not running");
        assertThat(children.running()).isEmpty();
    }

    @Test
    void anythingElseIsUsage() throws Exception {
        Helper.Answer answer = run("sh", "restart");
        assertThat(answer.code()).isEqualTo(2);
        assertThat(answer.said())
                .contains("what is \"restart\"?", "Usage: port-forward.sh start | stop | status | help");
        assertThat(helper.line("sh", "sh '" + helper.script() + "' start ../x").code())
                .isEqualTo(2);
    }

    private Helper.Answer run(String shell, String command) throws Exception {
        return helper.line(shell, shell + " '" + children.directory().resolve("port-forward.sh") + "' " + command);
    }
}
