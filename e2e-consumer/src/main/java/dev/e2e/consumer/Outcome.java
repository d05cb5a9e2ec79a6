package dev.e2e.consumer;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How a snapshot ended, said once for each. */
sealed interface Outcome {
    SnapshotKey key();

    /**
     * Every record arrived, and what arrived is what was sent.
     *
     * @param objects how many of each kind
     */
    record Verified(SnapshotKey key, Message.End end, Map<String, Long> objects) implements Outcome {
        public Verified {
            objects = Collections.unmodifiableMap(new TreeMap<>(objects));
        }
    }

    /** Not all of its records were seen, so that nothing can be said of the rest. */
    record Incomplete(SnapshotKey key, List<String> reasons) implements Outcome {
        public Incomplete {
            reasons = List.copyOf(reasons);
        }
    }

    /** All of its records were seen, but what they carried is not what its end says. */
    record Failed(SnapshotKey key, List<String> reasons) implements Outcome {
        public Failed {
            reasons = List.copyOf(reasons);
        }
    }
}
