package dev.e2e.lifecycle;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.e2e.lifecycle.StatusReport.Entry;
import dev.e2e.lifecycle.StatusReport.OwnerSeen;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The status as one JSON document. */
public final class StatusJson {
    private static final Gson GSON =
            new GsonBuilder().disableHtmlEscaping().setPrettyPrinting().create();

    private StatusJson() {}

    /** The document, with a newline at its end. */
    public static String render(StatusReport report) {
        JsonObject document = new JsonObject();
        document.addProperty("directory", report.directory().toString());
        JsonArray processes = new JsonArray();
        report.processes().forEach(entry -> processes.add(entry(entry)));
        document.add("processes", processes);
        return GSON.toJson(document) + "\n";
    }

    private static JsonObject entry(Entry entry) {
        JsonObject json = new JsonObject();
        json.addProperty("name", entry.name().value());
        json.addProperty("state", entry.state().text());
        if (entry.pid() != null) {
            json.addProperty("pid", entry.pid());
        }
        json.addProperty("ready", entry.ready() == StatusReport.Readiness.READY);
        Instant startedAt = entry.startedAt();
        if (startedAt != null) {
            json.addProperty(
                    "startedAt", startedAt.truncatedTo(ChronoUnit.MILLIS).toString());
        }
        Duration uptime = entry.uptime();
        if (uptime != null) {
            json.addProperty("uptimeSeconds", uptime.toMillis() / 1000.0);
        }
        if (entry.memory() != null) {
            json.addProperty("memoryBytes", entry.memory());
        }
        json.addProperty("log", entry.log().toString());
        if (!entry.reason().isEmpty()) {
            json.addProperty("reason", entry.reason());
        }
        StatusReport.Ended ended = entry.ended();
        if (ended != null) {
            ended(ended, json);
        }
        OwnerSeen seen = entry.owner();
        if (seen != null) {
            JsonObject owner = new JsonObject();
            owner.addProperty("pid", seen.owner().pid());
            owner.addProperty("directory", seen.owner().directory());
            owner.addProperty("alive", seen.life() == OwnerSeen.Life.ALIVE);
            json.add("owner", owner);
        }
        String details = entry.details();
        if (details != null) {
            json.add("details", details(details));
        }
        return json;
    }

    private static void ended(StatusReport.Ended ended, JsonObject json) {
        if (ended.exit() != null) {
            json.addProperty("exitCode", ended.exit().code());
            json.addProperty(
                    "exitedAt", ended.exit().at().truncatedTo(ChronoUnit.MILLIS).toString());
        }
        JsonArray lines = new JsonArray();
        ended.lastLines().forEach(lines::add);
        json.add("lastLines", lines);
    }

    /** What a process tells of itself may be anything; what is no JSON is shown as text. */
    private static JsonElement details(String text) {
        try {
            return JsonParser.parseString(text);
        } catch (JsonParseException e) {
            return new com.google.gson.JsonPrimitive(text);
        }
    }
}
