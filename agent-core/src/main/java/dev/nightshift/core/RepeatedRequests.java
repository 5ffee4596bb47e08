package dev.nightshift.core;

import dev.nightshift.core.agent.Feedback;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a reviewer requested in the course of a run, to notice what it requests again. */
final class RepeatedRequests {
  private final List<Feedback.ChangeRequested> requests = new ArrayList<>();

  /** Takes in what the implementer is sent back with; says why that is no use, if it is none. */
  Optional<String> add(Feedback feedback) {
    if (!(feedback instanceof Feedback.ChangeRequested asked)) {
      return Optional.empty();
    }
    if (requests.stream().anyMatch(before -> asked.request().repeats(before.request()))) {
      return Optional.of(disagreement(asked));
    }
    requests.add(asked);
    return Optional.empty();
  }

  /** One that is asked for by the same id again was not asked for anew: it was never closed. */
  private String disagreement(Feedback.ChangeRequested asked) {
    boolean leftOpen = requests.stream().anyMatch(before -> asked.id().equals(before.id()));
    return (leftOpen
            ? "the reviewer approves, but its request "
                + asked.id()
                + " is still open (Review.approvedClosing closes it): "
            : "the reviewer repeats a request the implementer could not satisfy: ")
        + asked.request().requiredChange();
  }
}
