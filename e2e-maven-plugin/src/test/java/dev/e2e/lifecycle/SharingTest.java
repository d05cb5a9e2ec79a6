package dev.e2e.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.e2e.process.Children;
import dev.e2e.process.E2eException;
import dev.e2e.process.InvalidInputException;
import dev.e2e.process.LaunchSpec;
import dev.e2e.process.Launcher;
import dev.e2e.process.Owner;
import dev.e2e.process.ProcessName;
import dev.e2e.process.ProcessState;
import dev.e2e.process.StopRules;
import dev.e2e.readiness.Readiness;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Modules of one build that declare the same process share it. */
class SharingTest {
    private static final ProcessName ORDERS = new ProcessName("orders");
    private static final ProcessName WEB = new ProcessName("web");
    private static final String SCRIPT = "echo $$ >> pids; echo READY url=here; exec sleep 60";

    @RegisterExtension
    final Children children = new Children();

    private final RecordingProgress progress = new RecordingProgress();

    @AfterEach
    void stopAll() throws Exception {
        stop(Member.endOf(build("build")), ORDERS, WEB);
    }

    @Test
    void theSecondModuleJoinsAndTheLastOneStops() throws Exception {
        long pid = pid(start(member("g:a", "g:a", "g:b"), orders("")).get(ORDERS));

        ProcessState joined = start(member("g:b", "g:a", "g:b"), orders("")).get(ORDERS);

        assertThat(pid(joined)).isEqualTo(pid);
        assertThat(joined.published()).containsEntry("url", "here");
        assertThat(progress.lines).anyMatch(line -> line.startsWith("✅ Orders shared with g:a"));

        StopReport first = stop(member("g:a", "g:a", "g:b"), ORDERS);
        assertThat(first.lines()).containsExactly("⚪ Orders kept for g:b");
        assertThat(children.alive(pid)).isTrue();

        StopReport last = stop(member("g:b", "g:b"), ORDERS);
        assertThat(last.lines()).anyMatch(line -> line.startsWith("✅ Orders stopped"));
        assertThat(children.alive(pid)).isFalse();
    }

    @Test
    void aModuleThatIsDoneUsesNothingAnyMore() throws Exception {
        long pid = pid(start(member("g:a", "g:a", "g:b"), orders("")).get(ORDERS));

        stop(member("g:b", "g:b"), ORDERS); // a has failed, or never stops anything

        assertThat(children.alive(pid)).isFalse();
    }

