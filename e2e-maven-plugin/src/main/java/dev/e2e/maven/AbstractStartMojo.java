package dev.e2e.maven;

import dev.e2e.builtin.BuiltinSettings;
import dev.e2e.builtin.BuiltinStart;
import dev.e2e.lifecycle.ConflictPolicy;
import dev.e2e.lifecycle.Member;
import dev.e2e.lifecycle.ProcessSpec;
import dev.e2e.lifecycle.StartRequest;
import dev.e2e.process.E2eException;
import dev.e2e.process.Existing;
import dev.e2e.process.InvalidInputException;
import dev.e2e.process.ProcessName;
import dev.e2e.process.ProcessState;
import dev.e2e.shell.HelperScript;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.apache.maven.plugins.annotations.Parameter;
import org.eclipse.aether.RepositorySystem;
import org.jspecify.annotations.Nullable;

/** What the goals that start processes have in common. */
@SuppressWarnings("NullAway.Init") // Maven sets the parameters before it calls execute()
abstract class AbstractStartMojo extends AbstractBuiltinMojo {

    /**
     * What to do about processes of ours that run already: {@code replace} stops them and starts fresh; {@code ask} asks at
     * the terminal whether to do that or to skip, and fails where nobody is there; {@code reuse} keeps those of the same
     * specification, starts the missing ones, and leaves to {@code e2e:stop} only these; {@code skip} keeps them, starts
     * nothing and skips the module's integration tests; {@code fail} ends the build with the facts.
     */
    @Parameter(property = "e2e.onConflict", defaultValue = "replace")
    private String onConflict;

    /**
     * Where {@code e2e-helper.sh} is written, which starts, shows and stops the built-in processes without Maven; {@code .}
     * is the project's directory. Its launch files, which only their owner can read, stay in the build directory.
     */
    @Parameter(property = "e2e.helper.directory", defaultValue = "${project.build.directory}/e2e")
    private File helperDirectory;

    AbstractStartMojo(RepositorySystem repositories) {
        super(repositories);
    }

    /** Starts these, or what the POM declares where none is named, with what they depend on. */
    final void start(BuiltinSettings settings, Declarations declarations, Set<ProcessName> selected)
            throws E2eException, InterruptedException {
        ConflictPolicy policy = policy();
        Set<ProcessName> names = declarations.closure(selected);
        ResolvedClassPaths classPaths = classPaths();
        ProcessDefaults defaults = defaults(settings, classPaths, declarations);
        declarations.specs(names, defaults); // what is wrong with them is said before anything is touched
        ManagedDirectory managed = ManagedDirectory.forWriting(directory());
        SessionEnd.register(session(), getLog());
        Member member = isCalledDirectly() ? null : thisModule(managed.table());
        List<Existing.Running> running =
                managed.already().find(declarations.affected(names), member, new StartedDirectly(session()).tokens());
        ConflictPolicy decided = new ConflictChoice(new Answers(session()), managed.already(), getLog())
                .decide(policy, running, member == null ? null : member.build(), force());
        if (decided == ConflictPolicy.SKIP && !running.isEmpty()) {
            skipTests(managed, managed.shown(selected, declarations));
            return;
        }
        Chosen chosen = new Chosen(declarations, names, defaults, decided, member, ReusedProcesses.candidates(running));
        Map<String, String> properties = builtinStart(settings, classPaths, progress())
                .start(declarations.builtins(names, settings.infrastructure()), plan -> start(managed, chosen, plan));
        properties.forEach(project().getProperties()::setProperty);
        properties.forEach((name, value) -> getLog().debug("property " + name + "=" + value));
        managed.status(managed.shown(selected, declarations)).forEach(getLog()::info);
    }

    /**
     * What is to be started, and how.
     *
     * @param member whose it is; {@code null}: nobody's
     * @param reusable the tokens of what ran before and may be reused
     */
    private record Chosen(
            Declarations declarations,
            Set<ProcessName> names,
            ProcessDefaults defaults,
            ConflictPolicy policy,
            @Nullable Member member,
            Set<String> reusable) {}

    private Map<ProcessName, ProcessState> start(ManagedDirectory managed, Chosen chosen, BuiltinStart.Plan plan)
            throws E2eException, InterruptedException {
        List<ProcessSpec> specs = new ArrayList<>(plan.specs());
        specs.addAll(
                chosen.declarations().specs(chosen.names(), chosen.defaults().with(plan)));
        StartedDirectly direct = new StartedDirectly(session());
        StartRequest request =
                new StartRequest(specs, plan.names(), chosen.policy(), force(), chosen.member(), direct.tokens());
        // While the processes boot, so that nobody waits for it.
        CompletableFuture<Void> helper = plan.specs().isEmpty()
                ? CompletableFuture.completedFuture(null)
                : CompletableFuture.runAsync(() -> writeHelper(managed, chosen.declarations(), plan.specs()));
        Map<ProcessName, ProcessState> states;
        try {
            states = managed.start(request, progress());
        } finally {
            helper.join();
        }
        note(states.values(), chosen, direct);
        return states;
    }

    /** For the goals that come later in this session: what was reused, and what belongs to nobody. */
    private void note(Collection<ProcessState> states, Chosen chosen, StartedDirectly direct) {
        Member member = chosen.member();
        if (chosen.policy() == ConflictPolicy.REUSE) {
            List<ProcessState> others = new ArrayList<>(states);
            others.removeIf(state -> direct.tokens().contains(state.token()));
            new ReusedProcesses(session())
                    .add(others, chosen.reusable(), member == null ? null : member.build(), getLog());
        }
        if (member == null) {
            direct.add(states);
        }
    }

    final ConflictPolicy policy() throws InvalidInputException {
        return Values.choice("e2e.onConflict", onConflict, ConflictPolicy.class);
    }

    private void skipTests(ManagedDirectory managed, Set<ProcessName> shown) throws InterruptedException {
        project().getProperties().setProperty("skipITs", "true");
        getLog().info(
                        "Kept what runs, started nothing, and skipped the integration tests of this module (skipITs=true)");
        managed.status(shown).forEach(getLog()::info);
    }

    /** The script for the processes of this project(). */
    final HelperScript helper(ManagedDirectory managed, Declarations declarations) throws InvalidInputException {
        Set<ProcessName> all = declarations.closure(Set.of());
        Set<ProcessName> stopped = new TreeSet<>(all);
        stopped.addAll(declarations.builtinsWithInfra(all));
        stopped.addAll(declarations.builtins(all, settings().infrastructure()));
        return new HelperScript(
                helperDirectory.toPath().resolve(HelperScript.NAME),
                Path.of(project().getBuild().getDirectory(), "e2e", "launch"),
                managed.store().directory(),
                Path.of(session().getExecutionRootDirectory()),
                declarations.all(),
                stopped);
    }

    /** A start does not fail for want of the script. */
    final void writeHelper(ManagedDirectory managed, Declarations declarations, List<ProcessSpec> builtins) {
        if (builtins.isEmpty() || project().getBasedir() == null) {
            return;
        }
        try {
            helper(managed, declarations).write(builtins);
        } catch (InvalidInputException e) {
            getLog().warn(e.getMessage());
        }
    }
}
