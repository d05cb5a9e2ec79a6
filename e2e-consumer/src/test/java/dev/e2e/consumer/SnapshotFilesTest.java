package dev.e2e.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotFilesTest {
    @TempDir
    Path temporary;

    private final RecordReader reader = new RecordReader();
    private Assembly assembly;

    @Test
    void aVerifiedSnapshotIsAFileOfItsRecords() throws Exception {
        Path directory = temporary.resolve("made/for/it");
        SampleSnapshot snapshot = SampleSnapshot.small("cluster/../a");
        List<SampleRecord> records = snapshot.records();
        start(directory);

        take(records.subList(0, 4));
        assertThat(names(directory)).singleElement().asString().startsWith(".").endsWith(".part");
        take(records.subList(4, 5));

        assertThat(names(directory)).containsExactly(snapshot.id() + ".jsonl");
        assertThat(Files.readAllLines(directory.resolve(snapshot.id() + ".jsonl")))
                .isEqualTo(records.stream().map(SampleRecord::text).toList());
    }

    @Test
    void aRecordOfSeveralLinesIsOneLine() throws Exception {
        SampleSnapshot snapshot = SampleSnapshot.of("cluster-a");
        List<SampleRecord> records = snapshot.records();
        start(temporary);

        take(List.of(records.get(0).replacing("{\"schema\"", "{\r\n\"schema\""), records.get(1)));

        assertThat(Files.readAllLines(temporary.resolve(snapshot.id() + ".jsonl")))
                .hasSize(2)
                .first()
                .asString()
                .startsWith("{  \"schema\"");
    }

    @Test
    void whatWasTakenBackIsNotInTheFile() throws Exception {
        SampleSnapshot snapshot = SampleSnapshot.of("cluster-a")
                .chunk("ConfigMap", 1)
                .chunk("Namespace", 2)
                .chunk("ConfigMap", 3)
                .discard("ConfigMap")
                .chunk("Namespace", 1)
                .discard("Pod")
                .chunk("ConfigMap", 2);
        List<SampleRecord> records = snapshot.records();
        start(temporary);

        take(records);

        assertThat(names(temporary)).containsExactly(snapshot.id() + ".jsonl");
        assertThat(Files.readAllLines(temporary.resolve(snapshot.id() + ".jsonl")))
                .isEqualTo(
                        Stream.of(0, 2, 5, 7, 8).map(i -> records.get(i).text()).toList());
    }

    @Test
    void nothingIsLeftOfASnapshotThatIsNotVerified() throws Exception {
        List<SampleRecord> records = SampleSnapshot.small("cluster-a").records();
        start(temporary);

        take(List.of(records.get(0), records.get(1), records.get(4)));
        take(SampleSnapshot.small("cluster-b").records().subList(0, 2));
        assertThat(names(temporary)).hasSize(1);
        assembly.forget(0);

        assertThat(names(temporary)).isEmpty();
    }

    @Test
    void whatAKilledProcessHasLeftIsRemovedAndWhatALivingOneWritesIsNot() throws Exception {
        Process gone = new ProcessBuilder("true").start();
        gone.waitFor();
        Path orphan = Files.createFile(temporary.resolve(".a.0-1.%d.part".formatted(gone.pid())));
        Path living = Files.createFile(temporary.resolve(
                ".a.0-1.%d.part".formatted(ProcessHandle.current().pid())));
        Path others = Files.createFile(temporary.resolve("notes.part"));

        start(temporary);

        assertThat(orphan).doesNotExist();
        assertThat(living).exists();
        assertThat(others).exists();
    }

    @Test
    void aDirectoryThatCannotBeMadeIsRefused() throws Exception {
        Path file = Files.createFile(temporary.resolve("file"));

        assertThatThrownBy(() -> SnapshotFiles.in(file.resolve("directory")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("cannot be made or cleared: ");
    }

    private void start(Path directory) {
        assembly = new Assembly(Limits.within(Duration.ofMinutes(10)), System::nanoTime, SnapshotFiles.in(directory));
    }

    private void take(List<SampleRecord> records) throws UnreadableRecordException {
        for (SampleRecord record : records) {
            ConsumerRecord<byte[], byte[]> read = record.at(0, 0);
            Message message = reader.read(read, new EnvelopeReader().read(read.headers()));
            assembly.accept(Place.of(read), (Message.SnapshotRecord) message, read.value());
        }
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(entry -> entry.getFileName().toString()).toList();
        }
    }
}
