package dev.e2e.readiness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReadinessTest {
    private static final Readiness HTTP = http("http://127.0.0.1:@{orders.port}/health");
    private static final Readiness TCP = new Readiness.Tcp("@{db.address}", Listener.ANY);
    private static final Readiness FILE = new Readiness.FileExists("@{work}/ready");
    private static final Readiness EXEC =
            new Readiness.Exec(List.of("pg_isready", "-p", "@{db.port}"), Readiness.Exec.DEFAULT_TIMEOUT);
    private static final Readiness LINE = new Readiness.LogLine(Pattern.compile("READY @\\{x}"));
    private static final Readiness DELAY = new Readiness.Delay(Duration.ofSeconds(2));
    private static final Readiness NESTED =
            new All(List.of(new Sequence(List.of(HTTP, DELAY)), TCP, new Sequence(List.of(FILE, EXEC)), LINE));

    @Test
    void readsWellAfterWaitingFor() {
        assertThat(http("http://127.0.0.1:8080/health"))
                .hasToString("http://127.0.0.1:8080/health to answer with 200-399");
        assertThat(new Readiness.Tcp("127.0.0.1:8080", Listener.OWN))
                .hasToString("127.0.0.1:8080 to accept connections");
        assertThat(new Readiness.LogLine(Pattern.compile("up$"))).hasToString("a log line that matches 'up$'");
        assertThat(new Readiness.FileExists("/x")).hasToString("file '/x' to appear");
        assertThat(new Readiness.Exec(List.of("pg_isready", "-q"), Duration.ofSeconds(1)))
                .hasToString("'pg_isready -q' to exit with 0");
        assertThat(DELAY).hasToString("2 s to pass");
        assertThat(new Readiness.Delay(Duration.ofMillis(1500))).hasToString("1500 ms to pass");
        assertThat(new All(List.of(FILE, DELAY))).hasToString("file '@{work}/ready' to appear and 2 s to pass");
        assertThat(new Sequence(List.of(FILE, DELAY))).hasToString("file '@{work}/ready' to appear, then 2 s to pass");
    }

    @Test
    void findsTextsThatMayHoldReferencesAtAnyDepth() {
        assertThat(NESTED.texts())
                .containsExactly(
                        "http://127.0.0.1:@{orders.port}/health",
                        "@{db.address}",
                        "@{work}/ready",
                        "pg_isready",
                        "-p",
                        "@{db.port}");
    }

    @Test
    void replacesReferencesAtAnyDepthAndLeavesPatternsAlone() {
        Readiness resolved = NESTED.resolve(text -> text.replace("@{orders.port}", "81")
                .replace("@{db.address}", "[::1]:5432")
                .replace("@{db.port}", "5432")
                .replace("@{work}", "/tmp/w"));

        assertThat(resolved)
                .hasToString("http://127.0.0.1:81/health to answer with 200-399, then 2 s to pass"
                        + " and [::1]:5432 to accept connections"
                        + " and file '/tmp/w/ready' to appear, then 'pg_isready -p 5432' to exit with 0"
                        + " and a log line that matches 'READY @\\{x}'");
        assertThat(resolved.endpoints())
                .containsExactly(new Endpoint("127.0.0.1", 81, Listener.OWN), new Endpoint("::1", 5432, Listener.ANY));
    }

    @Test
    void passesOnWhatTheResolverThrows() {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> NESTED.resolve(ReadinessTest::refuse))
                .withMessage("nothing is called http://127.0.0.1:@{orders.port}/health");
    }

    private static String refuse(String text) throws IOException {
        throw new IOException("nothing is called " + text);
    }

    @Test
    void refusesWhatDoesNotFitOnceItIsResolved() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HTTP.resolve(text -> text.replace("@{orders.port}", "70000")))
                .withMessageContaining("expected a port from 1 to 65535, got '70000'");
        assertThatIllegalArgumentException().isThrownBy(() -> TCP.resolve(text -> "nowhere"));
    }

    @Test
    void knowsThePortsOfUrlsThatNameNone() {
        assertThat(http("http://h/").endpoints()).containsExactly(new Endpoint("h", 80, Listener.OWN));
        assertThat(http("HTTPS://[::1]/").endpoints()).containsExactly(new Endpoint("::1", 443, Listener.OWN));
        assertThat(EXEC.endpoints()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost",
                "https://my_host:8443/a?b=c%20d",
                "http://[::1]:8080/",
                "@{orders.url}",
                "@{orders.url}/health",
                "http://@{orders.host}:@{orders.port}/@{path}"
            })
    void takesUrls(String url) {
        assertThat(http(url).texts()).containsExactly(url);
    }

    @ParameterizedTest
    @CsvSource({
        "'',                        expected an http or https URL such as http://127.0.0.1:8080/health",
        "127.0.0.1:8080/health,     got '127.0.0.1:8080/health'",
        "localhost:8080/health,     for another protocol wait for the port or run a command",
        "ftp://h/,                  got 'ftp://h/'; for another protocol wait for the port or run a command",
        "http:///health,            'which has no host; name one, such as 127.0.0.1'",
        "http://h:0/,               expected a port from 1 to 65535",
        "http://h:65536/,           expected a port from 1 to 65535",
        "http://h:http/,            got 'http://h:http/'",
        "http://h/a b,              encode such characters as %20"
    })
    void refusesOtherUrls(String url, String message) {
        assertThatIllegalArgumentException().isThrownBy(() -> http(url)).withMessageContaining(message);
    }

    @Test
    void doesNotRepeatAPassword() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> http("http://me:secret@h/"))
                .withMessageContaining("without user and password, got one for h with them")
                .withMessageNotContaining("secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"127.0.0.1:1", "my_host:65535", "[::1]:8080", "[fe80::1%eth0]:80", "h:@{p}", "@{a}", "@{h}:80"})
    void takesAddresses(String address) {
        assertThat(new Readiness.Tcp(address, Listener.OWN).texts()).containsExactly(address);
    }

    @ParameterizedTest
    @CsvSource({
        "'',             expected host:port such as 127.0.0.1:8080 or [::1]:8080",
        "8080,           got '8080'; write both",
        ":8080,          got ':8080'",
        "h:,             got 'h:'",
        "::1:8080,       an IPv6 address in brackets",
        "http://h:80,    got 'http://h:80'",
        "h:x,            got 'h:x'",
        "h :1,           got 'h :1'",
        "h:0,            'expected a port from 1 to 65535, got ''0'' for host ''h'''",
        "h:65536,        got '65536' for host 'h'; name the port that the process listens on",
        "h:99999999999,  got '99999999999'"
    })
    void refusesOtherAddresses(String address, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Readiness.Tcp(address, Listener.OWN))
                .withMessageContaining(message);
    }

    @Test
    void refusesWhatIsEmpty() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Readiness.FileExists(" "))
                .withMessageContaining("expected the path of a file, got ' '");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Readiness.Exec(List.of(), Duration.ofSeconds(1)))
                .withMessageContaining("expected a command, got []");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Readiness.Exec(List.of("", "x"), Duration.ofSeconds(1)))
                .withMessageContaining("name a program and its arguments");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Readiness.Exec(List.of("true"), Duration.ZERO))
                .withMessageContaining("expected a time-out of the command above zero, got 0 s");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Readiness.Delay(Duration.ofSeconds(-1)))
                .withMessageContaining("expected a delay above zero, got -1 s");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new All(List.of()))
                .withMessageContaining("expected all of one condition or more, got none");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Sequence(List.of()))
                .withMessageContaining("expected a sequence of one condition or more, got none");
    }

    private static Readiness http(String url) {
        return new Readiness.Http(url, StatusRanges.DEFAULT, Tls.VERIFY, Listener.OWN);
    }
}
