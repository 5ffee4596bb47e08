package dev.nightshift.core.internal.engine;

import dev.nightshift.core.agent.Dispute;
import dev.nightshift.core.agent.OpenRequest;
import dev.nightshift.core.agent.Review;
import dev.nightshift.core.agent.Reviewer;
import dev.nightshift.core.agent.RevisionRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the reviewers of one run requested. A request is open on whatever tree until the reviewer
 * that made it closes it by its id, on new work or after it was shown what the implementer answers:
 * asked again about the same, it has nothing new to go by.
 */
final class RequestBook {
  private final WorkTrees works;
  private final List<Entry> entries = new ArrayList<>();

  RequestBook(WorkTrees works) {
    this.works = works;
  }

  /**
   * Takes what a review closes and requests, and returns the id of its request, empty if it has
   * none.
   *
   * @throws IllegalArgumentException if it closes what its reviewer did not request
   */
  String note(Review review, Reviewer reviewer, String tree) {
    List<Entry> closed = review.closes().stream().map(id -> own(id, reviewer)).toList();
    of(reviewer).forEach(Entry::claimShown);
    closed.stream()
        .filter(entry -> entry.isAnswered || !works.sameAs(tree).contains(entry.tree))
        .forEach(entry -> entry.open = false);
    if (!(review instanceof Review.ChangesRequested asked)) {
      return "";
    }
    entries.add(new Entry("R" + (entries.size() + 1), asked.request(), reviewer, tree));
    return entries.get(entries.size() - 1).id;
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

  /** What the implementer answered this reviewer since it was asked last. */
  List<Dispute> disputesWith(Reviewer reviewer) {
    List<Dispute> disputes = new ArrayList<>();
    of(reviewer).filter(entry -> entry.open).forEach(entry -> entry.addTo(disputes));
    return disputes;
  }

  /** Notes that the implementer answered a request without changing anything. */
  void disputed(String id, String claim) {
    entries.stream()
        .filter(entry -> entry.id.equals(id))
        .forEach(entry -> entry.unseenClaim = claim);
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

  private Entry own(String id, Reviewer reviewer) {
    Optional<Entry> own = of(reviewer).filter(entry -> entry.id.equals(id)).findFirst();
    return own.orElseThrow(
        () ->
            new IllegalArgumentException(
                "a review of '"
                    + reviewer.name()
                    + "' closes '"
                    + id
                    + "', which is no request of its own; open are "
                    + openOf(reviewer).stream().map(OpenRequest::id).toList()
                    + ", as openRequests() of its ReviewRequest says"));
  }

  /** One request. */
  private static final class Entry {
    private final String id;
    private final RevisionRequest request;
    private final Reviewer reviewer;
    private final String tree;
    private boolean open = true;
    private boolean isAnswered;
    private @Nullable String unseenClaim;

    Entry(String id, RevisionRequest request, Reviewer reviewer, String tree) {
      this.id = id;
      this.request = request;
      this.reviewer = reviewer;
      this.tree = tree;
    }

    void claimShown() {
      isAnswered |= unseenClaim != null;
      unseenClaim = null;
    }

    OpenRequest asOpen() {
      return new OpenRequest(id, request);
    }

    void addTo(List<Dispute> disputes) {
      String claim = unseenClaim;
      if (claim != null) {
        disputes.add(new Dispute(id, claim));
      }
    }
  }
}
