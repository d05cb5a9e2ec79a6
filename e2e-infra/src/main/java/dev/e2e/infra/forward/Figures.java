package dev.e2e.infra.forward;

import java.util.concurrent.atomic.LongAdder;

/** What a forward counts, since its start. */
record Figures(
        LongAdder connections,
        LongAdder failedConnections,
        LongAdder reconnects,
        LongAdder bytesToPod,
        LongAdder bytesFromPod) {

    Figures() {
        this(new LongAdder(), new LongAdder(), new LongAdder(), new LongAdder(), new LongAdder());
    }
}
