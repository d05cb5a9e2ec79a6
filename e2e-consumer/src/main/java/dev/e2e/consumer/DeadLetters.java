package dev.e2e.consumer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands unreadable records to the dead letter topic. The producer and the topic are made when the first of them comes;
 * most consumers never meet one. Used by one thread.
 */
final class DeadLetters implements UnreadableRecords, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);
    private static final Duration CLOSE_WITHIN = Duration.ofMillis(300);
    private static final String PLACE_ONLY = "only where it stands went to";

    private final ConsumerSettings settings;
    private final Statistics statistics;
    private final Patience patience;
    private final List<DeadLetter> waiting = new ArrayList<>();
    private @Nullable Producer<byte[], byte[]> producer;
    private boolean refusing;

    DeadLetters(ConsumerSettings settings, Statistics statistics, Patience patience) {
        this.settings = settings;
        this.statistics = statistics;
        this.patience = patience;
    }

    /** Keeps a record for {@link #settle()}. */
    @Override
    public void add(ConsumerRecord<byte[], byte[]> record, String reason) {
        waiting.add(new DeadLetter(record, reason));
    }

    /**
     * Writes what was added, and waits until the broker has acknowledged it.
     *
     * @return where reading has to start again, since these records and what follows them were not acknowledged
     */
    Map<TopicPartition, Long> settle() throws InterruptedException {
        if (waiting.isEmpty()) {
            return Map.of();
        }
        Map<TopicPartition, Long> again = new HashMap<>();
        String problem = "";
        try {
            Producer<byte[], byte[]> to = producer();
            List<Future<?>> answers = new ArrayList<>();
            for (DeadLetter letter : waiting) {
                answers.add(send(to, letter));
            }
            for (int i = 0; i < answers.size(); i++) {
                DeadLetter letter = waiting.get(i);
                String failure = outcome(to, letter, answers.get(i));
                if (!failure.isEmpty()) {
                    problem = failure;
                    again.merge(letter.partition(), letter.record().offset(), Math::min);
                }
            }
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            problem = reason(e);
            waiting.forEach(
                    letter -> again.merge(letter.partition(), letter.record().offset(), Math::min));
        }
        tell(problem, again);
        waiting.clear();
        return again;
    }

    @Override
    public void close() {
        if (producer != null) {
            producer.close(CLOSE_WITHIN);
        }
    }

    /** Sends a letter whole; one that takes more memory than there is counts as too large where it is alone. */
    private Future<?> send(Producer<byte[], byte[]> to, DeadLetter letter) {
        try {
            return to.send(letter.whole(settings.deadLetterTopic()));
        } catch (OutOfMemoryError e) {
            if (settings.portion() == Portion.SOME) {
                throw e;
            }
            return CompletableFuture.failedFuture(new RecordTooLargeException(e.getMessage()));
        }
    }

    /** Waits for one answer; says why the letter was not taken, or nothing. */
    private String outcome(Producer<byte[], byte[]> to, DeadLetter letter, Future<?> answer)
            throws InterruptedException {
        try {
            patience.await(answer);
            written(letter, letter.hasContent() ? "it went to" : PLACE_ONLY);
        } catch (ExecutionException | TimeoutException e) {
            return isTooLarge(e) ? withoutValue(to, letter) : reason(e);
        }
        return "";
    }

    private String withoutValue(Producer<byte[], byte[]> to, DeadLetter letter) throws InterruptedException {
        try {
            patience.await(to.send(letter.withoutValue(settings.deadLetterTopic())));
            written(letter, "without its value, which is too large there, it went to");
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            return isTooLarge(e) ? withoutContent(to, letter) : reason(e);
        }
        return "";
    }

    private String withoutContent(Producer<byte[], byte[]> to, DeadLetter letter) throws InterruptedException {
        try {
            patience.await(to.send(letter.withoutContent(settings.deadLetterTopic())));
            written(letter, PLACE_ONLY);
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            return reason(e);
        }
        return "";
    }

    private static boolean isTooLarge(Exception e) {
        return e.getCause() instanceof RecordTooLargeException;
    }

    private void written(DeadLetter letter, String how) {
        statistics.deadLetter();
        LOG.warn("{} could not be read ({}); {} {}", letter, letter.reason(), how, settings.deadLetterTopic());
    }

    private void tell(String problem, Map<TopicPartition, Long> again) {
        if (!problem.isEmpty() && !refusing) {
            LOG.warn(
                    "topic {} does not take dead letters ({}); reading waits at {} and tries again",
                    settings.deadLetterTopic(),
                    problem,
                    again);
        } else if (problem.isEmpty() && refusing) {
            LOG.info("topic {} takes dead letters again", settings.deadLetterTopic());
        }
        refusing = !problem.isEmpty();
    }

    private Producer<byte[], byte[]> producer() throws ExecutionException, TimeoutException, InterruptedException {
        if (producer == null) {
            Admin admin = Admin.create(ClientProperties.admin(settings));
            try {
                new DeadLetterTopic(settings, patience).ensure(admin);
            } finally {
                admin.close(CLOSE_WITHIN);
            }
            producer = new KafkaProducer<>(ClientProperties.producer(settings));
        }
        return producer;
    }

    private static String reason(Exception e) {
        Throwable cause = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
        if (cause instanceof AuthorizationException) {
            return "there is no right to it: Describe and Write are needed, and Create where it does not exist";
        }
        return cause.getClass().getSimpleName() + ": " + Printable.of(String.valueOf(cause.getMessage()));
    }
}
