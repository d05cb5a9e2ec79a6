package dev.e2e.runtime;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The values of an application's settings, all of them parsed before anything else is done. */
public final class Settings {
    private final Map<String, List<Object>> values = new HashMap<>();
    private final Set<String> given = new HashSet<>();
    private final List<String> problems = new ArrayList<>();

    private Settings() {}

    /**
     * Reads the settings.
     *
     * @param environment usually {@link System#getenv()}
     * @param arguments the options as they were given; an option counts more than the variable of the same setting
     * @throws InvalidSettingsException when an argument is unknown, or a value is not what its setting expects; in the
     *     latter case it names all of them
     */
    public static Settings read(List<Setting<?>> declared, Map<String, String> environment, String... arguments) {
        Map<String, List<String>> options = CommandLine.parse(declared, arguments);
        Settings settings = new Settings();
        for (Setting<?> setting : declared) {
            List<String> option = options.getOrDefault(setting.name(), List.of());
            String variable = environment.getOrDefault(setting.name(), "").strip();
            if (!option.isEmpty()) {
                settings.add(setting, setting.option(), option);
                settings.given.add(setting.name());
            } else if (!variable.isEmpty() && !setting.isOptionOnly()) {
                settings.add(setting, setting.name(), List.of(variable));
                settings.given.add(setting.name());
            } else if (setting.presence() == Setting.Presence.ALWAYS || setting.presence() == Setting.Presence.FLAG) {
                settings.add(setting, setting.name(), List.of(setting.defaultText()));
            } else {
                settings.values.put(setting.name(), List.of());
            }
        }
        if (!settings.problems.isEmpty()) {
            throw new InvalidSettingsException(settings.problems);
        }
        return settings;
    }

    private void add(Setting<?> setting, String source, List<String> texts) {
        List<Object> parsed = new ArrayList<>();
        for (String text : texts) {
            try {
                parsed.add(setting.parser().apply(text));
            } catch (IllegalArgumentException e) {
                problems.add("%s: %s, got '%s'".formatted(source, e.getMessage(), text));
            }
        }
        values.put(setting.name(), parsed);
    }

    /** Whether the setting was given, so that its value is not the default. */
    public boolean isGiven(Setting<?> setting) {
        return given.contains(setting.name());
    }

    /**
     * The value of a setting that always has one.
     *
     * @throws IllegalStateException when the setting was not among those that were read
     */
    public <T> T get(Setting<T> setting) {
        return find(setting)
                .orElseThrow(() -> new IllegalStateException("setting " + setting.name() + " may have no value"));
    }

    /**
     * The value of a setting that may have none.
     *
     * @throws IllegalStateException when the setting was not among those that were read
     */
    public <T> Optional<T> find(Setting<T> setting) {
        return all(setting).stream().findFirst();
    }

    /**
     * The values of a setting that may be given several times, in their order.
     *
     * @throws IllegalStateException when the setting was not among those that were read
     */
    @SuppressWarnings("unchecked") // the setting's own parser made the values
    public <T> List<T> all(Setting<T> setting) {
        List<Object> found = values.get(setting.name());
        if (found == null) {
            throw new IllegalStateException("setting " + setting.name() + " is used but was not declared");
        }
        return (List<T>) found;
    }
}
