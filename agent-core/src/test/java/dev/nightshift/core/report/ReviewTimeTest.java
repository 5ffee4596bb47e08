package dev.nightshift.core.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.nightshift.core.report.HumanDecision.Kind;
import dev.nightshift.core.task.Task;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether reading what agents wrote was faster than writing it. */
class ReviewTimeTest {
  @ParameterizedTest
  @CsvSource({
    "PT6M, PT1H, '1', 'true', 'read in 6 min, 1 h 0 min by hand as estimated: faster'",
    "PT2H3M, PT2H3M, 1, false, 'read in 2 h 3 min, 2 h 3 min by hand as estimated: not faster'",
    "PT0.3S, PT30S, 1, true, 'read in 1 s, 30 s by hand as estimated: faster'",
    "PT6M, PT0S, 0, false, read in 6 min",
    "PT0S, PT6M, 0, false, 6 min by hand as estimated",
    "PT0S, PT0S, 0, false, ''"
  })
  void comparesWhatIsKnown(
      Duration reading, Duration estimate, int runs, boolean isFaster, String text) {
    ReviewTime time = ReviewTime.of(reading, estimate);

    assertThat(time.runs()).isEqualTo(runs);
    assertThat(time.isFaster()).isEqualTo(isFaster);
    assertThat(time).hasToString(text);
  }

  @Test
  void allLooksOfARunCount() {
    Task task = Task.builder("a").estimate(Duration.ofMinutes(10)).build();
    HumanDecision revised = new HumanDecision(Kind.REVISED, Instant.EPOCH, "b", null);
    HumanDecision accepted = new HumanDecision(Kind.ACCEPTED, Instant.EPOCH, "", null);

    ReviewTime time =
        ReviewTime.of(
            task,
            List.of(
                revised.after(Duration.ofMinutes(7)),
                accepted.after(Duration.ofMinutes(5)).withOutcome("merged")));

    assertThat(time).isEqualTo(new ReviewTime(1, Duration.ofMinutes(12), Duration.ofMinutes(10)));
  }

  @Test
  void aSumHasOnlyRunsOfWhichBothAreKnown() {
    ReviewTime known = ReviewTime.of(Duration.ofMinutes(1), Duration.ofMinutes(2));

    ReviewTime sum =
        ReviewTime.unknown()
            .plus(known)
            .plus(ReviewTime.of(Duration.ofMinutes(9), Duration.ZERO))
            .plus(ReviewTime.of(Duration.ZERO, Duration.ofMinutes(9)))
            .plus(known);

    assertThat(sum).isEqualTo(new ReviewTime(2, Duration.ofMinutes(2), Duration.ofMinutes(4)));
  }

  /** Symptom: two long looks together were refused, and the run had no report. */
  @Test
  void aSumMayBeLongerThanOneLook() {
    HumanDecision look =
        new HumanDecision(Kind.REVISED, Instant.EPOCH, "b", null).after(Duration.ofDays(36_500));
    Task task = Task.builder("a").estimate(Duration.ofDays(365)).build();

    assertThat(ReviewTime.of(task, List.of(look, look)).reading())
        .isEqualTo(Duration.ofDays(73_000));
  }

  @Test
  void lessThanNothingIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ReviewTime.of(Duration.ofSeconds(-1), Duration.ZERO))
        .withMessageContaining("reading PT-1S and estimate PT0S must be zero or more");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Task.builder("a").estimate(Duration.ofDays(366)))
        .withMessageContaining("must be zero to 365 days");
  }
}
