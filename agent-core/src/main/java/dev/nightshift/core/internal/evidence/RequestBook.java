package dev.nightshift.core.internal.evidence;

import dev.nightshift.core.agent.Dispute;
import dev.nightshift.core.agent.OpenRequest;
import dev.nightshift.core.agent.Review;
import dev.nightshift.core.agent.Reviewer;
import dev.nightshift.core.agent.RevisionRequest;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.report.RoundReport;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the reviewers requested in a run. A request is open on whatever its branch holds until the
 * reviewer that made it closes it by its id, on new work or after it was shown what the implementer
 * answers: asked again about the same, or about what is older, it has nothing new to go by. Where
 * the work is again what it was requested of, or left open on, it is open again.
 *
 * <p>It is a request of the branch it was made on, and of every other that holds the same work.
 * There it stays one once the reviewer was shown it there, or the implementer sent back with it.
 */
public final class RequestBook {
  private final WorkTrees works;
  private final List<Entry> entries = new ArrayList<>();

  RequestBook(WorkTrees works) {
    this.works = works;
  }

  /**
   * A candidate that is asked about.
   *
   * @param tree what it holds
   * @param fork the branch of the run it is of, empty for the run's own
   * @param number how many candidates the run had before
   */
  public record Place(String tree, String fork, int number) {}

  /** Notes that a candidate was built; what it holds may have been requested to change before. */
  void built(Place place) {
    Set<String> sameWork = works.sameAs(place.tree());
    entries.stream()
        .filter(entry -> entry.isOf(place.fork()) && !entry.isOpenOn(place.fork()))
        .filter(entry -> entry.isOpen(place, sameWork))
        .forEach(entry -> entry.leftOpen(place));
  }

  /** The ids of what this reviewer requested, as far as it concerns this candidate. */
  List<String> known(Reviewer reviewer, Place place) {
    return of(reviewer, place).map(entry -> entry.id).toList();
  }

  /**
   * Takes what a review closes, and returns the ids of what is closed by it.
   *
   * @param shown the requests that its reviewer was shown, closed or not
   */
  List<String> close(Review review, List<String> shown, Place place) {
    Set<String> sameWork = works.sameAs(place.tree());
    List<String> closed = new ArrayList<>();
    for (Entry entry : entries) {
      if (shown.contains(entry.id)
          && entry.reviewed(place, sameWork, review.closes().contains(entry.id))) {
        closed.add(entry.id);
      }
    }
    return closed;
  }

  /** Takes what a review requests, and returns the id of that, empty if it requests nothing. */
  String add(Review review, Reviewer reviewer, Place place) {
    if (!(review instanceof Review.ChangesRequested asked)) {
      return "";
    }
    long before =
        entries.stream().filter(entry -> entry.madeOn.fork().equals(place.fork())).count();
    String id = (place.fork().isEmpty() ? "R" : place.fork() + "-R") + (before + 1);
    entries.add(new Entry(id, asked.request(), reviewer, place));
    return id;
  }

  /** What is wrong about what a review closes, empty if its reviewer was shown all of it. */
  String foreign(Review review, Reviewer reviewer, List<String> shown, Place place) {
    return review.closes().stream()
        .filter(id -> !shown.contains(id))
        .findFirst()
        .map(
            id ->
                "a review of '"
                    + VisibleText.name(RoleName.of(reviewer))
                    + "' closes '"
                    + VisibleText.name(id)
                    + "', which is no request of its own; open are "
                    + openOf(reviewer, place).stream().map(OpenRequest::id).toList()
                    + ", as openRequests() of its ReviewRequest says")
        .orElse("");
  }

  /** What this reviewer requested so far, oldest first. */
  public List<RevisionRequest> requestsOf(Reviewer reviewer, Place place) {
    return of(reviewer, place).map(entry -> entry.request).toList();
  }

  /** What this reviewer requested and has not closed, oldest first. */
  public List<OpenRequest> openOf(Reviewer reviewer, Place place) {
    Set<String> sameWork = works.sameAs(place.tree());
    return of(reviewer, place)
        .filter(entry -> entry.isOpen(place, sameWork))
        .map(Entry::asOpen)
        .toList();
  }

  /** All that is open, whoever requested it, oldest first. */
  List<OpenRequest> open(Place place) {
    Set<String> sameWork = works.sameAs(place.tree());
    return at(place).filter(entry -> entry.isOpen(place, sameWork)).map(Entry::asOpen).toList();
  }

  /** What the implementer answered this reviewer since it was asked last, as far as it disputes. */
  public List<Dispute> disputesWith(Reviewer reviewer, Place place) {
    return disputes(known(reviewer, place), place);
  }

  /** What of the answers to these requests disputes one that is open. */
  List<Dispute> disputes(List<String> shown, Place place) {
    Set<String> sameWork = works.sameAs(place.tree());
    return entries.stream()
        .filter(entry -> shown.contains(entry.id) && entry.isOpen(place, sameWork))
        .filter(entry -> entry.isDisputed(place, sameWork))
        .map(entry -> new Dispute(entry.id, entry.claim(place)))
        .toList();
  }

