package dev.e2e.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The README shows what runs: its POM is that of a project that is run, its files exist. */
class ReadmeTest {
    private static final Path ROOT = Path.of("..");

    @Test
    void itsPomsAreThoseOfProjectsThatAreRun() throws IOException {
        String readme = readme();
        int second = readme.indexOf("```", readme.indexOf("```xml\n") + 1) + 3;

        assertThat(between(readme, "```xml\n", "```")).isEqualTo(shown("zero-configuration"));
        assertThat(between(readme.substring(second), "```xml\n", "```")).isEqualTo(shown("own-process"));
    }

    private static String shown(String project) throws IOException {
        String pom = Files.readString(Path.of("src/it", project, "pom.xml"));
        return between(pom, "<!-- README: begin -->\n", "      <!-- README: end -->")
                        .replace("@project.version@", System.getProperty("e2e.it.version"))
                        .replace("@version.maven-surefire-plugin@", System.getProperty("e2e.it.surefire"))
                        .stripTrailing()
                        .stripIndent()
                + "\n";
    }

    @Test
    void itsLinksLeadSomewhere() throws IOException {
        Matcher links = Pattern.compile("]\\(([^)#:]+)\\)").matcher(readme());
        int count = 0;
        for (; links.find(); count++) {
            assertThat(ROOT.resolve(links.group(1))).exists();
        }
        assertThat(count).isPositive();
    }

    @Test
    void ciRunsItsCommands() throws IOException {
        String ci = Files.readString(ROOT.resolve(".ci/run"));
        for (String command : new String[] {"mvn verify", "mvn verify -Pdemo"}) {
            assertThat(readme()).contains("```\n" + command + "\n```");
            assertThat(ci).containsPattern("(?m)^" + command.replace("mvn", "mvn -B -ntp(?: -T3)?") + " ?(<.*)?$");
        }
    }

    private static String readme() throws IOException {
        return Files.readString(ROOT.resolve("README.md"));
    }

    private static String between(String text, String begin, String end) {
        int from = text.indexOf(begin) + begin.length();
        return text.substring(from, text.indexOf(end, from));
    }
}
