package dev.e2e.runtime;

import java.util.List;

/** Settings whose values cannot be used: one line for each, {@code NAME: expected …, got '…'}. */
public final class InvalidSettingsException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public InvalidSettingsException(List<String> problems) {
        super(String.join(System.lineSeparator(), problems));
    }
}
