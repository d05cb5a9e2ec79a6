package dev.e2e.collector;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** The fields of a JSON object that is being written. Where there is no value, {@code null} is written. */
record Fields(JsonGenerator json) {

    Fields text(String name, @Nullable String value) {
        json.writeName(name);
        if (value == null) {
            json.writeNull();
        } else {
            json.writeString(value);
        }
        return this;
    }

    Fields number(String name, long value) {
        json.writeNumberProperty(name, value);
        return this;
    }

    Fields number(String name, @Nullable BigDecimal value) {
        json.writeName(name);
        if (value == null) {
            json.writeNull();
        } else {
            json.writeNumber(value);
        }
        return this;
    }

    Fields number(String name, @Nullable Long value) {
        return number(name, value == null ? null : BigDecimal.valueOf(value));
    }

    Fields truth(String name, boolean value) {
        json.writeBooleanProperty(name, value);
        return this;
    }

    /** An array of texts. */
    Fields texts(String name, Collection<String> values) {
        json.writeArrayPropertyStart(name);
        values.forEach(json::writeString);
        json.writeEndArray();
        return this;
    }

    /** An object of texts. */
    Fields map(String name, JsonValue object) {
        json.writeObjectPropertyStart(name);
        object.members().forEach((key, value) -> json.writeStringProperty(key, value.text("")));
        json.writeEndObject();
        return this;
    }

    /** An array of objects, one for each value. */
    <T> Fields list(String name, Collection<T> values, BiConsumer<T, Fields> fields) {
        json.writeArrayPropertyStart(name);
        for (T value : values) {
            json.writeStartObject();
            fields.accept(value, this);
            json.writeEndObject();
        }
        json.writeEndArray();
        return this;
    }

    /** An object of objects, one for each entry. */
    <T> Fields objects(String name, Map<String, T> values, BiConsumer<T, Fields> fields) {
        json.writeObjectPropertyStart(name);
        values.forEach((key, value) -> object(key, value, fields));
        json.writeEndObject();
        return this;
    }

    <T> Fields object(String name, T value, BiConsumer<T, Fields> fields) {
        json.writeObjectPropertyStart(name);
        fields.accept(value, this);
        json.writeEndObject();
        return this;
    }

    Fields nothing(String name) {
        json.writeNullProperty(name);
        return this;
    }
}
