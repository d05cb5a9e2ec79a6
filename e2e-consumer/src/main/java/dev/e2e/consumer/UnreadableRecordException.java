package dev.e2e.consumer;

/** A record that is not what the contract says; the message is the reason. */
final class UnreadableRecordException extends Exception {
    private static final long serialVersionUID = 1L;

    UnreadableRecordException(String reason) {
        super(reason, null, false, false); // hostile records come in floods, and the stack says nothing of them
    }
}
