package dev.e2e.maven;

import dev.e2e.builtin.BuiltinSettings;
import dev.e2e.builtin.BuiltinSpecs;
import dev.e2e.builtin.Findings;
import dev.e2e.builtin.FreshSnapshot;
import dev.e2e.builtin.Infrastructure;
import dev.e2e.console.Choice;
import dev.e2e.lifecycle.ConflictPolicy;
import dev.e2e.lifecycle.SetStop;
import dev.e2e.lifecycle.StartRequest;
import dev.e2e.process.E2eException;
import dev.e2e.process.Existing;
import dev.e2e.process.ProcessFailureException;
import dev.e2e.process.ProcessName;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.eclipse.aether.RepositorySystem;
import org.jspecify.annotations.Nullable;

/**
 * The end-to-end workflow at a terminal, step by step: what infrastructure is there, which processes run already, what is
 * to run in the background; then a clean start, a fresh snapshot verified on its way from collector to consumer, the
 * status, and the commands to go on with. All questions come before anything is touched, and each has a property that
 * answers it beforehand. What it starts belongs to nobody and lives until it is stopped.
 */
@Mojo(name = "run", threadSafe = true, requiresProject = false)
@SuppressWarnings("NullAway.Init") // Maven sets the parameters before it calls execute()
public final class RunMojo extends AbstractStartMojo {
    private static final Choice WHAT_IS_MISSING = new Choice(
            "🤔 Start what is missing?",
            List.of("Yes, start the missing ones (recommended)", "No, continue with what is there", "Cancel"),
            3);
    private static final Choice WHAT_RUNS = new Choice(
            "🤔 Which processes shall run in the background?", List.of("Both", "Consumer", "Collector", "None"), 4);

    /** What to do about a Kafka or a Kubernetes that is not there. */
    enum Missing {
        START,
        CONTINUE,
        CANCEL
    }

    /**
     * What to do where Kafka or Kubernetes is missing: {@code start} the embedded ones, {@code continue} without, {@code
     * cancel}. By default it is asked, and started where nobody is there to ask.
     */
    @Parameter(property = "e2e.run.missing")
    private @Nullable String missing;

    /**
     * What runs in the background: {@code both}, {@code consumer}, {@code collector}, {@code none}. By default it is asked,
     * and both run where nobody is there to ask.
     */
    @Parameter(property = "e2e.run.background")
    private @Nullable String background;

    private Answers answers;
    private Waiting waiting;

    @Inject
    public RunMojo(RepositorySystem repositories) {
        super(repositories);
    }

    @Override
    void run() throws E2eException, InterruptedException {
        BuiltinSettings settings = settings();
        Optional<Missing> toldMissing = missing == null
                ? Optional.empty()
                : Optional.of(Values.choice("e2e.run.missing", missing, Missing.class));
        Optional<Background> toldBackground = background == null
                ? Optional.empty()
                : Optional.of(Values.choice("e2e.run.background", background, Background.class));
        ConflictPolicy policy =
                session().getUserProperties().containsKey("e2e.onConflict") ? policy() : ConflictPolicy.ASK;
        ManagedDirectory managed = ManagedDirectory.forWriting(directory());
        answers = new Answers(session());
        waiting = new Waiting(progress(), answers.somebodyIsThere() ? StandardOutput.of(session()) : null);

        step(1, "Infrastructure check");
        Findings findings = settings.infrastructure() == Infrastructure.AUTO ? look(settings) : null;
        List<Existing.Running> infra = managed.known().running(Set.of(BuiltinSpecs.INFRA));
        infra.forEach(found -> getLog().info("✅ Embedded ones of an earlier start run (PID: %d)"
                .formatted(found.facts().pid())));
        if (findings != null && !findings.isComplete() && infra.isEmpty()) {
            Missing decided = toldMissing.isPresent() ? toldMissing.get() : whatIsMissing();
            if (decided == Missing.CANCEL) {
                getLog().info("⚪ Cancelled; nothing was touched");
                return;
            }
            settings = decided == Missing.CONTINUE ? settings.with(Infrastructure.NONE) : settings;
        }

        step(2, "Process detection");
        Set<ProcessName> all =
                new LinkedHashSet<>(List.of(BuiltinSpecs.INFRA, BuiltinSpecs.CONSUMER, BuiltinSpecs.COLLECTOR));
        List<Existing.Running> running = managed.known().running(all);
        if (running.isEmpty()) {
            getLog().info("⚪ None of them runs");
        }
        ConflictPolicy decided =
                new ConflictChoice(answers, managed.already(), getLog()).decide(policy, running, null, force());
        if (decided == ConflictPolicy.SKIP && !running.isEmpty()) {
            finish(managed, "Kept what runs; no end-to-end test was made");
            return;
        }

        step(3, "Background");
        Background chosen = toldBackground.isPresent() ? toldBackground.get() : whatRuns();
        getLog().info("In the background: " + chosen.name().toLowerCase(java.util.Locale.ROOT));

        step(4, "Clean start");
        Instant begin = Instant.now();
        Map<String, String> properties = start(settings, findings, managed, decided, chosen, running);

        step(5, "Verification");
        verify(settings, chosen, properties, begin);

        step(6, "Status");
        finish(managed, null);
    }

