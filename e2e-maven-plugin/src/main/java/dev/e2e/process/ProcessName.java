package dev.e2e.process;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The name of a managed process; part of its files' names, and so restricted to what is safe there. */
public record ProcessName(String value) implements Comparable<ProcessName> {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    /** @throws IllegalArgumentException when the name has other characters than letters, digits, '.', '_' and '-' */
    public ProcessName {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "a process name has 1 to 64 letters, digits, '.', '_' or '-' and begins with a letter or digit, not '"
                            + value + "'");
        }
    }

    /** The name as it stands in a sentence for people: {@code Consumer}. */
    public String display() {
        return value.substring(0, 1).toUpperCase(Locale.ROOT) + value.substring(1);
    }

    // Written out, since what the compiler makes of a record costs some milliseconds when it is first called.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ProcessName name && value.equals(name.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public int compareTo(ProcessName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
