package dev.e2e.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages show what runs: each example is that of a project that is run, each link leads somewhere. */
class DocsTest {
    private static final Path DOCS = Path.of("../docs");
    private static final Pattern EXAMPLE =
            Pattern.compile("(?:<!-- it/(\\S+), docs: (\\S+) -->\n)?```xml\n(.*?)```\n", Pattern.DOTALL);

    @ParameterizedTest
    @ValueSource(strings = {"consumer.md", "processes.md", "moving-from-process-exec.md"})
    void examplesAreThoseOfProjectsThatAreRun(String page) throws IOException {
        int ran = 0;
        Matcher examples = EXAMPLE.matcher(Files.readString(DOCS.resolve(page)));
        for (MatchResult example : (Iterable<MatchResult>) examples.results()::iterator) {
            if (example.group(1) == null) {
                assertThat(example.group(3))
                        .as("only another plugin's")
                        .contains("<artifactId>process-exec-maven-plugin<");
            } else {
                assertThat(example.group(3)).isEqualTo(region(Path.of(example.group(1)), example.group(2)));
                ran++;
            }
        }
        assertThat(ran).isPositive();
    }

    private static String region(Path pom, String name) throws IOException {
        String text = Files.readString(pom);
        String begin = "<!-- docs: " + name + " -->\n";
        assertThat(text).contains(begin);
        int from = text.indexOf(begin) + begin.length();
        int to = text.lastIndexOf('\n', text.indexOf("<!-- docs: end -->", from));
        return text.substring(from, to).stripIndent().replace("@project.version@", System.getProperty("e2e.it.version"))
                + "\n";
    }

    @ParameterizedTest
    @ValueSource(strings = {"benchmarks.md", "consumer.md", "processes.md", "moving-from-process-exec.md"})
    void linksLeadSomewhere(String page) throws IOException {
        Matcher links = Pattern.compile("]\\(([^)#:]+)\\)").matcher(Files.readString(DOCS.resolve(page)));
        int count = 0;
        for (; links.find(); count++) {
            assertThat(DOCS.resolve(links.group(1))).exists();
        }
        assertThat(count).isPositive();
    }
}
