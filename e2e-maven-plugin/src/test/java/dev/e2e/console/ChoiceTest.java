package dev.e2e.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jline.terminal.TerminalBuilder;
import org.junit.jupiter.api.Test;
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
    void ctrlCIsAnInterrupt() throws Exception {
        try (PipedOutputStream keyboard = new PipedOutputStream();
                PipedInputStream in = new PipedInputStream(keyboard)) {
            keyboard.write(3);
            assertThatThrownBy(() -> ask(in)).isInstanceOf(InterruptedException.class);
        }
    }

    @Test
    void nobodyIsThereInContinuousIntegration() {
        assertThat(Console.isThere(Map.of("CI", "true"))).isFalse();
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
