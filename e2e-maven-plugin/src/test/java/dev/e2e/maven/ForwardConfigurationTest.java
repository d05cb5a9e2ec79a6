package dev.e2e.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.e2e.builtin.Forward;
import dev.e2e.builtin.PortForwarding;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.codehaus.plexus.classworlds.ClassWorld;
import org.codehaus.plexus.component.configurator.BasicComponentConfigurator;
import org.codehaus.plexus.component.configurator.expression.DefaultExpressionEvaluator;
import org.codehaus.plexus.configuration.xml.XmlPlexusConfiguration;
import org.codehaus.plexus.util.xml.Xpp3DomBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code <forward>} as Maven reads it. */
class ForwardConfigurationTest {

    @Test
    void aServiceAndAPodAreRead() throws Exception {
        assertThat(read("<service>kafka</service><port>9092</port>")).isEqualTo(Forward.KAFKA);
        assertThat(read("<pod>db-0</pod><namespace>shop</namespace><port>psql</port><localPort> 15432 </localPort>"))
                .isEqualTo(new Forward(Forward.Kind.POD, "db-0", "shop", "psql", 15432))
                .extracting(Forward::line)
                .isEqualTo("127.0.0.1:15432 → pod db-0:psql in namespace shop");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<port>1</port>|<service>, <pod>: expected one of the two, got ''",
                "<service>a</service><pod>b</pod><port>1</port>|<service>, <pod>: expected one of the two, got 'a, b'",
                "<service>A b</service><port>1</port>|<service>: expected the name of a service, got 'A b'",
                "<pod>a</pod><namespace>x/y</namespace><port>1</port>|<namespace> of 'a': expected the name of a namespace, or nothing for the current one, got 'x/y'",
                "<service>a</service>|<port> of 'a': expected a number from 1 to 65535, or the name of a port, got ''",
                "<service>a</service><port>0</port><localPort>1</localPort>|<port> of 'a': expected a number from 1 to 65535, or the name of a port, got '0'",
                "<service>a</service><port>http</port>|<localPort> of 'a': expected a number from 1 to 65535, got ''",
                "<service>a</service><port>1</port><localPort>0</localPort>|<localPort> of 'a': expected a number from 1 to 65535, got '0'",
                "<service>a</service><port>1</port><localPort>x</localPort>|<localPort> of 'a': expected a number from 1 to 65535, got 'x'",
                "<service>a</service><port>70000</port>|<port> of 'a': expected a number from 1 to 65535, or the name of a port, got '70000'"
            })
    void whatCannotBeUsedIsNamedWithItsValue(String xml, String message) {
        assertThatThrownBy(() -> read(xml))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("<forwards>: <forward>: " + message);
    }

    @Test
    void oneLocalPortForTwoIsRefused() {
        Forward other = new Forward(Forward.Kind.POD, "other", "", "1", 9092);

        assertThatThrownBy(() -> new PortForwarding(List.of(Forward.KAFKA, other), 0))
                .hasMessage("<forwards>: <localPort>: expected a port of its own for each <forward>, got '9092' twice");
    }

    @Test
    void theExampleOfThePageIsWhatItSays() throws Exception {
        Matcher examples = Pattern.compile("<forward>(.*?)</forward>", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("../docs/port-forward.md")));
        List<String> lines = new ArrayList<>();
        while (examples.find()) {
            lines.add(read(examples.group(1)).line());
        }

        assertThat(lines)
                .containsExactly(
                        "127.0.0.1:9092 → service kafka:9092 in namespace messaging",
                        "127.0.0.1:15432 → pod postgres-0:psql");
    }

    private static Forward read(String xml) throws Exception {
        ForwardConfiguration forward = new ForwardConfiguration();
        new BasicComponentConfigurator()
                .configureComponent(
                        forward,
                        new XmlPlexusConfiguration(
                                Xpp3DomBuilder.build(new StringReader("<forward>" + xml + "</forward>"))),
                        new DefaultExpressionEvaluator(),
                        new ClassWorld("test", ForwardConfigurationTest.class.getClassLoader()).getRealm("test"));
        return forward.toForward();
    }
}
