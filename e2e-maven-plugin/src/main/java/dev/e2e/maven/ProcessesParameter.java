package dev.e2e.maven;

import dev.e2e.process.InvalidInputException;
import java.io.File;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.PluginParameterExpressionEvaluator;
import org.codehaus.plexus.component.configurator.BasicComponentConfigurator;
import org.codehaus.plexus.component.configurator.ComponentConfigurationException;
import org.codehaus.plexus.component.configurator.expression.ExpressionEvaluationException;
import org.codehaus.plexus.component.configurator.expression.ExpressionEvaluator;
import org.codehaus.plexus.configuration.DefaultPlexusConfiguration;
import org.codehaus.plexus.configuration.PlexusConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code <processes>} as Maven reads any parameter, but for one thing: where Maven makes nothing of an element that is
 * a single {@code ${…}} without a value yet, its text is kept, since the start may give the property its value.
 */
final class ProcessesParameter {
    private static final Pattern UNKNOWN = Pattern.compile("Cannot find '(\\w+)' in class .*\\.(\\w+)");

    private @Nullable List<ProcessConfiguration> processes;

    private ProcessesParameter() {}

    static List<ProcessConfiguration> read(
            @Nullable PlexusConfiguration raw, MavenSession session, MojoExecution execution)
            throws InvalidInputException {
        if (raw == null) {
            return List.of();
        }
        refuseAttributes(raw);
        PlexusConfiguration root = new DefaultPlexusConfiguration("configuration");
        root.addChild(raw);
        ProcessesParameter parameter = new ProcessesParameter();
        try {
            new BasicComponentConfigurator()
                    .configureComponent(
                            parameter,
                            root,
                            new Patient(new PluginParameterExpressionEvaluator(session, execution)),
                            execution.getMojoDescriptor().getPluginDescriptor().getClassRealm());
        } catch (ComponentConfigurationException e) {
            throw new InvalidInputException("<processes>: " + reason(e), e);
        }
        List<ProcessConfiguration> read = parameter.processes;
        return read == null ? List.of() : read;
    }

    /** Maven reads elements only and would pass over an attribute without a word, but for those it acts on itself. */
    private static void refuseAttributes(PlexusConfiguration element) throws InvalidInputException {
        for (String attribute : element.getAttributeNames()) {
            if (!attribute.startsWith("combine.")
                    && !attribute.startsWith("xml:")
                    && !attribute.equals("implementation")) {
                throw new InvalidInputException(
                        "<processes>: <%s %s=…>: there are no attributes here; make it an element inside of <%s>"
                                .formatted(element.getName(), attribute, element.getName()));
            }
        }
        for (PlexusConfiguration child : element.getChildren()) {
            refuseAttributes(child);
        }
    }

    private static String reason(ComponentConfigurationException e) {
        String message = String.valueOf(e.getMessage());
        Matcher matcher = UNKNOWN.matcher(message);
        return matcher.find()
                ? "there is no element <%s> in a <%s>; see 'mvn e2e:help -Dgoal=start -Ddetail'"
                        .formatted(
                                matcher.group(1),
                                matcher.group(2).replace("Configuration", "").toLowerCase(java.util.Locale.ROOT))
                : message;
    }

    /** Keeps the text of what has no value yet. */
    private record Patient(ExpressionEvaluator maven) implements ExpressionEvaluator {
        @Override
        public @Nullable Object evaluate(@Nullable String expression) throws ExpressionEvaluationException {
            Object value = maven.evaluate(expression);
            return value == null ? expression : value;
        }

        @Override
        public File alignToBaseDirectory(File file) {
            return maven.alignToBaseDirectory(file);
        }
    }
}
