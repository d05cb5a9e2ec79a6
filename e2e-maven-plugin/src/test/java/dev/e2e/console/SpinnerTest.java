package dev.e2e.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class SpinnerTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final PrintStream terminal = new PrintStream(out, true, StandardCharsets.UTF_8);

    @Test
    void turnsUnderWhatIsPrintedAndLeavesNothing() {
        try (Spinner spinner = Spinner.start("starting", terminal)) {
            Awaitility.await().until(() -> text().contains("| starting 0 s") && text().contains("/ starting 0 s"));
            spinner.above(() -> terminal.println("one is ready"));
            assertThat(text()).contains("\r\033[Kone is ready\n");
        }
        assertThat(text()).endsWith("\r\033[K");
    }

    private String text() {
        return out.toString(StandardCharsets.UTF_8);
    }
}
