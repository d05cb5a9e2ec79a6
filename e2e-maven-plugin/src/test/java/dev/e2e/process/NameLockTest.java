package dev.e2e.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class NameLockTest {
    private static final ProcessName ORDERS = new ProcessName("orders");

    @RegisterExtension
    final Children children = new Children();

    @Test
    void isHeldByOneAtATimeAlsoWhenItsHolderDied() throws Exception {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<Callable<Void>> contenders = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            contenders.add(() -> {
                for (int round = 0; round < 5; round++) {
                    try (NameLock lock = acquire(NameLock.Purpose.STOP, Duration.ofSeconds(60))) {
                        most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                        inside.decrementAndGet();
                    }
                }
                return null;
            });
        }
        leaveBy(deadHolder("gone"));

        ExecutorService threads = Executors.newFixedThreadPool(contenders.size());
        try {
            for (Future<Void> done : threads.invokeAll(contenders)) {
                done.get();
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(most).hasValue(1);
        assertThat(children.directory()).isEmptyDirectory();
    }

    @Test
    void isSucceededToWhenItsSuccessorDiedOnTheWay() throws Exception {
        leaveBy(deadHolder("first"));
        Files.writeString(lockFile().resolveSibling(lockFile().getFileName() + ".first"), deadHolder("second"));

        try (NameLock lock = acquire(NameLock.Purpose.START, Duration.ofSeconds(10))) {
            assertThat(Files.readString(lockFile()))
                    .contains("pid=" + ProcessHandle.current().pid());
        }

        assertThat(children.directory()).isEmptyDirectory();
    }

    @Test
    void aSecondStartIsToldAtOnceAndAStopAfterItsPatience() throws Exception {
        try (NameLock lock = acquire(NameLock.Purpose.START, Duration.ZERO)) {
            assertThatThrownBy(() -> acquire(NameLock.Purpose.START, Duration.ofHours(1)))
                    .isInstanceOf(ProcessFailureException.class)
                    .hasMessageContaining("'orders' is being started by PID "
                            + ProcessHandle.current().pid());
            assertThatThrownBy(() -> acquire(NameLock.Purpose.STOP, Duration.ofMillis(50)))
                    .isInstanceOf(ProcessFailureException.class)
                    .hasMessageContaining("holds '" + lockFile() + "'");
        }
    }

    @Test
    void aLockThatDoesNotTellItsHolderIsReported() throws Exception {
        Files.writeString(lockFile(), "noise");

        assertThatThrownBy(() -> acquire(NameLock.Purpose.START, Duration.ZERO))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(lockFile().toString())
                .hasMessageContaining("remove it");
    }

    private NameLock acquire(NameLock.Purpose purpose, Duration atMost) throws E2eException, InterruptedException {
        return NameLock.acquire(children.store().directory(), children.table(), ORDERS, purpose, "", atMost);
    }

    private Path lockFile() {
        return children.store().directory().files(ORDERS).lock();
    }

    private void leaveBy(String holder) throws Exception {
        Files.writeString(lockFile(), holder);
    }

    private String deadHolder(String nonce) throws Exception {
        Process process = new ProcessBuilder("true").start();
        process.waitFor();
        return "pid=%d\nstart=1\nboot=%s\nnonce=%s\npurpose=START\n"
                .formatted(process.pid(), children.table().bootId(), nonce);
    }
}
