package dev.e2e.lifecycle;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.e2e.process.LaunchSpec;
import dev.e2e.process.ProcessName;
import dev.e2e.readiness.Readiness;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a launch notes in its work directory, for a restart, beside what its state tells: all but the environment, which may
 * hold secrets and is in no file. Every reference is replaced.
 *
 * @param workFiles the names of the files that were put into the work directory
 * @param told as {@link ProcessSpec#told()}
 */
public record LaunchRecord(
        Path workingDirectory,
        Readiness readiness,
        @Nullable Pattern failOn,
        Duration startupTimeout,
        long maxLogSize,
        List<Integer> fixedPorts,
        List<String> workFiles,
        Map<String, String> told) {

    /** Its name in the work directory. */
    public static final String FILE = "launch.json";

    private static final int VERSION = 1;

    /** The record of a launch that is made elsewhere, of a specification in which no reference is left to replace. */
    public static LaunchRecord of(ProcessSpec spec) {
        return of(spec, spec.launch(), spec.readiness());
    }

    static LaunchRecord of(ProcessSpec spec, LaunchSpec launch, Readiness resolved) {
        return new LaunchRecord(
                launch.workingDirectory(),
                resolved,
                spec.failOn(),
                spec.startupTimeout(),
                launch.maxLogSize(),
                spec.fixedPorts(),
                List.copyOf(new TreeSet<>(launch.workFiles().keySet())),
                spec.told());
    }

    /** The file's text. */
    public String toJson() {
        JsonObject json = new JsonObject();
        json.addProperty("version", VERSION);
        json.addProperty("workingDirectory", workingDirectory.toString());
        json.add("readiness", ReadinessJson.write(readiness));
        if (failOn != null) {
            json.add("failOn", ReadinessJson.write(failOn));
        }
        json.addProperty("startupTimeout", startupTimeout.toString());
        json.addProperty("maxLogSize", maxLogSize);
        JsonArray ports = new JsonArray();
        fixedPorts.forEach(ports::add);
        json.add("fixedPorts", ports);
        json.add("workFiles", ReadinessJson.texts(workFiles));
        JsonObject references = new JsonObject();
        new TreeMap<>(told).forEach(references::addProperty);
        json.add("told", references);
        return json + "\n";
    }

    /** The process of {@code NAME.VALUE}. */
    static ProcessName publisher(String reference) {
        return new ProcessName(reference.substring(0, reference.indexOf('.')));
    }

    /** Of a launch by a version that noted none there are none. */
    private static Map<String, String> references(@Nullable JsonElement told) {
        Map<String, String> references = new TreeMap<>();
        if (told != null) {
            told.getAsJsonObject().asMap().forEach((variable, reference) -> {
                ProcessName unused = publisher(reference.getAsString());
                references.put(variable, reference.getAsString());
            });
        }
        return references;
    }

    /** Reads it back; empty where the text is none of this version. */
    static Optional<LaunchRecord> parse(String text) {
        try {
            JsonObject json = JsonParser.parseString(text).getAsJsonObject();
            if (json.get("version").getAsInt() != VERSION) {
                return Optional.empty();
            }
            List<Integer> ports = new ArrayList<>();
            json.getAsJsonArray("fixedPorts").forEach(port -> ports.add(port.getAsInt()));
            return Optional.of(new LaunchRecord(
                    Path.of(json.get("workingDirectory").getAsString()),
                    ReadinessJson.read(json.getAsJsonObject("readiness")),
                    json.has("failOn") ? ReadinessJson.pattern(json.getAsJsonObject("failOn")) : null,
                    Duration.parse(json.get("startupTimeout").getAsString()),
                    json.get("maxLogSize").getAsLong(),
                    ports,
                    ReadinessJson.texts(json.getAsJsonArray("workFiles")),
                    references(json.get("told"))));
        } catch (RuntimeException e) {
            return Optional.empty(); // cut, or written by a version that says it otherwise
        }
    }
}
