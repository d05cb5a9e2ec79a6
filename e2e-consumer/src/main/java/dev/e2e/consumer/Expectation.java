package dev.e2e.consumer;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a snapshot is expected to hold: {@code Pod>=40}, so many objects of a kind, or {@code Deployment/shop/checkout
 * ready_replicas>=1}, a field of one object.
 *
 * @param text as it was written
 * @param field of which object; empty where the objects of the kind are counted
 */
record Expectation(String text, String kind, Optional<Field> field, Comparison comparison) {
    private static final Pattern KIND = Pattern.compile("[A-Za-z][A-Za-z0-9.-]*");
    private static final Pattern COUNT = Pattern.compile("[0-9]{1,18}");
    private static final String FORMS =
            "expected KIND>=NUMBER, or KIND/NAMESPACE/NAME FIELD>=VALUE, with one of >= <= == != > <";

    /**
     * A field of an object.
     *
     * @param namespace empty for an object of the cluster
     */
    record Field(String namespace, String name, String field) {}

    /** @throws IllegalArgumentException when the text is no expectation; the message says what is wrong with it */
    static Expectation parse(String written) {
        String text = written.strip();
        int at = 0;
        while (at < text.length() && Comparison.Operator.at(text, at).isEmpty()) {
            at++;
        }
        if (at == text.length()) {
            throw refusal(text.indexOf('=') >= 0 ? "a single '=' compares nothing; write '=='" : "nothing is compared");
        }
        Comparison.Operator operator = Comparison.Operator.at(text, at).orElseThrow();
        String left = text.substring(0, at).strip();
        String value = text.substring(at + operator.text().length()).strip();
        if (left.isEmpty() || value.isEmpty()) {
            throw refusal("nothing stands %s '%s'".formatted(left.isEmpty() ? "before" : "after", operator.text()));
        }
        if (value.startsWith("=") || value.startsWith("<") || value.startsWith(">")) {
            throw refusal("'%s%s' is no comparison".formatted(operator.text(), value.charAt(0)));
        }
        if (operator.ordersOnly() && Comparison.number(value).isEmpty()) {
            throw refusal("'%s' compares numbers, and '%s' is none".formatted(operator.text(), value));
        }
        return of(text, left, new Comparison(operator, value));
    }

    private static Expectation of(String text, String left, Comparison comparison) {
        List<String> words = Arrays.asList(left.split("\\s+", -1));
        List<String> path = Arrays.asList(words.get(0).split("/", -1));
        String kind = path.get(0);
        if (!KIND.matcher(kind).matches()) {
            throw refusal("'%s' is no kind".formatted(kind));
        }
        if (words.size() > 2) {
            throw refusal(
                    "too many words before '%s'".formatted(comparison.operator().text()));
        }
        if (path.size() > 3 || path.contains("")) {
            throw refusal("'%s' names no object".formatted(words.get(0)));
        }
        if (path.size() > 1 && words.size() == 1) {
            throw refusal("'%s' is an object, and no field of it is named".formatted(left));
        }
        if (path.size() == 1 && words.size() == 2) {
            throw refusal("'%s' is a field, and no object is named".formatted(words.get(1)));
        }
        if (path.size() == 1) {
            if (!COUNT.matcher(comparison.value()).matches()) {
                throw refusal("a number of objects is no '%s'".formatted(comparison.value()));
            }
            return new Expectation(text, kind, Optional.empty(), comparison);
        }
        Field field = new Field(path.size() == 3 ? path.get(1) : "", path.get(path.size() - 1), words.get(1));
        return new Expectation(text, kind, Optional.of(field), comparison);
    }

    private static IllegalArgumentException refusal(String problem) {
        return new IllegalArgumentException(problem + "; " + FORMS);
    }
}
