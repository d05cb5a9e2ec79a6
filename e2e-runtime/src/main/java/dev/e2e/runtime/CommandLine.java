package dev.e2e.runtime;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.MissingArgumentException;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;
import org.apache.commons.cli.UnrecognizedOptionException;
import org.jspecify.annotations.Nullable;

/** The options that an application was called with, as texts. */
final class CommandLine {
    private CommandLine() {}

    /**
     * What was given for each setting, by its name, in order.
     *
     * @throws InvalidSettingsException when an argument is none of the options, or not as its option expects
     */
    static Map<String, List<String>> parse(List<Setting<?>> declared, String... arguments) {
        if (arguments.length == 0) {
            return Map.of(); // the usual start of a process in the background; loading the parser takes some 20 ms
        }
        org.apache.commons.cli.CommandLine parsed = parsed(declared, arguments);
        parsed.getArgList().stream().findFirst().ifPresent(argument -> {
            throw unknown(argument);
        });
        Map<String, List<String>> given = new HashMap<>();
        for (Setting<?> setting : declared) {
            if (parsed.hasOption(longName(setting))) {
                given.put(setting.name(), texts(setting, parsed.getOptionValues(longName(setting))));
            }
        }
        return given;
    }

    private static org.apache.commons.cli.CommandLine parsed(List<Setting<?>> declared, String... arguments) {
        Options options = new Options();
        declared.forEach(setting -> options.addOption(Option.builder()
                .longOpt(longName(setting))
                .hasArg(setting.presence() != Setting.Presence.FLAG)
                .get()));
        try {
            return DefaultParser.builder()
                    .setAllowPartialMatching(false)
                    .setStripLeadingAndTrailingQuotes(false)
                    .get()
                    .parse(options, arguments);
        } catch (UnrecognizedOptionException e) {
            throw unknown(e.getOption());
        } catch (MissingArgumentException e) {
            throw refusal(
                    "--%s: expected a value; try --help".formatted(e.getOption().getLongOpt()));
        } catch (ParseException e) {
            throw refusal(e.getMessage() + "; try --help");
        }
    }

    private static List<String> texts(Setting<?> setting, String @Nullable [] values) {
        if (values == null) {
            return List.of("true");
        }
        List<String> texts = new ArrayList<>();
        for (String value : values) {
            if (value.isBlank()) {
                throw refusal("%s: expected a value, got ''".formatted(setting.option()));
            }
            texts.add(value);
        }
        if (texts.size() > 1 && setting.presence() != Setting.Presence.REPEATED) {
            throw refusal("%s: expected once, got '%s'".formatted(setting.option(), String.join("' and '", texts)));
        }
        return texts;
    }

    private static String longName(Setting<?> setting) {
        return setting.option().substring("--".length());
    }

    private static InvalidSettingsException unknown(String argument) {
        return refusal("unknown argument '" + argument + "'; try --help");
    }

    private static InvalidSettingsException refusal(String problem) {
        return new InvalidSettingsException(List.of(problem));
    }
}
