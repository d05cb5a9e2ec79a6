package dev.e2e.consumer;

/** Whether the consumer is ready and well. Written by the thread that polls, read by those that answer HTTP. */
final class Condition {
    private final Runnable whenFirstReady;
    private volatile String membership = "starting";
    private volatile String silence = "";
    private volatile String death = "";
    private volatile boolean wasReady;

    /** @param whenFirstReady called once, by the thread that polls */
    Condition(Runnable whenFirstReady) {
        this.whenFirstReady = whenFirstReady;
    }

    /** The reason why it is not ready; empty when it is. */
    String unready() {
        String dead = death;
        String mute = silence;
        return !dead.isEmpty() ? dead : !mute.isEmpty() ? mute : membership;
    }

    /** The reason why it is not well; empty when it is. */
    String unhealthy() {
        return death;
    }

    /** Whether it was ready at least once. */
    boolean wasReady() {
        return wasReady;
    }

    /** The group gave it its partitions, which may be none when others hold them. */
    void joined() {
        membership = "";
        if (!wasReady) {
            wasReady = true;
            whenFirstReady.run();
        }
    }

    /** It has no part in the group yet, or no more. */
    void waiting(String reason) {
        membership = reason;
    }

    /** Kafka gives no sign of life. */
    void brokerSilent(String reason) {
        silence = reason;
    }

    /** Kafka gives signs of life again. */
    void brokerAnswers() {
        silence = "";
    }

    /** The thread that polls ended, and nothing is read any more. */
    void died(String reason) {
        death = reason;
    }
}
