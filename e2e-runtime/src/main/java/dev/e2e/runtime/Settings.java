package dev.e2e.runtime;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The values of an application's settings, all of them parsed before anything else is done. */
public final class Settings {
    private final Map<String, Object> values;

    private Settings(Map<String, Object> values) {
        this.values = values;
    }

    /**
     * Reads the settings.
     *
     * @param environment usually {@link System#getenv()}
     * @throws InvalidSettingsException when a value is not what its setting expects; it names all of them
     */
    public static Settings read(List<Setting<?>> declared, Map<String, String> environment) {
        Map<String, Object> values = new HashMap<>();
        List<String> problems = new ArrayList<>();
        for (Setting<?> setting : declared) {
            String given = environment.getOrDefault(setting.name(), "").strip();
            String text = given.isEmpty() ? setting.defaultText() : given;
            try {
                values.put(setting.name(), setting.parser().apply(text));
            } catch (IllegalArgumentException e) {
                problems.add("%s: %s, got '%s'".formatted(setting.name(), e.getMessage(), text));
            }
        }
        if (!problems.isEmpty()) {
            throw new InvalidSettingsException(problems);
        }
        return new Settings(values);
    }

    /**
     * The value of a setting.
     *
     * @throws IllegalStateException when the setting was not among those that were read
     */
    @SuppressWarnings("unchecked") // the setting's own parser made the value
    public <T> T get(Setting<T> setting) {
        Object value = values.get(setting.name());
        if (value == null) {
            throw new IllegalStateException("setting " + setting.name() + " is used but was not declared");
        }
        return (T) value;
    }
}
