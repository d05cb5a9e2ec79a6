package dev.e2e.infra;

import java.util.LinkedHashMap;
import java.util.Map;

/** JSON objects as maps that keep the order of their keys, so that the cluster's texts are the same at each start. */
final class Json {
    private Json() {}

    /** An object of names and values by turns; a value is a text, a number, a boolean, a list or another object. */
    static Map<String, Object> object(Object... namesAndValues) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            object.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return object;
    }

    /** The members of both; the second's count where both have one. */
    static Map<String, Object> merged(Map<String, Object> first, Map<String, Object> second) {
        Map<String, Object> merged = new LinkedHashMap<>(first);
        merged.putAll(second);
        return merged;
    }
}