    @Test
    void anotherSpecificationUnderTheSameNameNamesBothModules() throws Exception {
        long pid = pid(start(member("g:a", "g:a", "g:b"), orders("")).get(ORDERS));

        assertThatThrownBy(() -> start(member("g:b", "g:a", "g:b"), orders("VERSION=2 ")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("'orders'")
                .hasMessageContaining("module g:b")
                .hasMessageContaining("module g:a");
        assertThat(children.alive(pid)).isTrue();
    }

    @Test
    void onlyWhatAModuleLacksIsStartedForItAndRefersToWhatItShares() throws Exception {
        long pid = pid(start(member("g:a", "g:a", "g:b"), orders("")).get(ORDERS));
        ProcessSpec web = ProcessSpec.of(
                        WEB,
                        new LaunchSpec(
                                List.of("sh", "-c", "echo READY url=$ORDERS; exec sleep 60"),
                                children.directory(),
                                Map.of("ORDERS", "@{orders.url}/@{orders.port}"),
                                Map.of()),
                        ready())
                .dependsOn(Set.of(ORDERS))
                .build();

        Map<ProcessName, ProcessState> states = start(member("g:b", "g:a", "g:b"), orders(""), web);

        assertThat(pid(states.get(ORDERS))).isEqualTo(pid);
        assertThat(states.get(WEB).published())
                .containsEntry("url", "here/" + states.get(ORDERS).ports().get("orders.port"));
        assertThat(stop(member("g:b", "g:a", "g:b"), ORDERS, WEB).lines())
                .anyMatch(line -> line.equals("⚪ Orders kept for g:a"))
                .anyMatch(line -> line.startsWith("✅ Web stopped"));
    }

    @Test
    void modulesThatStartAtTheSameMomentStartItOnce() throws Exception {
        String[] modules = {"g:a", "g:b", "g:c", "g:d"};
        ExecutorService threads = Executors.newFixedThreadPool(modules.length);
        List<Future<Long>> pids = new ArrayList<>();
        for (String module : modules) {
            pids.add(threads.submit(() ->
                    pid(start(member(module, modules), orders("sleep 0.3; ")).get(ORDERS))));
        }

        long first = pids.get(0).get();
        for (Future<Long> pid : pids) {
            assertThat(pid.get()).isEqualTo(first);
        }
        threads.shutdownNow();
        assertThat(Files.readAllLines(children.directory().resolve("pids"))).hasSize(1);
        assertThat(children.store().examine(ORDERS).knownState().orElseThrow().users())
                .containsExactly(modules);
    }

    @Test
    void whatDiedOnOneModuleIsNotStartedAnewForTheNext() throws Exception {
        long pid = pid(start(member("g:a", "g:a", "g:b"), orders("")).get(ORDERS));
        children.kill(pid);

        assertThatThrownBy(() -> start(member("g:b", "g:a", "g:b"), orders("")))
                .hasMessageContaining("Process 'orders', which module g:a uses, was killed by signal 9");
        assertThat(stop(member("g:a", "g:a", "g:b"), ORDERS).problems())
                .anyMatch(line -> line.contains("was killed by signal 9"));
    }

    @Test
    void whatMayEndByItselfIsStartedAnewForTheNextModule() throws Exception {
        StopRules rules = new StopRules(
                Duration.ofSeconds(5), "TERM", List.of(), children.directory(), StopRules.EarlyExit.IS_FINE);
        ProcessSpec spec = ProcessSpec.of(
                        ORDERS, orders("").launch(), orders("").readiness())
                .stop(rules)
                .build();
        long first = pid(start(member("g:a", "g:a", "g:b"), spec).get(ORDERS));
        children.kill(first);

        long second = pid(start(member("g:b", "g:a", "g:b"), spec).get(ORDERS));

        assertThat(children.alive(second)).isTrue();
        assertThat(stop(member("g:a", "g:a", "g:b"), ORDERS).lines()).containsExactly("⚪ Orders kept for g:b");
        assertThat(stop(member("g:b", "g:b"), ORDERS).problems()).isEmpty();
    }

    @Test
    void anotherBuildSharesNothing() throws Exception {
        long pid = pid(start(member("g:a", "g:a"), orders("")).get(ORDERS));
        Owner self = build("build");
        Owner other = new Owner(self.pid(), self.startTicks(), self.bootId(), "other build", "/other");

        assertThatThrownBy(() -> start(new Member(other, "g:a", Set.of("g:a")), orders("")))
                .hasMessageContaining("Process 'orders' runs already: PID " + pid)
                .hasMessageContaining("-De2e.force=true");
        assertThat(children.alive(pid)).isTrue();
    }

    private ProcessSpec orders(String prefix) {
        LaunchSpec launch =
                new LaunchSpec(List.of("sh", "-c", prefix + SCRIPT), children.directory(), Map.of(), Map.of());
        return ProcessSpec.of(ORDERS, launch, ready())
                .ports(new java.util.TreeMap<>(Map.of("orders.port", 0)))
                .build();
    }

    private static Readiness ready() {
        return new Readiness.LogLine(Pattern.compile("READY url=(?<url>\\S+)"));
    }

    private Owner build(String id) {
        return Owner.thisProcess(children.table(), id, "/project");
    }

    private Member member(String module, String... building) {
        return new Member(build("build"), module, Set.of(building));
    }

    private static long pid(ProcessState state) {
        return state.launched().pid();
    }

    private Map<ProcessName, ProcessState> start(Member member, ProcessSpec... specs)
            throws E2eException, InterruptedException {
        return new SetStart(children.store(), children.table(), Launcher.of(children.table()), progress)
                .start(new StartRequest(
                        List.of(specs),
                        Set.of(),
                        ConflictPolicy.REPLACE,
                        Force.RESPECT_OTHER_BUILDS,
                        member,
                        Set.of()));
    }

    private StopReport stop(Member member, ProcessName... names) throws E2eException, InterruptedException {
        return new SetStop(children.store(), children.table())
                .run(new SetStop.Request(Set.of(names), Optional.empty(), member, Force.RESPECT_OTHER_BUILDS));
    }
}
