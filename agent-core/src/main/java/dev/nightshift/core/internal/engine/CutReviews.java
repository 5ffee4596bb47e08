package dev.nightshift.core.internal.engine;

import dev.nightshift.core.internal.engine.EngineReviewRequest.Heard;
import dev.nightshift.core.internal.journal.Steps;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What was heard in one scope of reviews whose process ended before they did. Whoever asks the same
 * reviewer in the same place goes on with it; what nobody goes on with stands all the same. Used by
 * the one thread of its scope.
 */
final class CutReviews {
  private final Steps steps;
  private final List<Steps.Noted<Heard>> left;

  CutReviews(Steps steps) {
    this.steps = steps;
    this.left = new ArrayList<>(steps.noted(Heard.NOTED, Heard.class));
  }

  /** Takes what this reviewer said before, in the review that begins now. */
  Heard of(String reviewer) {
    String told = steps.told(reviewer);
    List<Heard> before =
        taken(noted -> noted.passed() == steps.passed() && noted.value().reviewer().equals(told));
    return before.isEmpty() ? Heard.nothing(reviewer) : before.get(0);
  }

  /** Takes what was said in reviews that began before so many steps were passed. */
  List<Heard> leftBefore(int passed) {
    return taken(noted -> noted.passed() < passed).stream()
        .filter(heard -> !heard.isNothing())
        .toList();
  }

  /** The last of each review. */
  private List<Heard> taken(Predicate<Steps.Noted<Heard>> which) {
    Map<String, Heard> last = new LinkedHashMap<>();
    for (Steps.Noted<Heard> noted : left) {
      if (which.test(noted)) {
        last.put(noted.passed() + " " + noted.value().reviewer(), noted.value());
      }
    }
    left.removeIf(which);
    return List.copyOf(last.values());
  }
}
