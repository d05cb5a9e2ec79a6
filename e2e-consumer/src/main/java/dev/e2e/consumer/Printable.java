package dev.e2e.consumer;

/** Text of strangers, made fit for a line of the log and for a header: no control characters, not long. */
final class Printable {
    private static final int LONGEST = 200;

    private Printable() {}

    static String of(String text) {
        StringBuilder printable = new StringBuilder();
        for (int i = 0; i < text.length() && i < LONGEST; i++) {
            char c = text.charAt(i);
            boolean fit = !Character.isISOControl(c)
                    && !Character.isSurrogate(c)
                    && Character.getType(c) != Character.FORMAT
                    && Character.getType(c) != Character.LINE_SEPARATOR
                    && Character.getType(c) != Character.PARAGRAPH_SEPARATOR;
            printable.append(fit ? c : '?');
        }
        return text.length() > LONGEST ? printable + "…" : printable.toString();
    }
}
