package dev.nightshift.core.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.nightshift.core.base.TestEvidence;
import java.util.List;
import org.junit.jupiter.api.Test;

class GateResultTest {
  private static final TestEvidence THREE_FAILED = new TestEvidence(5, 3, 0, List.of());

  /** Symptom: a gate of a host said passed, and that three tests failed, and the change landed. */
  @Test
  void refusesAPassedResultWithFailedTests() {
    GateResult.Builder result = GateResult.builder("e", true, "ok").tests(THREE_FAILED);

    assertThatIllegalArgumentException()
        .isThrownBy(result::build)
        .withMessageContainingAll("gate 'e'", "3 failed tests", "knownFlakyTests");
  }

  @Test
  void takesAFailedResultWithFailedTests() {
    GateResult result = GateResult.builder("e", false, "no").tests(THREE_FAILED).build();

    assertThat(result.tests()).hasValue(THREE_FAILED);
  }

  /** What passes when one of its parts does leaves the failed tests of the others with them. */
  @Test
  void takesAPassedResultOfWhichOnePartFailed() {
    GateResult red = GateResult.builder("a", false, "no").tests(THREE_FAILED).build();

    GateResult any =
        GateResult.builder("any of a, b", true, "b passed")
            .parts(List.of(red, GateResult.passed("b", "ok")))
            .build();

    assertThat(any.leaves()).containsExactly(any);
  }

  @Test
  void refusesMoreFailedTestsThanWereExecuted() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TestEvidence(1, 2, 0, List.of()))
        .withMessageContaining("2 of 1 executed tests");
  }
}
