package dev.e2e.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.e2e.builtin.BuiltinSpecs;
import dev.e2e.builtin.BuiltinStart;
import dev.e2e.builtin.Infrastructure;
import dev.e2e.lifecycle.ProcessSpec;
import dev.e2e.process.InvalidInputException;
import dev.e2e.process.LaunchSpec;
import dev.e2e.process.ProcessName;
import dev.e2e.process.StopRules;
import java.io.StringReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.codehaus.plexus.classworlds.ClassWorld;
import org.codehaus.plexus.component.configurator.BasicComponentConfigurator;
import org.codehaus.plexus.component.configurator.expression.DefaultExpressionEvaluator;
import org.codehaus.plexus.configuration.xml.XmlPlexusConfiguration;
import org.codehaus.plexus.util.xml.Xpp3DomBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From the XML of a POM to specifications, and what is said of XML that makes none. */
class ProcessConfigurationTest {
    private static final Path PROJECT = Path.of("/project");
    private static final ProcessName ORDERS = new ProcessName("orders");

    private final Properties userProperties = new Properties();

    @Test
    void aProcessWithAllOfItsElements() throws Exception {
        ProcessSpec spec = specs("""
                <process>
                  <name>orders</name>
                  <command><arg>serve</arg><arg>${orders.port}</arg><arg/></command>
                  <workingDirectory>/work</workingDirectory>
                  <environmentVariables><PORT>${orders.port}</PORT><DB>jdbc:${e2e.db.url}</DB><EMPTY/></environmentVariables>
                  <dependsOn>db</dependsOn>
                  <readiness>
                    <http><url>http://127.0.0.1:${orders.port}/health</url><status>200,204</status></http>
                    <log>up (?&lt;version&gt;.*)</log>
                  </readiness>
                  <failOn>FATAL</failOn>
                  <startupTimeout>2m</startupTimeout>
                  <shutdownTimeout>500ms</shutdownTimeout>
                  <stopSignal>SIGINT</stopSignal>
                  <stopCommand><arg>serve</arg><arg>stop</arg></stopCommand>
                  <maxLogSize>1MB</maxLogSize>
                  <ports><port>orders.port</port></ports>
                  <ignoreExit>true</ignoreExit>
                </process>
                <process><name>db</name><command><arg>db</arg></command></process>
                """).get(0);

        assertThat(spec.launch())
                .isEqualTo(new LaunchSpec(
                        List.of("serve", "@{orders.port}", ""),
                        Path.of("/work"),
                        Map.of("PORT", "@{orders.port}", "DB", "jdbc:@{db.url}", "EMPTY", ""),
                        Map.of(),
                        1024 * 1024));
        assertThat(spec.directory()).isEqualTo(ProcessSpec.WorkingDirectory.DECLARED);
        assertThat(spec.dependsOn()).containsExactly(new ProcessName("db"));
        assertThat(spec.readiness())
                .hasToString("http://127.0.0.1:@{orders.port}/health to answer with 200,204 and a log line that matches"
                        + " 'up (?<version>.*)'");
        assertThat(spec.failOn()).hasToString("FATAL");
        assertThat(spec.startupTimeout()).isEqualTo(Duration.ofMinutes(2));
        assertThat(spec.stop())
                .isEqualTo(new StopRules(
                        Duration.ofMillis(500),
                        "INT",
                        List.of("serve", "stop"),
                        Path.of("/work"),
                        StopRules.EarlyExit.IS_FINE));
        assertThat(spec.ports()).containsExactly(Map.entry("orders.port", 0));
    }

    @Test
    void aProcessWithNoneOfThem() throws Exception {
        ProcessSpec spec = specs("<process><name>orders</name><command><arg>serve</arg></command></process>")
                .get(0);

        assertThat(spec.launch()).isEqualTo(new LaunchSpec(List.of("serve"), PROJECT, Map.of(), Map.of()));
        assertThat(spec.directory()).isEqualTo(ProcessSpec.WorkingDirectory.DEFAULT);
        assertThat(spec.dependsOn()).isEmpty();
        assertThat(spec.failOn()).isNull();
        assertThat(spec.startupTimeout()).isEqualTo(Duration.ofSeconds(60));
        assertThat(spec.stop()).isEqualTo(StopRules.of(Duration.ofSeconds(15), PROJECT));
        assertThat(spec.ports()).isEmpty();
    }

