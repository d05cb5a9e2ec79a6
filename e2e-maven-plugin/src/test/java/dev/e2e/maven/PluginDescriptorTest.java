package dev.e2e.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Pins what users and scripts rely on: goals, phases, properties and defaults. */
class PluginDescriptorTest {
    private static Document descriptor;

    @BeforeAll
    static void read() throws Exception {
        try (InputStream in = PluginDescriptorTest.class.getResourceAsStream("/META-INF/maven/plugin.xml")) {
            descriptor =
                    DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(in);
        }
    }

    @Test
    void thePrefixIsE2e() {
        assertThat(text(descriptor.getDocumentElement(), "goalPrefix")).isEqualTo("e2e");
    }

    @Test
    void goalsAreBoundAroundTheIntegrationTests() {
        assertThat(phases())
                .containsEntry("start", "pre-integration-test")
                .containsEntry("stop", "post-integration-test")
                .containsEntry("verify", "integration-test")
                .containsEntry("status", "")
                .containsEntry("helper", "")
                .containsEntry("run", "")
                .containsEntry("infra", "")
                .containsEntry("port-forward", "")
                .containsEntry("logs", "")
                .containsEntry("restart", "")
                .containsEntry("help", "");
    }

    @Test
    void everyGoalIsThreadSafeAndNeedsNoPom() {
        for (Element mojo : mojos()) {
            assertThat(text(mojo, "threadSafe")).as(text(mojo, "goal")).isEqualTo("true");
            assertThat(text(mojo, "requiresProject")).as(text(mojo, "goal")).isEqualTo("false");
        }
    }

    @Test
    void propertiesAndDefaultsAreAsDocumented() {
        assertThat(parameters("start"))
                .containsEntry("e2e.skip", "false")
                .containsEntry("skipITs", "false")
                .containsEntry("maven.test.skip", "false")
                .containsEntry("e2e.directory", "")
                .containsEntry("e2e.processes", "")
                .containsEntry("e2e.force", "false")
                .containsEntry("e2e.onConflict", "replace")
                .containsEntry("e2e.startupTimeout", "60s")
                .containsEntry("e2e.shutdownTimeout", "15s")
                .containsEntry("e2e.infrastructure", "auto")
                .containsEntry("e2e.kafka.bootstrapServers", "localhost:9092")
                .containsEntry("e2e.kafka.topic", "cluster-info")
                .containsEntry("e2e.kubeconfig", "")
                .containsEntry("e2e.context", "")
                .containsEntry("e2e.collector.interval", "60s")
                .containsEntry("e2e.collector.port", "0")
                .containsEntry("e2e.consumer.port", "0")
                .containsEntry("e2e.helper.directory", "${project.build.directory}/e2e")
                .containsEntry("e2e.portForward.port", "0")
                .containsEntry("e2e.java", "");
        assertThat(parameters("helper"))
                .containsEntry("e2e.helper.directory", "${project.build.directory}/e2e")
                .containsEntry("e2e.infrastructure", "auto");
        assertThat(parameters("port-forward")).isEqualTo(parameters("start"));
        assertThat(parameters("verify"))
                .containsEntry("e2e.skip", "false")
                .containsEntry("skipITs", "false")
                .containsEntry("e2e.verify.expectations", "")
                .containsEntry("e2e.verify.within", "90s")
                .containsEntry("e2e.verify.after", "now")
                .containsEntry("e2e.kafka.bootstrapServers", "localhost:9092");
        assertThat(parameters("stop"))
                .containsEntry("e2e.skip", "false")
                .containsEntry("skipITs", "false")
                .containsEntry("e2e.processes", "")
                .containsEntry("e2e.shutdownTimeout", "");
        assertThat(parameters("logs"))
                .containsEntry("e2e.processes", "")
                .containsEntry("e2e.follow", "false")
                .containsEntry("e2e.lines", "")
                .containsEntry("e2e.since", "")
                .containsEntry("e2e.grep", "")
                .doesNotContainKey("skipITs");
        assertThat(parameters("status"))
                .containsEntry("e2e.format", "text")
                .containsEntry("e2e.outputFile", "")
                .containsEntry("e2e.failIfNotRunning", "false")
                .doesNotContainKey("skipITs");
    }

    private static Map<String, String> phases() {
        Map<String, String> phases = new LinkedHashMap<>();
        for (Element mojo : mojos()) {
            phases.put(text(mojo, "goal"), text(mojo, "phase"));
        }
        return phases;
    }

    /** Property names with their default values. */
    private static Map<String, String> parameters(String goal) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (Element mojo : mojos()) {
            NodeList configuration = mojo.getElementsByTagName("configuration");
            if (text(mojo, "goal").equals(goal) && configuration.getLength() > 0) {
                NodeList children = configuration.item(0).getChildNodes();
                for (int i = 0; i < children.getLength(); i++) {
                    if (children.item(i) instanceof Element parameter
                            && parameter.getTextContent().startsWith("${")
                            && !parameter
                                    .getTextContent()
                                    .matches("\\$\\{(project|session|mojoExecution|plugin\\..*)}")) {
                        parameters.put(
                                parameter.getTextContent().replaceAll("^\\$\\{|}$", ""),
                                parameter.getAttribute("default-value"));
                    }
                }
            }
        }
        return parameters;
    }

    private static Iterable<Element> mojos() {
        NodeList nodes = descriptor.getElementsByTagName("mojo");
        return () -> java.util.stream.IntStream.range(0, nodes.getLength())
                .mapToObj(i -> (Element) nodes.item(i))
                .iterator();
    }

    private static String text(Element element, String child) {
        NodeList children = element.getChildNodes();
        for (int i = 0; i < children.getLength(); i++) {
            if (children.item(i).getNodeName().equals(child)) {
                return children.item(i).getTextContent();
            }
        }
        return "";
    }
}
