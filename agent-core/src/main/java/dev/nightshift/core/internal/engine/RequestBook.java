package dev.nightshift.core.internal.engine;

import dev.nightshift.core.agent.Dispute;
import dev.nightshift.core.agent.OpenRequest;
import dev.nightshift.core.agent.Review;
import dev.nightshift.core.agent.Reviewer;
import dev.nightshift.core.agent.RevisionRequest;
import dev.nightshift.core.report.RoundReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the reviewers requested of one branch of a run. A request is open on whatever tree until the
 * reviewer that made it closes it by its id, on new work or after it was shown what the implementer
 * answers: asked again about the same, it has nothing new to go by. The answer is shown where it
 * changed nothing for the request, or the work is again what it was when the request was made.
 */
final class RequestBook {
  private final WorkTrees works;
  private final String prefix;
  private final List<Entry> entries = new ArrayList<>();

  RequestBook(WorkTrees works, String fork) {
    this.works = works;
    this.prefix = fork.isEmpty() ? "R" : fork + "-R";
  }

  /** Takes what a review closes, and returns the ids of what is closed by it. */
  List<String> close(Review review, Reviewer reviewer, String tree) {
    Set<String> sameWork = works.sameAs(tree);
    of(reviewer).forEach(entry -> entry.answerShown(sameWork));
    List<Entry> closed =
        of(reviewer)
            .filter(entry -> review.closes().contains(entry.id) && entry.canBeClosed(sameWork))
            .toList();
    closed.forEach(entry -> entry.open = false);
    return closed.stream().map(entry -> entry.id).toList();
  }

  /** Takes what a review requests, and returns the id of that, empty if it requests nothing. */
  String add(Review review, Reviewer reviewer, String tree) {
    if (!(review instanceof Review.ChangesRequested asked)) {
      return "";
    }
    entries.add(new Entry(prefix + (entries.size() + 1), asked.request(), reviewer, tree));
    return entries.get(entries.size() - 1).id;
  }

  /** What is wrong about what a review closes, empty if all of it is its reviewer's own. */
  String foreign(Review review, Reviewer reviewer) {
    List<String> own = of(reviewer).map(entry -> entry.id).toList();
    return review.closes().stream()
        .filter(id -> !own.contains(id))
        .findFirst()
        .map(
            id ->
                "a review of '"
                    + RoleName.of(reviewer)
                    + "' closes '"
                    + id
                    + "', which is no request of its own; open are "
                    + openOf(reviewer).stream().map(OpenRequest::id).toList()
                    + ", as openRequests() of its ReviewRequest says")
        .orElse("");
  }

  /** What this reviewer requested so far, oldest first. */
  List<RevisionRequest> requestsOf(Reviewer reviewer) {
    return of(reviewer).map(entry -> entry.request).toList();
  }

  /** What this reviewer requested and has not closed, oldest first. */
  List<OpenRequest> openOf(Reviewer reviewer) {
    return of(reviewer).filter(entry -> entry.open).map(Entry::asOpen).toList();
  }

  /** All that is open, whoever requested it, oldest first. */
  List<OpenRequest> open() {
    return entries.stream().filter(entry -> entry.open).map(Entry::asOpen).toList();
  }

  /** What the implementer answered this reviewer since it was asked last, as far as it disputes. */
  List<Dispute> disputesWith(Reviewer reviewer, String tree) {
    Set<String> sameWork = works.sameAs(tree);
    return of(reviewer)
        .filter(entry -> entry.open && entry.isDisputed(sameWork))
        .map(entry -> new Dispute(entry.id, Objects.requireNonNull(entry.unseenClaim)))
        .toList();
  }

  /** Notes what the implementer said when it was sent back. */
  void answered(RoundReport.Answer answer) {
    entries.forEach(entry -> entry.answered(answer));
  }

  /** The id of the newest such request, empty if it was never made in this run. */
  String idOf(RevisionRequest request) {
    return entries.stream()
        .filter(entry -> entry.request.equals(request))
        .reduce((before, after) -> after)
        .map(entry -> entry.id)
        .orElse("");
  }

  private Stream<Entry> of(Reviewer reviewer) {
    return entries.stream().filter(entry -> entry.reviewer.equals(reviewer));
  }

  /** One request. */
  private static final class Entry {
    private final String id;
    private final RevisionRequest request;
    private final Reviewer reviewer;
    private final String tree;
    private boolean open = true;
    private boolean wasSentBack;
    private boolean changedNothing;
    private boolean wasAnswerShown;
    private @Nullable String unseenClaim;

    Entry(String id, RevisionRequest request, Reviewer reviewer, String tree) {
      this.id = id;
      this.request = request;
      this.reviewer = reviewer;
      this.tree = tree;
    }

    /** Once sent back with it, all that the implementer says may explain what became of it. */
    void answered(RoundReport.Answer answer) {
      if (answer.requestId().equals(id)) {
        wasSentBack = true;
        changedNothing = answer.isDispute();
        unseenClaim = answer.claim();
      } else if (wasSentBack && !changedNothing) {
        unseenClaim = answer.claim();
      }
    }

    boolean isDisputed(Set<String> sameWork) {
      return unseenClaim != null && (changedNothing || sameWork.contains(tree));
    }

    void answerShown(Set<String> sameWork) {
      wasAnswerShown |= isDisputed(sameWork);
      unseenClaim = null;
      changedNothing = false;
    }

    boolean canBeClosed(Set<String> sameWork) {
      return wasAnswerShown || !sameWork.contains(tree);
    }

    OpenRequest asOpen() {
      return new OpenRequest(id, request);
    }
  }
}
