package dev.nightshift.core.agent;

import dev.nightshift.core.internal.text.Template;
import dev.nightshift.core.internal.text.TemplateFile;
import dev.nightshift.core.internal.tool.CappedText;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What a reviewer's model is told of its own requests in this run. */
final class OwnRequests {
  private static final int MAX_BYTES = 16_000;
  private static final int MAX_CLAIM_BYTES = 4_000;

  private static final TemplateFile WORDS = TemplateFile.of(OwnRequests.class, "own-requests.md");
  private static final Template CLOSED = WORDS.template("closed", "requests");
  private static final Template OPEN = WORDS.template("open", "ids", "requests");
  private static final Template OPEN_REQUEST = WORDS.template("open-request", "id", "request");
  private static final Template DISPUTE = WORDS.template("dispute", "id", "claim");
  private static final String NOTHING_SAID = WORDS.text("nothing-said");

  private OwnRequests() {}

  /** Returns the sections, none if the reviewer requested nothing yet. */
  static List<String> of(ReviewRequest request) {
    List<String> sections = new ArrayList<>();
    List<OpenRequest> open = request.openRequests();
    List<RevisionRequest> closed = new ArrayList<>(request.earlierRequests());
    open.forEach(one -> closed.remove(one.request()));
    if (!closed.isEmpty()) {
      sections.add(closed(closed));
    }
    if (!open.isEmpty()) {
      sections.add(open(open));
    }
    request.disputes().forEach(dispute -> sections.add(dispute(dispute)));
    return sections;
  }

  private static String closed(List<RevisionRequest> closed) {
    String all = closed.stream().map(FeedbackText::request).collect(Collectors.joining("\n\n"));
    return CLOSED.fill(fenced("earlier-requests", all, MAX_BYTES));
  }

  private static String open(List<OpenRequest> open) {
    String ids = open.stream().map(OpenRequest::id).collect(Collectors.joining(", "));
    String requests =
        open.stream()
            .map(one -> OPEN_REQUEST.fill(one.id(), request(one, MAX_BYTES / open.size())))
            .collect(Collectors.joining("\n"));
    return OPEN.fill(ids, requests);
  }

  private static String request(OpenRequest open, int maxBytes) {
    return fenced("open-request", FeedbackText.request(open.request()), maxBytes);
  }

  private static String dispute(Dispute dispute) {
    String claim = dispute.claim().isBlank() ? NOTHING_SAID : dispute.claim();
    return DISPUTE.fill(dispute.requestId(), fenced("implementer-claim", claim, MAX_CLAIM_BYTES));
  }

  private static String fenced(String kind, String text, int maxBytes) {
    return UntrustedText.block(kind, CappedText.headAndTail(text, maxBytes, ""));
  }
}
