package dev.e2e.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.e2e.process.Children;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The script read into a shell: its functions are there, and nothing else has changed. */
class HelperSourcedTest {
    private static final List<String> FUNCTIONS = List.of(
            "start_background_consumer",
            "start_background_collector",
            "stop_e2e_background",
            "show_e2e_background_status");

    @RegisterExtension
    final Children children = new Children();

    private Helper helper;

    @BeforeEach
    void open() throws Exception {
        helper = new Helper(children);
        helper.writeBoth();
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "zsh"})
    void bringsItsFunctionsAndSaysWhich(String shell) throws Exception {
        Helper.Answer answer = helper.line(
                shell,
                "set -eu; . ./e2e-helper.sh; start_background_consumer; start_background_collector;"
                        + " show_e2e_background_status; stop_e2e_background; show_e2e_background_status || echo code $?");

        assertThat(answer.code()).as(answer.said()).isZero();
        assertThat(answer.said())
                .startsWith("e2e-helper.sh brought these functions:\n")
                .contains(FUNCTIONS)
                .containsSubsequence("✅ Consumer running (PID: ", "✅ Consumer stopped (PID: ", "code 3");
        assertThat(children.running()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "zsh"})
    void changesNoOptionAndNoVariable(String shell) throws Exception {
        String look = shell.equals("zsh")
                ? "setopt; set +"
                : shell.equals("bash") ? "set -o; shopt; compgen -v" : "set -o; set";
        String line = "look() { %s; umask; pwd; trap; }; set -- a b; { look; echo $# $*; } >before;"
                + " . ./e2e-helper.sh >said; { look; echo $# $*; } >after";
        Helper.Answer answer = helper.line(shell, line.formatted(look));

        assertThat(answer).isEqualTo(new Helper.Answer(0, ""));
        assertThat(lines("after")).isNotEmpty().isEqualTo(lines("before"));
    }

    private List<String> lines(String file) throws Exception {
        return Files.readAllLines(children.directory().resolve(file)).stream()
                .filter(line -> !line.matches("(_|PIPESTATUS|BASH_.*|RANDOM|SECONDS|EPOCH.*|LINENO|!|\\?)(=.*)?"))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "zsh"})
    void isReadByAFunctionAndByAnotherScriptToo(String shell) throws Exception {
        Files.writeString(
                children.directory().resolve("mine.sh"),
                "bring() { . \"$PWD/e2e-helper.sh\"; }; bring >/dev/null; stop_e2e_background\n");

        Helper.Answer answer = helper.line(shell, shell + " ./mine.sh stop");

        assertThat(answer).isEqualTo(new Helper.Answer(0, "⚪ Collector not running\n⚪ Consumer not running\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "zsh"})
    void isRunUnderAnotherNameAndFromElsewhereToo(String shell) throws Exception {
        Path copy = children.directory().resolve("copy of it");
        Files.copy(helper.script(), copy);

        Helper.Answer answer = helper.line(shell, "cd / && exec " + shell + " '" + copy + "' status");

        assertThat(answer.code()).isEqualTo(3);
        assertThat(answer.said()).startsWith("📊 E2E Background Process Status:\n");
    }

    @Test
    void isAProgramByItself() throws Exception {
        assertThat(helper.line("sh", "./e2e-helper.sh status").code()).isEqualTo(3);
    }
}
