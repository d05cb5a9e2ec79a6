package dev.e2e.lifecycle;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.e2e.process.LaunchSpec;
import dev.e2e.readiness.Readiness;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a launch notes in its work directory, for a restart, beside what its state tells: all but the environment, which may
 * hold secrets and is in no file. Every reference is replaced.
 *
 * @param workFiles the names of the files that were put into the work directory
 */
public record LaunchRecord(
        Path workingDirectory,
        Readiness readiness,
        @Nullable Pattern failOn,
        Duration startupTimeout,
        long maxLogSize,
        List<Integer> fixedPorts,
        List<String> workFiles) {

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
                List.copyOf(new TreeSet<>(launch.workFiles().keySet())));
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
        return json + "\n";
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
                    ReadinessJson.texts(json.getAsJsonArray("workFiles"))));
        } catch (RuntimeException e) {
            return Optional.empty(); // cut, or written by a version that says it otherwise
        }
    }
}
