package dev.nightshift.core.report;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.task.Task;
import java.time.Duration;
import java.util.List;

/**
 * How long humans looked at what runs made, beside how long their authors would have needed to
 * write it by hand.
 *
 * @param runs of how many runs both are known, at least 0
 * @param reading how long was looked; zero if that is not known
 * @param estimate how long writing it would have taken, by the authors of the tasks; zero if none
 *     said so
 */
public record ReviewTime(int runs, Duration reading, Duration estimate) {
  private static final ReviewTime UNKNOWN = new ReviewTime(0, Duration.ZERO, Duration.ZERO);

  /** Refuses nulls and what is less than nothing. */
  public ReviewTime {
    Require.nonNull(reading, "reading");
    Require.nonNull(estimate, "estimate");
    if (runs < 0 || reading.isNegative() || estimate.isNegative()) {
      throw new IllegalArgumentException(
          "%d runs, reading %s and estimate %s must be zero or more"
              .formatted(runs, reading, estimate));
    }
  }

  /**
   * Nothing is known.
   *
   * @return no run, no time
   */
  public static ReviewTime unknown() {
    return UNKNOWN;
  }

  /**
   * The time of one run, by what humans decided about it.
   *
   * @param task has the estimate
   * @param decisions each with how long was looked before
   * @return of one run, if both are known
   */
  public static ReviewTime of(Task task, List<HumanDecision> decisions) {
    Require.nonNull(task, "task");
    Duration reading =
        Require.elements(decisions, "decisions").stream()
            .map(HumanDecision::reading)
            .reduce(Duration.ZERO, Duration::plus);
    return of(reading, task.estimate());
  }

  /**
   * The time of one run.
   *
   * @param reading zero if it is not known
   * @param estimate zero if there is none
   * @return of one run, if both are known
   */
  public static ReviewTime of(Duration reading, Duration estimate) {
    Require.nonNull(reading, "reading");
    Require.nonNull(estimate, "estimate");
    return new ReviewTime(reading.isZero() || estimate.isZero() ? 0 : 1, reading, estimate);
  }

  /**
   * Adds the time of other runs, as far as both of it are known.
   *
   * @param other of other runs
   * @return the sum
   */
  public ReviewTime plus(ReviewTime other) {
    Require.nonNull(other, "other");
    return other.runs == 0
        ? this
        : new ReviewTime(
            runs + other.runs, reading.plus(other.reading), estimate.plus(other.estimate));
  }

  /**
   * Tells whether looking at it took less time than writing it would have.
   *
   * @return false also where one of both is not known
   */
  public boolean isFaster() {
    return runs > 0 && reading.compareTo(estimate) < 0;
  }

  /**
   * Returns it for people.
   *
   * @return one line, for example {@code read in 6 min, 1 h 0 min by hand as estimated: faster};
   *     empty if nothing is known
   */
  @Override
  public String toString() {
    if (reading.isZero() && estimate.isZero()) {
      return "";
    }
    if (reading.isZero()) {
      return "%s by hand as estimated".formatted(minutes(estimate));
    }
    if (estimate.isZero()) {
      return "read in %s".formatted(minutes(reading));
    }
    return "read in %s, %s by hand as estimated: %s"
        .formatted(minutes(reading), minutes(estimate), isFaster() ? "faster" : "not faster");
  }

  private static String minutes(Duration duration) {
    if (duration.compareTo(Duration.ofMinutes(1)) < 0) {
      return Math.max(1, duration.toSeconds()) + " s";
    }
    return duration.toHours() == 0
        ? duration.toMinutes() + " min"
        : duration.toHours() + " h " + duration.toMinutesPart() + " min";
  }
}