  /** Notes what the implementer said when it was sent back with this candidate. */
  void answered(RoundReport.Answer answer, Place place) {
    Set<String> sameWork = works.sameAs(place.tree());
    entries.forEach(entry -> entry.answered(answer, place, sameWork));
  }

  /** The id of the newest such request, empty if none concerns this candidate. */
  String idOf(RevisionRequest request, Place place) {
    return at(place)
        .filter(entry -> entry.request.equals(request))
        .reduce((before, after) -> after)
        .map(entry -> entry.id)
        .orElse("");
  }

  private Stream<Entry> of(Reviewer reviewer, Place place) {
    return at(place).filter(entry -> entry.reviewer.equals(reviewer));
  }

  private Stream<Entry> at(Place place) {
    Set<String> sameWork = works.sameAs(place.tree());
    return entries.stream().filter(entry -> entry.isOf(place.fork()) || entry.concerns(sameWork));
  }

  /** What its reviewer left of a request on one candidate. */
  private record Left(Place place, boolean isOpen) {}

  /** What the implementer of one branch said since the reviewer was asked last. */
  private static final class Exchange {
    private boolean wasSentBack;
    private boolean changedNothing;
    private @Nullable String unseenClaim;
  }

  /** One request. */
  private static final class Entry {
    private final String id;
    private final RevisionRequest request;
    private final Reviewer reviewer;
    private final Place madeOn;
    private final List<Left> left = new ArrayList<>();
    private final Map<String, Exchange> exchanges = new HashMap<>();

    /** The trees on which the reviewer was shown an answer, and has not closed it since. */
    private final Set<String> answeredOn = new HashSet<>();

    Entry(String id, RevisionRequest request, Reviewer reviewer, Place madeOn) {
      this.id = id;
      this.request = request;
      this.reviewer = reviewer;
      this.madeOn = madeOn;
      exchange(madeOn);
      leftOpen(madeOn);
    }

    boolean isOf(String fork) {
      return exchanges.containsKey(fork);
    }

    boolean concerns(Set<String> sameWork) {
      return sameWork.contains(madeOn.tree());
    }

    private Exchange exchange(Place place) {
      return exchanges.computeIfAbsent(place.fork(), unused -> new Exchange());
    }

    void leftOpen(Place place) {
      left.add(new Left(place, true));
    }

    /** What was said last of this work counts for it, else what was said last on its branch. */
    boolean isOpen(Place place, Set<String> sameWork) {
      return last(one -> sameWork.contains(one.place().tree()), () -> isOpenOn(place.fork()));
    }

    private boolean isOpenOn(String fork) {
      return last(one -> one.place().fork().equals(fork), () -> true);
    }

    private boolean last(Predicate<Left> filter, BooleanSupplier otherwise) {
      return left.stream()
          .filter(filter)
          .reduce((before, after) -> after)
          .map(Left::isOpen)
          .orElseGet(otherwise::getAsBoolean);
    }

    /** Once sent back with it, all that the implementer says may explain what became of it. */
    void answered(RoundReport.Answer answer, Place place, Set<String> sameWork) {
      Exchange said = exchanges.get(place.fork());
      if (answer.requestId().equals(id) && (said != null || concerns(sameWork))) {
        said = exchange(place);
        said.wasSentBack = true;
        said.changedNothing = answer.isDispute();
        said.unseenClaim = answer.claim();
      } else if (said != null && said.wasSentBack && !said.changedNothing) {
        said.unseenClaim = answer.claim();
      }
    }

    boolean isDisputed(Place place, Set<String> sameWork) {
      Exchange said = exchanges.get(place.fork());
      return said != null
          && said.unseenClaim != null
          && (said.changedNothing || concerns(sameWork));
    }

    String claim(Place place) {
      return Objects.requireNonNull(exchange(place).unseenClaim);
    }

    /** Takes what its reviewer says, who was shown it; tells whether that closes it. */
    boolean reviewed(Place place, Set<String> sameWork, boolean closes) {
      boolean wasOpen = isOpen(place, sameWork);
      if (!wasOpen && !isOf(place.fork())) {
        return false;
      }
      if (isDisputed(place, sameWork)) {
        answeredOn.add(place.tree());
      }
      exchange(place).unseenClaim = null;
      exchange(place).changedNothing = false;
      if (!wasOpen) {
        return false;
      }
      boolean isClosed = closes && canBeClosed(place, sameWork);
      if (isClosed) {
        answeredOn.clear();
      }
      left.add(new Left(place, !isClosed));
      return isClosed;
    }

    private boolean canBeClosed(Place place, Set<String> sameWork) {
      return answeredOn.stream().anyMatch(sameWork::contains)
          || (!concerns(sameWork) && place.number() >= lastLeftOpen(place.fork()));
    }

    private int lastLeftOpen(String fork) {
      return left.stream()
          .filter(one -> one.isOpen() && one.place().fork().equals(fork))
          .mapToInt(one -> one.place().number())
          .max()
          .orElse(-1);
    }

    OpenRequest asOpen() {
      return new OpenRequest(id, request);
    }
  }
}
