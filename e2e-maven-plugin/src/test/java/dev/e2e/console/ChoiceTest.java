package dev.e2e.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.jline.terminal.TerminalBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChoiceTest {
    private final Choice choice = new Choice("🤔 Stop?", List.of("Yes", "No"), 2);
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @ParameterizedTest
    @CsvSource({"'1\r', 1", "'2\r', 2", "' 2 \r', 2", "'x\r\r1\r', 1", "'3\r12\r2\r', 2", "'\u0004', 2", "'', 2"})
    void oneOfTheNumbersWithinThreeAnswersOrTheEndOfInput(String typed, int answer) throws Exception {
        assertThat(ask(typed)).contains(answer);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("🤔 Stop?", "1. Yes", "2. No", "Select option (1-2): ");
    }

    @Test
    void nothingAfterThreeOthers() throws Exception {
        assertThat(ask("yes\r0\rno\r1\r")).isEmpty();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("'yes' is none of 1 to 2");
    }

    @Test
    @Timeout(60)
    void ctrlCIsAnInterrupt() {
        // Only once it is asked: before that it is for whoever ran before the question.
        CountDownLatch ended = new CountDownLatch(1);
        InputStream keyboard = new InputStream() {
            private final AtomicBoolean typed = new AtomicBoolean();

            @Override
            public int read() {
                if (typed.getAndSet(true)) {
                    Awaitility.await().forever().until(() -> ended.getCount() == 0);
                    return -1;
                }
                Awaitility.await()
                        .atMost(Duration.ofSeconds(50))
                        .until(() -> out.toString(StandardCharsets.UTF_8).contains("Select option (1-2):"));
                return 3;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                int key = read();
                bytes[offset] = (byte) key;
                return key < 0 ? -1 : 1;
            }
        };
        assertThatThrownBy(() -> ask(keyboard)).isInstanceOf(InterruptedException.class);
        ended.countDown();
    }

    @Test
    void nobodyIsThereInContinuousIntegration() {
        assertThat(Terminals.attended(Map.of("CI", "true"))).isFalse();
    }

    private Optional<Integer> ask(String typed) throws Exception {
        return ask(new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)));
    }

    private Optional<Integer> ask(InputStream in) throws Exception {
        try (Console console = new Console(TerminalBuilder.builder()
                .system(false)
                .streams(in, out)
                .jni(false)
                .ffm(false)
                .encoding(StandardCharsets.UTF_8)
                .type("xterm")
                .build())) {
            return choice.ask(console);
        }
    }
}
