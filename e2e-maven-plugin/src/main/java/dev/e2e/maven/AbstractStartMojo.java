package dev.e2e.maven;

import dev.e2e.builtin.BuiltinSettings;
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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.apache.maven.plugins.annotations.Parameter;
import org.eclipse.aether.RepositorySystem;

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
        StartedDirectly direct = new StartedDirectly(session());
        Member member = isCalledDirectly() ? null : thisModule(managed.table());
        List<Existing.Running> running = managed.already().find(declarations.affected(names), member, direct.tokens());
        ConflictPolicy decided = new ConflictChoice(new Answers(session()), managed.already(), getLog())
                .decide(policy, running, member == null ? null : member.build(), force());
        if (decided == ConflictPolicy.SKIP && !running.isEmpty()) {
            skipTests(managed, managed.shown(selected, declarations));
            return;
        }
        Set<String> before = ReusedProcesses.candidates(running);
        Map<String, String> properties = builtinStart(settings, classPaths, progress())
                .start(declarations.builtins(names, settings.infrastructure()), plan -> {
                    List<ProcessSpec> specs = new ArrayList<>(plan.specs());
                    specs.addAll(declarations.specs(names, defaults.with(plan)));
                    // While the processes boot, so that nobody waits for it.
                    CompletableFuture<Void> helper = plan.specs().isEmpty()
                            ? CompletableFuture.completedFuture(null)
                            : CompletableFuture.runAsync(() -> writeHelper(managed, declarations, plan.specs()));
                    Map<ProcessName, ProcessState> states;
                    try {
                        states = managed.start(
                                new StartRequest(specs, plan.names(), decided, force(), member, direct.tokens()),
                                progress());
                    } finally {
                        helper.join();
                    }
                    if (decided == ConflictPolicy.REUSE) {
                        List<ProcessState> others = new ArrayList<>(states.values());
                        others.removeIf(state -> direct.tokens().contains(state.token()));
                        new ReusedProcesses(session())
                                .add(others, before, member == null ? null : member.build(), getLog());
                    }
                    if (member == null) {
                        direct.add(states.values());
                    }
                    return states;
                });
        properties.forEach(project().getProperties()::setProperty);
        properties.forEach((name, value) -> getLog().debug("property " + name + "=" + value));
        managed.status(managed.shown(selected, declarations)).forEach(getLog()::info);
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
