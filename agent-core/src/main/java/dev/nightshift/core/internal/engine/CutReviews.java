package dev.nightshift.core.internal.engine;

import dev.nightshift.core.internal.evidence.Evidence;
import dev.nightshift.core.internal.evidence.HeardReview;
import dev.nightshift.core.internal.journal.Notes;
import dev.nightshift.core.internal.journal.Steps;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What was heard in one scope of reviews whose process ended before they did. Whoever asks the same
 * reviewer in the same place goes on with it; what nobody goes on with stands all the same, for the
 * whole run. Used by the one thread of its scope; while no fork works, by that of the run.
 */
final class CutReviews {
  private final Steps steps;
  private final String fork;
  private final List<CutReviews> everywhere;
  private final List<Notes.Noted<HeardReview>> left;

  /** Those of the run's own scope. */
  CutReviews(Steps steps) {
    this(steps, "", new ArrayList<>());
  }

  private CutReviews(Steps steps, String fork, List<CutReviews> everywhere) {
    this.steps = steps;
    this.fork = fork;
    this.everywhere = everywhere;
    everywhere.add(this);
    this.left = new ArrayList<>(steps.notes().all(HeardReview.NOTED, HeardReview.class));
  }

  /** Those of a fork of the run. */
  CutReviews fork(String name, Steps itsSteps) {
    return new CutReviews(itsSteps, name, everywhere);
  }

  /** Takes what this reviewer said before, in the review that begins now. */
  HeardReview of(String reviewer) {
    String told = steps.told(reviewer);
    List<HeardReview> before =
        taken(noted -> noted.passed() == steps.passed() && noted.value().reviewer().equals(told));
    return before.isEmpty() ? HeardReview.nothing(reviewer) : before.get(0);
  }

  /** Takes what was said in reviews that began before so many steps were passed. */
  List<HeardReview> leftBefore(int passed) {
    return taken(noted -> noted.passed() < passed).stream()
        .filter(heard -> !heard.isNothing())
        .toList();
  }

  /**
   * Enters, from all scopes, what was said before the next step of this one was recorded, or will
   * be: who comes to that without having gone on with a review does not go on with it any more.
   */
  void takeIn(Evidence book) {
    int next = steps.nextLine();
    for (CutReviews scope : everywhere) {
      scope.taken(noted -> noted.line() < next).stream()
          .filter(heard -> !heard.isNothing())
          .forEach(heard -> book.cut(heard, scope.fork));
    }
  }

  /** The last of each review. */
  private List<HeardReview> taken(Predicate<Notes.Noted<HeardReview>> which) {
    Map<String, HeardReview> last = new LinkedHashMap<>();
    for (Notes.Noted<HeardReview> noted : left) {
      if (which.test(noted)) {
        last.put(noted.passed() + " " + noted.value().reviewer(), noted.value());
      }
    }
    left.removeIf(which);
    return List.copyOf(last.values());
  }
}
