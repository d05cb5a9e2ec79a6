package dev.e2e.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.apache.maven.api.plugin.testing.InjectMojo;
import org.apache.maven.api.plugin.testing.MojoParameter;
import org.apache.maven.api.plugin.testing.MojoTest;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.junit.jupiter.api.Test;

/** The goals as Maven configures them, and how what they refuse reaches it. */
@MojoTest
class GoalsTest {

    @Test
    @InjectMojo(goal = "start")
    @MojoParameter(name = "startupTimeout", value = "soon")
    void aDurationThatIsNoneIsRefusedByName(StartMojo start) {
        assertThatThrownBy(start::execute)
                .isInstanceOf(MojoExecutionException.class)
                .hasMessage("e2e.startupTimeout: expected a duration such as 90s, 2m or 500ms, got 'soon'");
    }

    @Test
    @InjectMojo(goal = "start")
    @MojoParameter(name = "kafkaBootstrapServers", value = "localhost")
    void aBootstrapServerWithoutPortIsRefusedByName(StartMojo start) {
        assertThatThrownBy(start::execute)
                .isInstanceOf(MojoExecutionException.class)
                .hasMessageContaining("e2e.kafka.bootstrapServers: expected host:port")
                .hasMessageContaining("'localhost' has no port");
    }

    @Test
    @InjectMojo(goal = "start")
    @MojoParameter(name = "selection", value = "consumer,producer")
    void anUnknownProcessIsRefusedByName(StartMojo start) {
        assertThatThrownBy(start::execute)
                .isInstanceOf(MojoExecutionException.class)
                .hasMessageContaining("e2e.processes: there is no process 'producer'")
                .hasMessageContaining("[collector, consumer, infra, port-forward]");
    }

    @Test
    @InjectMojo(goal = "start")
    @MojoParameter(name = "java", value = "/no/such/java")
    void aJavaThatIsMissingIsRefusedByName(StartMojo start) {
        assertThatThrownBy(start::execute)
                .isInstanceOf(MojoExecutionException.class)
                .hasMessageContaining("e2e.java: '/no/such/java' is missing");
    }

    @Test
    @InjectMojo(goal = "start")
    @MojoParameter(name = "onConflict", value = "shrug")
    void anUnknownPolicyIsRefusedByName(StartMojo start) {
        assertThatThrownBy(start::execute)
                .isInstanceOf(MojoExecutionException.class)
                .hasMessage("e2e.onConflict: expected one of replace, ask, reuse, skip, fail, got 'shrug'");
    }

    @Test
    @InjectMojo(goal = "start")
    @MojoParameter(name = "skipITs", value = "true")
    @MojoParameter(name = "directory", value = "/no/such/directory")
    void whereIntegrationTestsAreSkippedNothingIsTouched(StartMojo start) throws Exception {
        start.execute();

        assertThat(Path.of("/no/such/directory")).doesNotExist();
    }

    @Test
    @InjectMojo(goal = "status")
    @MojoParameter(name = "directory", value = "/no/such/directory")
    void aDirectoryThatIsMissingIsRefusedByName(StatusMojo status) {
        assertThatThrownBy(status::execute)
                .isInstanceOf(MojoExecutionException.class)
                .hasMessageContaining("e2e.directory: '/no/such/directory' is missing");
    }

    @Test
    @InjectMojo(goal = "status")
    @MojoParameter(name = "directory", value = "target")
    @MojoParameter(name = "failIfNotRunning", value = "true")
    void statusFailsTheBuildOnlyWhereThatWasAskedFor(StatusMojo status) {
        assertThatThrownBy(status::execute)
                .isInstanceOf(MojoFailureException.class)
                .hasMessage(
                        "Not all processes run: consumer is stopped, collector is stopped; start them with 'mvn e2e:start'");
    }

    @Test
    @InjectMojo(goal = "logs")
    @MojoParameter(name = "grep", value = "(")
    void anExpressionThatIsNoneIsRefusedByName(LogsMojo logs) {
        assertThatThrownBy(logs::execute)
                .isInstanceOf(MojoExecutionException.class)
                .hasMessageStartingWith("e2e.grep: expected a regular expression, got '('");
    }

    @Test
    @InjectMojo(goal = "logs")
    @MojoParameter(name = "since", value = "yesterday")
    void aMomentThatIsNoneIsRefusedByName(LogsMojo logs) {
        assertThatThrownBy(logs::execute)
                .isInstanceOf(MojoExecutionException.class)
                .hasMessage(
                        "e2e.since: expected a duration such as 5m, or a moment such as 2026-01-31T12:00:00Z, got 'yesterday'");
    }

    @Test
    @InjectMojo(goal = "logs")
    @MojoParameter(name = "lines", value = "-1")
    void lessThanNoLinesAreRefusedByName(LogsMojo logs) {
        assertThatThrownBy(logs::execute)
                .isInstanceOf(MojoExecutionException.class)
                .hasMessage("e2e.lines: expected a number of lines, or 0 for all, got -1");
    }

    @Test
    @InjectMojo(goal = "restart")
    @MojoParameter(name = "directory", value = "target")
    void whereNothingRunsThereIsNothingToRestart(RestartMojo restart) {
        assertThatThrownBy(restart::execute)
                .isInstanceOf(MojoFailureException.class)
                .hasMessageStartingWith("There is nothing to restart in ")
                .hasMessageEndingWith("; start with 'mvn e2e:start'");
    }
}