    private void step(int number, String what) {
        getLog().info("");
        getLog().info("▶ " + number + "/6 " + what);
    }

    private Findings look(BuiltinSettings settings) throws E2eException, InterruptedException {
        Findings findings = waiting.during(
                "looking for Kafka and Kubernetes",
                progress -> builtinStart(settings, classPaths(), progress).look());
        findings.lines().forEach(getLog()::info);
        return findings;
    }

    private Missing whatIsMissing() throws E2eException, InterruptedException {
        return answers.somebodyIsThere()
                ? List.of(Missing.START, Missing.CONTINUE, Missing.CANCEL)
                        .get(answers.ask(WHAT_IS_MISSING, "-De2e.run.missing=start, continue or cancel") - 1)
                : Missing.START;
    }

    private Background whatRuns() throws E2eException, InterruptedException {
        return answers.somebodyIsThere()
                ? List.of(Background.BOTH, Background.CONSUMER, Background.COLLECTOR, Background.NONE)
                        .get(answers.ask(WHAT_RUNS, "-De2e.run.background=both, consumer, collector or none") - 1)
                : Background.BOTH;
    }

    private Map<String, String> start(
            BuiltinSettings settings,
            @Nullable Findings findings,
            ManagedDirectory managed,
            ConflictPolicy policy,
            Background chosen,
            List<Existing.Running> running)
            throws E2eException, InterruptedException {
        if (chosen == Background.NONE) {
            stop(managed, running);
            return Map.of();
        }
        ResolvedClassPaths classPaths = classPaths();
        builtinStart(settings, classPaths, progress()).prepare(chosen.names()); // Maven shows downloads in its own way
        return waiting.during(
                "starting",
                progress -> builtinStart(settings, classPaths, progress).start(chosen.names(), findings, plan -> {
                    writeHelper(managed, declarations(), plan.specs());
                    return managed.start(
                            new StartRequest(plan.specs(), plan.names(), policy, force(), null, Set.of()), progress);
                }));
    }

    private void stop(ManagedDirectory managed, List<Existing.Running> running)
            throws E2eException, InterruptedException {
        Set<ProcessName> names = new LinkedHashSet<>();
        running.forEach(found -> names.add(found.state().name()));
        if (!names.isEmpty()) {
            managed.stop()
                    .run(new SetStop.Request(names, Optional.empty(), thisModule(managed.table()), force()))
                    .lines()
                    .forEach(getLog()::info);
        }
    }

    private void verify(BuiltinSettings settings, Background chosen, Map<String, String> properties, Instant begin)
            throws E2eException, InterruptedException {
        String consumer = properties.get("e2e.consumer.url");
        if (chosen != Background.BOTH || consumer == null) {
            getLog().info("⚪ Not verified: for a fresh snapshot both consumer and collector have to run");
            return;
        }
        Duration atMost = settings.startupTimeout().plus(settings.interval());
        FreshSnapshot snapshot = waiting.during(
                        "waiting for a fresh snapshot", progress -> FreshSnapshot.await(consumer, begin, atMost))
                .orElseThrow(() -> new ProcessFailureException(
                        "No fresh snapshot was verified within %d s; see why with 'mvn e2e:status' and in the logs that it names"
                                .formatted(atMost.toSeconds())));
        getLog().info("✅ Fresh snapshot verified: " + snapshot.text());
    }

    private void finish(ManagedDirectory managed, @Nullable String why) throws E2eException, InterruptedException {
        if (why != null) {
            getLog().info(why);
        }
        managed.status(managed.shown(Set.of(), declarations())).forEach(getLog()::info);
        getLog().info("");
        getLog().info("Go on with:");
        for (String command : commands(managed)) {
            getLog().info("  " + command);
        }
    }

    private List<String> commands(ManagedDirectory managed) throws E2eException {
        String script = helper(managed, declarations()).script().toString();
        return List.of(
                "mvn e2e:status                # what runs, and how it is",
                "mvn e2e:stop                  # stop all of it",
                script + " status    # the same without Maven",
                script + " stop",
                ". " + script + "    # its functions in your shell");
    }
}