    @Test
    void readinessKeepsItsOrderAtAnyDepth() throws Exception {
        ProcessSpec spec = specs("""
                <process>
                  <name>orders</name>
                  <command><arg>serve</arg></command>
                  <readiness>
                    <sequence>
                      <tcp>127.0.0.1:1</tcp>
                      <file>up</file>
                      <all><exec><arg>ask</arg><arg>-q</arg></exec><delay>2s</delay></all>
                      <tcp><address>127.0.0.1:2</address><listener>any</listener></tcp>
                    </sequence>
                  </readiness>
                </process>
                """).get(0);

        assertThat(spec.readiness())
                .hasToString("127.0.0.1:1 to accept connections, then file 'up' to appear, then 'ask -q' to exit with 0"
                        + " and 2 s to pass, then 127.0.0.1:2 to accept connections");
    }

    @Test
    void aMainClassRunsInAJvmOfItsOwn() throws Exception {
        ProcessSpec spec = specs("""
                <process>
                  <name>orders</name>
                  <mainClass>it.Orders</mainClass>
                  <classPath><path>classes</path></classPath>
                  <jvmArguments><arg>-Xmx64m</arg></jvmArguments>
                  <arguments><arg>a "b"</arg></arguments>
                </process>
                """).get(0);

        assertThat(spec.launch().command()).containsExactly("/bin/java", "@@{work}/java.args");
        assertThat(spec.launch().workFiles().get("java.args").lines())
                .containsSubsequence(
                        "\"-Xmx64m\"", "\"-cp\"", "\"/project/classes\"", "\"it.Orders\"", "\"a \\\"b\\\"\"");
    }

    @Test
    void aPropertyThatIsThereFixesThePort() throws Exception {
        userProperties.setProperty("orders.port", "8080");

        assertThat(specs(withOrders("<ports><port>orders.port</port></ports>"))
                        .get(0)
                        .ports())
                .containsExactly(Map.entry("orders.port", 8080));
    }

    @Test
    void theAddressesOfTheInfrastructureBringItIn() throws Exception {
        Declarations declarations = declarations(withOrders(
                "<environmentVariables><KAFKA>${e2e.kafka.bootstrapServers}</KAFKA></environmentVariables>"));
        Set<ProcessName> names = declarations.closure(Set.of());
        assertThat(declarations.builtins(names, Infrastructure.AUTO)).containsExactly(BuiltinSpecs.INFRA);

        ProcessDefaults defaults = defaults(declarations);
        ProcessSpec infra = ProcessSpec.of(
                        BuiltinSpecs.INFRA,
                        new LaunchSpec(List.of("java"), PROJECT, Map.of(), Map.of()),
                        ReadinessConfiguration.asSoonAsItRuns())
                .build();
        ProcessSpec embedded = declarations
                .specs(
                        names,
                        defaults.with(new BuiltinStart.Plan(
                                List.of(infra),
                                Set.of(),
                                Map.of("e2e.kafka.bootstrapServers", "@{infra.bootstrapServers}"))))
                .get(0);
        assertThat(embedded.launch().environment()).containsEntry("KAFKA", "@{infra.bootstrapServers}");
        assertThat(embedded.dependsOn()).containsExactly(BuiltinSpecs.INFRA);

        ProcessSpec existing = declarations
                .specs(
                        names,
                        defaults.with(new BuiltinStart.Plan(
                                List.of(), Set.of(), Map.of("e2e.kafka.bootstrapServers", "kafka:9092"))))
                .get(0);
        assertThat(existing.launch().environment()).containsEntry("KAFKA", "kafka:9092");
        assertThat(existing.dependsOn()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<arguments><argument>${e2e.kafka.bootstrapServers}</argument></arguments>",
                "<stopCommand><arg>drain</arg><arg>--kubeconfig=${e2e.kubeconfig}</arg></stopCommand>",
                "<readiness><tcp>${e2e.kafka.bootstrapServers}</tcp></readiness>",
                "<readiness><all><sequence><exec><arg>${e2e.kubeconfig}</arg></exec></sequence></all></readiness>"
            })
    void soDoTheyAnywhereElse(String elements) throws Exception {
        Declarations declarations = declarations(withOrders(elements));

        assertThat(declarations.builtins(declarations.closure(Set.of()), Infrastructure.AUTO))
                .containsExactly(BuiltinSpecs.INFRA);
    }

    @Test
    void otherReferencesInTheReadinessDoNot() throws Exception {
        Declarations declarations = declarations(
                withOrders(
                        "<ports><port>orders.port</port></ports><readiness><http>http://127.0.0.1:${orders.port}/</http></readiness>"));

        assertThat(declarations.builtins(declarations.closure(Set.of()), Infrastructure.AUTO))
                .isEmpty();
    }

