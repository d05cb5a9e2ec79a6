package dev.e2e.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the tests send is what the collector's schema allows, so that both sides speak of the same records. */
class SampleSnapshotTest {
    /** Not by the collector's jar, so that a build may test both at once. */
    private static final Path SCHEMAS = Path.of("../e2e-collector/src/main/resources/dev/e2e/collector");

    @Test
    void samplesOfVersionTwoKeepToTheCollectorsSchema() throws IOException {
        Schema schema = schema("cluster-info-v2");
        SampleSnapshot snapshot = SampleSnapshot.small("cluster-a")
                .chunk("ConfigMap", 3)
                .discard("ConfigMap")
                .empty("Node")
                .error("Secret", 403, "forbidden");

        List<SampleRecord> records = new ArrayList<>(snapshot.records());
        records.add(snapshot.delta(records.size()));
        for (SampleRecord record : records) {
            assertThat(schema.validate(record.text(), InputFormat.JSON)).isEmpty();
        }
    }

    @Test
    void theSampleOfVersionOneKeepsToTheCollectorsSchema() throws IOException {
        assertThat(schema("cluster-info-v1")
                        .validate(SampleSnapshot.versionOne().text(), InputFormat.JSON))
                .isEmpty();
    }

    private static Schema schema(String name) throws IOException {
        try (InputStream file = Files.newInputStream(SCHEMAS.resolve(name + ".schema.json"))) {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(file, InputFormat.JSON);
        }
    }
}
