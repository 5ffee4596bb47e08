package dev.nightshift.core.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

class HostileVerdictTest {
  /** Symptom: the repeated groups of the patterns overflowed the stack. */
  @Test
  void aWordThatNeverEndsIsNoApproval() {
    assertThat(VerdictWord.objects("approve ".repeat(10_000))).isTrue();
    assertThat(VerdictWord.isFiller("no issues " + "found issues ".repeat(10_000))).isFalse();
  }

  /** Symptom: a hundred kilobytes took half a minute. */
  @Test
  void thoughtsThatNeverEndAreReadOnce() {
    String text = "<think>".repeat(14_000) + "\nVerdict: request_changes";

    Optional<String> objection =
        Assertions.assertTimeoutPreemptively(
            Duration.ofSeconds(10), () -> VerdictText.objection(text));

    assertThat(objection).isPresent();
  }
}
