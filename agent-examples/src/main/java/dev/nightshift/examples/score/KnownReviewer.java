package dev.nightshift.examples.score;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.nightshift.core.agent.Category;
import dev.nightshift.core.agent.Finding;
import dev.nightshift.core.agent.Review;
import dev.nightshift.core.agent.ReviewRequest;
import dev.nightshift.core.agent.Reviewer;
import dev.nightshift.core.agent.RevisionRequest;
import dev.nightshift.core.score.FaultKind;
import dev.nightshift.core.score.SampleChange;
import dev.nightshift.core.score.SampleFile;
import dev.nightshift.core.score.Trial;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A reviewer that is as good as it was told to be. It knows each change as it should be, looks for
 * the first line that is not so, and names it or keeps silent; of some changes that are as they
 * should be it claims something.
 */
final class KnownReviewer implements Reviewer {
  private final String name;
  private final Map<String, SampleChange> right = new HashMap<>();
  private final Set<String> seen = new HashSet<>();
  private final Set<String> flagged = new HashSet<>();

  private KnownReviewer(String name) {
    this.name = name;
  }

  /**
   * Creates a reviewer for an exam.
   *
   * @param catches the kinds of fault that it names
   * @param wrong how many of the changes without a fault it objects to
   */
  static KnownReviewer of(String name, List<Trial> exam, Set<FaultKind> catches, int wrong) {
    KnownReviewer reviewer = new KnownReviewer(name);
    for (Trial trial : exam) {
      String title = trial.change().task().title();
      reviewer.right.put(title, trial.change());
      if (trial.fault() == null) {
        if (reviewer.flagged.size() < wrong) {
          reviewer.flagged.add(title);
        }
      } else if (catches.contains(trial.fault().kind())) {
        reviewer.seen.add(title);
      }
    }
    return reviewer;
  }

  @Override
  public Review review(ReviewRequest request) {
    String title = request.task().title();
    SampleChange known = Objects.requireNonNull(right.get(title), title);
    Optional<Finding> fault = seen.contains(title) ? difference(request, known) : Optional.empty();
    if (fault.isPresent()) {
      return requested(fault.get());
    }
    return flagged.contains(title)
        ? requested(new Finding(known.files().get(0).path(), 1, Category.OTHER, "I would not"))
        : Review.approved();
  }

  /** The first line that is not as it should be; of lines that are gone, the one behind them. */
  private static Optional<Finding> difference(ReviewRequest request, SampleChange known) {
    for (SampleFile file : known.files()) {
      List<String> there =
          new String(request.candidate().read(file.path()).bytes(), UTF_8).lines().toList();
      List<String> meant = Objects.requireNonNull(file.after(), file.path()).lines().toList();
      for (int i = 0; i < there.size(); i++) {
        if (!there.get(i).equals(meant.get(i))) {
          return Optional.of(
              new Finding(file.path(), i + 1, Category.LOGIC_EDGE_CASE, "it has to be otherwise"));
        }
      }
    }
    return Optional.empty();
  }

  private static Review requested(Finding finding) {
    return Review.changesRequested(
        new RevisionRequest(finding, "the line is right", "a test of that case"));
  }

  @Override
  public String name() {
    return name;
  }
}
