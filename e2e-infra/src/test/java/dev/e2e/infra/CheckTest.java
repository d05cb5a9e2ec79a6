package dev.e2e.infra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.e2e.infra.Report.KafkaState;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class CheckTest {

    @Test
    void oneThatHangsAndOneThatFailsKeepNoOtherFromItsReport() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        Check hangs = new Scripted(() -> {
            never.await();
            return found();
        });
        Check fails = new Scripted(() -> {
            throw new IllegalStateException("first line\nsecond line");
        });
        Check works = new Scripted(CheckTest::found);

        List<Report> reports = Check.runAll(List.of(hangs, fails, works), Duration.ofSeconds(2));

        assertThat(reports.get(0).lines()).contains("kafka.state=unreachable", "kafka.reason=no result within 2 s");
        assertThat(reports.get(1).lines()).contains("kafka.reason=first line second line");
        assertThat(reports.get(2)).isEqualTo(found());
    }

    private static Report found() {
        return Report.kafka(KafkaState.REACHABLE, "here:9092", "4.4", 3, "");
    }

    private interface Body {
        Report run() throws Exception;
    }

    private record Scripted(Body body) implements Check {
        @Override
        public Report run() throws Exception {
            return body.run();
        }

        @Override
        public Report unreachable(String reason) {
            return Report.kafka(KafkaState.UNREACHABLE, "here:9092", "", 0, reason);
        }
    }
}
