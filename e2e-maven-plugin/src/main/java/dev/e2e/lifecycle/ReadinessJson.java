package dev.e2e.lifecycle;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.e2e.readiness.All;
import dev.e2e.readiness.Listener;
import dev.e2e.readiness.Readiness;
import dev.e2e.readiness.Sequence;
import dev.e2e.readiness.StatusRanges;
import dev.e2e.readiness.Tls;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Conditions as JSON objects, each with the member that its element in the POM is named like. */
final class ReadinessJson {
    private ReadinessJson() {}

    static JsonObject write(Readiness readiness) {
        JsonObject json = new JsonObject();
        if (readiness instanceof Readiness.LogLine line) {
            json.add("log", write(line.pattern()));
        } else if (readiness instanceof Readiness.Tcp tcp) {
            json.addProperty("tcp", tcp.address());
            json.addProperty("listener", tcp.listener().name());
        } else if (readiness instanceof Readiness.Http http) {
            json.addProperty("http", http.url());
            json.addProperty("status", http.status().toString());
            json.addProperty("tls", http.tls().name());
            json.addProperty("listener", http.listener().name());
        } else if (readiness instanceof Readiness.FileExists file) {
            json.addProperty("file", file.path());
        } else if (readiness instanceof Readiness.Exec exec) {
            json.add("exec", texts(exec.command()));
            json.addProperty("timeout", exec.timeout().toString());
        } else if (readiness instanceof Readiness.Delay delay) {
            json.addProperty("delay", delay.duration().toString());
        } else if (readiness instanceof All all) {
            json.add("all", parts(all.parts()));
        } else if (readiness instanceof Sequence sequence) {
            json.add("sequence", parts(sequence.parts()));
        }
        return json;
    }

    /** @throws RuntimeException when it is not what {@link #write(Readiness)} wrote */
    static Readiness read(JsonObject json) {
        if (json.has("log")) {
            return new Readiness.LogLine(pattern(json.getAsJsonObject("log")));
        }
        if (json.has("tcp")) {
            return new Readiness.Tcp(text(json, "tcp"), Listener.valueOf(text(json, "listener")));
        }
        if (json.has("http")) {
            return new Readiness.Http(
                    text(json, "http"),
                    StatusRanges.parse(text(json, "status")),
                    Tls.valueOf(text(json, "tls")),
                    Listener.valueOf(text(json, "listener")));
        }
        if (json.has("file")) {
            return new Readiness.FileExists(text(json, "file"));
        }
        if (json.has("exec")) {
            return new Readiness.Exec(texts(json.getAsJsonArray("exec")), Duration.parse(text(json, "timeout")));
        }
        if (json.has("delay")) {
            return new Readiness.Delay(Duration.parse(text(json, "delay")));
        }
        return json.has("all")
                ? new All(parts(json.getAsJsonArray("all")))
                : new Sequence(parts(json.getAsJsonArray("sequence")));
    }

    static JsonObject write(Pattern pattern) {
        JsonObject json = new JsonObject();
        json.addProperty("regex", pattern.pattern());
        json.addProperty("flags", pattern.flags());
        return json;
    }

    @SuppressWarnings("MagicConstant") // they come from a pattern
    static Pattern pattern(JsonObject json) {
        return Pattern.compile(text(json, "regex"), json.get("flags").getAsInt());
    }

    static JsonArray texts(List<String> texts) {
        JsonArray array = new JsonArray();
        texts.forEach(array::add);
        return array;
    }

    static List<String> texts(JsonArray array) {
        List<String> texts = new ArrayList<>();
        array.forEach(element -> texts.add(element.getAsString()));
        return texts;
    }

    private static JsonArray parts(List<Readiness> parts) {
        JsonArray array = new JsonArray();
        parts.forEach(part -> array.add(write(part)));
        return array;
    }

    private static List<Readiness> parts(JsonArray array) {
        List<Readiness> parts = new ArrayList<>();
        array.forEach(element -> parts.add(read(element.getAsJsonObject())));
        return parts;
    }

    private static String text(JsonObject json, String member) {
        return json.get(member).getAsString();
    }
}
