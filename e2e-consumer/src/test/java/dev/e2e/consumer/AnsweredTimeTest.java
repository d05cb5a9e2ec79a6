package dev.e2e.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AnsweredTimeTest {
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5); // the clock may wrap around
    private final AnsweredTime time = new AnsweredTime(nanos::get);

    @Test
    void itGoesOnWhileKafkaAnswers() {
        look(Duration.ofSeconds(1), true);
        look(AnsweredTime.AT_MOST, true);

        assertThat(time.getAsLong()).isEqualTo(Duration.ofSeconds(6).toNanos());
    }

    @Test
    void itStandsWhileKafkaIsAway() {
        look(Duration.ofSeconds(1), true);
        for (int i = 0; i < 600; i++) {
            look(Duration.ofSeconds(1), false);
        }
        look(Duration.ofSeconds(1), true);

        assertThat(time.getAsLong()).isEqualTo(Duration.ofSeconds(2).toNanos());
    }

    @Test
    void itStandsWhileTheProcessIsStopped() {
        look(Duration.ofSeconds(1), true);
        look(AnsweredTime.AT_MOST.plusNanos(1), true);

        assertThat(time.getAsLong()).isEqualTo(Duration.ofSeconds(1).toNanos());
    }

    private void look(Duration later, boolean answered) {
        nanos.addAndGet(later.toNanos());
        time.look(answered);
    }
}