    @Test
    void whatIsDeclaredIsWhatRuns() throws Exception {
        assertThat(declarations("").closure(Set.of())).containsExactly(BuiltinSpecs.CONSUMER, BuiltinSpecs.COLLECTOR);
        assertThat(declarations(withOrders("")).closure(Set.of())).containsExactly(ORDERS);
        Declarations beside = declarations(withOrders("<dependsOn>consumer</dependsOn>"));
        assertThat(beside.closure(Set.of())).containsExactly(ORDERS, BuiltinSpecs.CONSUMER);
        assertThat(beside.builtins(beside.closure(Set.of()), Infrastructure.AUTO))
                .containsExactly(BuiltinSpecs.CONSUMER);
        assertThat(declarations("<process><name>consumer</name></process>").closure(Set.of()))
                .containsExactly(BuiltinSpecs.CONSUMER);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        <process><command><arg>x</arg></command></process> | <process>: <name> is missing
        <process><name>a b</name></process> | <process><name>: a process name has
        <process><name>x</name></process> | <process> 'x': neither <command> nor <mainClass>
        <process><name>x</name><command/></process> | <process> 'x': <command>: it is empty
        <process><name>consumer</name><dependsOn>infra</dependsOn></process> | <process> 'consumer': it is built in
        <process><name>consumer</name><startupTimeout>2m</startupTimeout></process> | <process> 'consumer': it is built in
        <process><name>consumer</name><ignoreExit>true</ignoreExit></process> | <process> 'consumer': it is built in
        """)
    void aProcessThatIsNone(String xml, String message) {
        assertThatThrownBy(() -> specs(xml))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        <mainClass>x</mainClass> | both <command> and <mainClass>
        <dependsOn>nobody</dependsOn> | <dependsOn> names 'nobody', which is neither declared nor built in
        <dependsOn>a b</dependsOn> | <dependsOn>: a process name has
        <failOn>(</failOn> | <failOn>: expected a regular expression, got '('
        <startupTimeout>soon</startupTimeout> | <startupTimeout>: expected a duration
        <shutdownTimeout>0</shutdownTimeout> | <shutdownTimeout>: expected a duration
        <stopSignal>NOW</stopSignal> | <stopSignal>: expected one of TERM, INT
        <maxLogSize>lots</maxLogSize> | <maxLogSize>: expected a size
        <maxLogSize>0</maxLogSize> | <maxLogSize>: expected a size
        <ports><port>8080</port></ports> | <ports>: a port is named by the property
        <readiness><log>(</log></readiness> | <readiness>: <log>: expected a regular expression
        <readiness><tcp>here</tcp></readiness> | <readiness>: <tcp>: expected host:port
        <readiness><tcp>127.0.0.1:70000</tcp></readiness> | <readiness>: <tcp>: expected a port from 1 to 65535
        <readiness><tcp><address>h:1</address><listener>me</listener></tcp></readiness> | <listener>: expected own or any
        <readiness><http>ftp://h/</http></readiness> | <readiness>: <http>: expected
        <readiness><http><url>http://h/</url><status>ok</status></http></readiness> | <http>: expected status codes
        <readiness><delay>later</delay></readiness> | <readiness>: <delay>: expected a duration
        <readiness><sequence/></readiness> | <readiness>
        """)
    void anElementThatCannotBeUsed(String xml, String message) {
        assertThatThrownBy(() -> specs(withOrders(xml)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("<process> 'orders'")
                .hasMessageContaining(message);
    }

    private static String withOrders(String elements) {
        return "<process><name>orders</name><command><arg>serve</arg></command>" + elements + "</process>";
    }

    private List<ProcessSpec> specs(String xml) throws Exception {
        Declarations declarations = declarations(xml);
        return declarations.specs(declarations.closure(Set.of()), defaults(declarations));
    }

    private ProcessDefaults defaults(Declarations declarations) {
        return new ProcessDefaults(
                PROJECT,
                "60s",
                "15s",
                Path.of("/bin/java"),
                null,
                ProcessDefaults.properties(userProperties, new Properties()),
                declarations,
                Map.of(),
                false);
    }

    /** Reads XML as Maven does. */
    private static Declarations declarations(String xml) throws Exception {
        Holder holder = new Holder();
        new BasicComponentConfigurator()
                .configureComponent(
                        holder,
                        new XmlPlexusConfiguration(Xpp3DomBuilder.build(
                                new StringReader("<configuration><processes>" + xml + "</processes></configuration>"))),
                        new DefaultExpressionEvaluator(),
                        new ClassWorld("test", ProcessConfigurationTest.class.getClassLoader()).getRealm("test"));
        return new Declarations(holder.processes == null ? List.of() : holder.processes);
    }

    /** Has the parameter. */
    static final class Holder {
        List<ProcessConfiguration> processes;
    }
}
