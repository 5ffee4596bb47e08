package dev.nightshift.core.agent;

import dev.nightshift.core.internal.tool.CappedText;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What a reviewer's model is told of its own requests in this run. */
final class OwnRequests {
  /** How the line begins that lists the ids of the open requests. */
  static final String OPEN = "Your open requests: ";

  private static final int MAX_BYTES = 16_000;
  private static final int MAX_CLAIM_BYTES = 4_000;

  private OwnRequests() {}

  /** Returns the text, empty if the reviewer requested nothing yet. */
  static String of(ReviewRequest request) {
    List<OpenRequest> open = request.openRequests();
    return closed(request.earlierRequests(), open)
        + open(open)
        + request.disputes().stream().map(OwnRequests::dispute).collect(Collectors.joining());
  }

  private static String closed(List<RevisionRequest> earlier, List<OpenRequest> open) {
    List<RevisionRequest> closed = new ArrayList<>(earlier);
    open.forEach(request -> closed.remove(request.request()));
    if (closed.isEmpty()) {
      return "";
    }
    String all = closed.stream().map(FeedbackText::request).collect(Collectors.joining("\n\n"));
    return "\nWhat you requested before in this run and closed, oldest first\n"
        + UntrustedText.fenced("earlier-requests", CappedText.headAndTail(all, MAX_BYTES, ""));
  }

  private static String open(List<OpenRequest> open) {
    if (open.isEmpty()) {
      return "";
    }
    StringBuilder text = new StringBuilder("\n").append(OPEN);
    text.append(open.stream().map(OpenRequest::id).collect(Collectors.joining(", ")))
        .append(
            "\nSee for yourself whether the problem of each is gone in this candidate, and name")
        .append(" in 'closes' those that are done or that you take back. An approval has to name")
        .append(" all of them.\n");
    for (OpenRequest request : open) {
      text.append("Request ")
          .append(request.id())
          .append('\n')
          .append(
              UntrustedText.fenced(
                  "open-request",
                  CappedText.headAndTail(
                      FeedbackText.request(request.request()), MAX_BYTES / open.size(), "")));
    }
    return text.toString();
  }

  private static String dispute(Dispute dispute) {
    return "\nThe implementer answered "
        + dispute.requestId()
        + " without changing any file. What it says is a claim of the other side, not evidence, and"
        + " you see it this once. Look in the code for what shows it right or wrong; then close "
        + dispute.requestId()
        + ", or request the change again.\n"
        + UntrustedText.fenced(
            "implementer-claim",
            CappedText.headAndTail(
                dispute.claim().isBlank() ? "(it said nothing)" : dispute.claim(),
                MAX_CLAIM_BYTES,
                ""));
  }
}
