package dev.e2e.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpectationTest {
    @Test
    void aNumberOfObjects() {
        Expectation expectation = Expectation.parse(" Pod >= 40 ");

        assertThat(expectation.kind()).isEqualTo("Pod");
        assertThat(expectation.field()).isEmpty();
        assertThat(expectation.comparison()).isEqualTo(new Comparison(Comparison.Operator.AT_LEAST, "40"));
        assertThat(expectation.text()).isEqualTo("Pod >= 40");
    }

    @Test
    void aFieldOfAnObjectInANamespaceOrOfTheCluster() {
        assertThat(Expectation.parse("Deployment/shop/checkout ready_replicas>=1")
                        .field())
                .isEqualTo(Optional.of(new Expectation.Field("shop", "checkout", "ready_replicas")));
        assertThat(Expectation.parse("Node/worker-1 ready == true").field())
                .isEqualTo(Optional.of(new Expectation.Field("", "worker-1", "ready")));
    }

    @ParameterizedTest
    @CsvSource({
        ">=, 2, true, 1, false, 10, true",
        "<=, 2, true, 3, false, 1.5, true",
        "==, 2, true, 3, false, 2.0, true",
        "!=, 2, false, 3, true, text, true",
        ">, 2, false, 3, true, text, false",
        "<, 2, false, 1, true, a list, false",
    })
    void numbersAreComparedAsNumbers(
            String operator,
            String first,
            boolean firstHolds,
            String second,
            boolean secondHolds,
            String third,
            boolean thirdHolds) {
        Comparison comparison =
                Expectation.parse("Pod/shop/a field" + operator + "2").comparison();

        assertThat(comparison.holds(first)).isEqualTo(firstHolds);
        assertThat(comparison.holds(second)).isEqualTo(secondHolds);
        assertThat(comparison.holds(third)).isEqualTo(thirdHolds);
    }

    @Test
    void everythingElseAsText() {
        assertThat(Expectation.parse("Pod/shop/a phase==Running").comparison().holds("Running"))
                .isTrue();
        assertThat(Expectation.parse("Pod/shop/a phase!=Running").comparison().holds("Running"))
                .isFalse();
        assertThat(Expectation.parse("Pod/shop/a image==a b=c").comparison().value())
                .isEqualTo("a b=c");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Pod | nothing is compared",
                "Pod=40 | a single '=' compares nothing; write '=='",
                ">=40 | nothing stands before '>='",
                "Pod>= | nothing stands after '>='",
                "Pod=>40 | 'Pod=' is no kind",
                "Pod>==40 | '>==' is no comparison",
                "Pod>=many | '>=' compares numbers, and 'many' is none",
                "Pod==many | a number of objects is no 'many'",
                "Pod>=-1 | a number of objects is no '-1'",
                "Pod>=1.5 | a number of objects is no '1.5'",
                "4Pod>=1 | '4Pod' is no kind",
                "Pod phase==Running | 'phase' is a field, and no object is named",
                "Pod/shop/a>=1 | 'Pod/shop/a' is an object, and no field of it is named",
                "Pod/shop/ phase==a | 'Pod/shop/' names no object",
                "Pod/a/b/c phase==a | 'Pod/a/b/c' names no object",
                "Pod/shop/a the phase==a | too many words before '=='",
            })
    void whatIsNoneIsRefusedWithTheReason(String text, String reason) {
        assertThatThrownBy(() -> Expectation.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(reason + "; expected KIND>=NUMBER, or KIND/NAMESPACE/NAME FIELD>=VALUE");
    }
}
