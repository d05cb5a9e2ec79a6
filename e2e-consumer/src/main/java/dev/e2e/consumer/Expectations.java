package dev.e2e.consumer;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.core.json.JsonFactory;

/** Holds each verified snapshot against what is expected. Of open snapshots it keeps what was found of the fields. */
final class Expectations implements SnapshotObserver {
    private final List<Expectation> all;
    private final Map<String, List<Expectation.Field>> fieldsOfKind;
    private final Optional<Instant> after;
    private final FieldScan scan = new FieldScan(new JsonFactory());
    private final Map<SnapshotKey, Found> open = new HashMap<>();
    private Optional<Outcome.Verified> met = Optional.empty();
    private List<String> differences = List.of();
    private int verified;
    private int tooOld;

    private static final class Found {
        /** By kind, the objects that are asked for, with their fields. */
        private final Map<String, Map<Expectation.Field, Map<String, String>>> objects = new HashMap<>();

        private Instant begun = Instant.MIN;
    }

    /** @param after a snapshot counts only when its collection began later than that */
    Expectations(List<Expectation> all, Optional<Instant> after) {
        this.all = List.copyOf(all);
        this.after = after;
        this.fieldsOfKind = all.stream()
                .filter(expectation -> expectation.field().isPresent())
                .collect(Collectors.groupingBy(
                        Expectation::kind,
                        Collectors.mapping(expectation -> expectation.field().orElseThrow(), Collectors.toList())));
    }

    /** The snapshot that meets all of them; empty as long as there is none. */
    Optional<Outcome.Verified> met() {
        return met;
    }

    /** What the snapshot that was verified last does not meet, or why there is none. */
    List<String> differences() {
        if (verified > 0) {
            return differences;
        }
        return List.of(
                tooOld == 0
                        ? "no snapshot was verified"
                        : "no snapshot was verified that was begun after %s; of the older ones there are %d"
                                .formatted(after.orElseThrow(), tooOld));
    }

    @Override
    public void taken(SnapshotKey key, Message.SnapshotRecord record, byte[] value) {
        if (record instanceof Message.Begin begin) {
            open.computeIfAbsent(key, same -> new Found()).begun = begin.at();
        } else if (record instanceof Message.Chunk chunk && fieldsOfKind.containsKey(chunk.kind())) {
            Found found = open.computeIfAbsent(key, same -> new Found());
            look(
                    fieldsOfKind.get(chunk.kind()),
                    value,
                    found.objects.computeIfAbsent(chunk.kind(), same -> new HashMap<>()));
        } else if (record instanceof Message.Discard discard && open.containsKey(key)) {
            open.get(key).objects.remove(discard.kind());
        }
    }

    @Override
    public void dropped(SnapshotKey key) {
        open.remove(key);
    }

    @Override
    public void ended(Outcome outcome) {
        Found found = open.remove(outcome.key());
        if (!(outcome instanceof Outcome.Verified snapshot) || met.isPresent() || found == null) {
            return;
        }
        if (after.isPresent() && !found.begun.isAfter(after.get())) {
            tooOld++;
            return;
        }
        verified++;
        differences = new ArrayList<>();
        for (Expectation expectation : all) {
            Optional<String> value = value(expectation, snapshot, found);
            if (!value.map(expectation.comparison()::holds).orElse(false)) {
                differences.add("%s: %s"
                        .formatted(
                                expectation.text(),
                                value.map(it -> "found " + it + missing(expectation, snapshot))
                                        .orElseGet(() -> absent(expectation, snapshot, found))));
            }
        }
        met = differences.isEmpty() ? Optional.of(snapshot) : Optional.empty();
    }

    private void look(List<Expectation.Field> fields, byte[] chunk, Map<Expectation.Field, Map<String, String>> found) {
        Set<String> names = fields.stream().map(Expectation.Field::field).collect(Collectors.toSet());
        scan.scan(chunk, names, (object, values) -> {
            for (Expectation.Field field : fields) {
                if (field.name().equals(object.name()) && field.namespace().equals(object.namespace())) {
                    found.put(field, values);
                }
            }
        });
    }

    private static Optional<String> value(Expectation expectation, Outcome.Verified snapshot, Found found) {
        if (expectation.field().isEmpty()) {
            return Optional.of(
                    snapshot.objects().getOrDefault(expectation.kind(), 0L).toString());
        }
        Expectation.Field field = expectation.field().get();
        return object(expectation, found).flatMap(values -> Optional.ofNullable(values.get(field.field())));
    }

    private static Optional<Map<String, String>> object(Expectation expectation, Found found) {
        return expectation
                .field()
                .flatMap(field -> Optional.ofNullable(
                        found.objects.getOrDefault(expectation.kind(), Map.of()).get(field)));
    }

    private static String absent(Expectation expectation, Outcome.Verified snapshot, Found found) {
        return object(expectation, found).isPresent()
                ? "the object has no field '%s'"
                        .formatted(expectation.field().orElseThrow().field())
                : "there is no such object" + missing(expectation, snapshot);
    }

    /** Why a kind is not in the snapshot; nothing where it is. */
    private static String missing(Expectation expectation, Outcome.Verified snapshot) {
        if (snapshot.end().kinds().containsKey(expectation.kind())) {
            return "";
        }
        return snapshot.end().errors().stream()
                .filter(error -> error.kind().equals(expectation.kind()))
                .map(error -> ", since the kind could not be read: %d %s"
                        .formatted(error.code(), Printable.of(error.message())))
                .findFirst()
                .orElse(", and the kind was not collected");
    }
}
