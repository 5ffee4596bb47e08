package dev.nightshift.core.report;

import dev.nightshift.core.agent.Finding;
import dev.nightshift.core.agent.Review;
import dev.nightshift.core.agent.RevisionRequest;
import java.util.List;
import java.util.stream.Collectors;

/** The review rounds in {@code report.md}; all their text is a model's. */
final class ReviewMarkdown {
  /** What is said of a reviewer in place of its verdict. */
  static final String MISSING = "no verdict";

  private static final int MAX_FINDINGS = 10;

  private ReviewMarkdown() {}

  static void write(List<RoundReport> rounds, MarkdownText text) {
    long given =
        rounds.stream()
            .flatMap(round -> round.reviews().stream())
            .filter(report -> !report.carriedOver())
            .count();
    if (given == 0 && rounds.stream().allMatch(round -> round.missingReviews().isEmpty())) {
      return;
    }
    text.heading(2, "Reviews: " + given);
    for (int round = 1; round <= rounds.size(); round++) {
      String prefix = "Round " + round + ", ";
      for (ReviewReport report : rounds.get(round - 1).reviews()) {
        write(prefix + MarkdownText.code(report.reviewer()), report, text);
      }
      for (RoundReport.MissingReview missing : rounds.get(round - 1).missingReviews()) {
        String who = prefix + MarkdownText.code(missing.reviewer());
        text.paragraph("**" + who + ": " + MISSING + "**: " + MarkdownText.inline(missing.why()));
      }
    }
  }

  private static void write(String who, ReviewReport report, MarkdownText text) {
    Review review = report.review();
    if (report.carriedOver()) {
      text.paragraph(
          "**"
              + who
              + ": "
              + verdict(report)
              + "**, carried over: what landed on the"
              + " target meanwhile touches nothing the run read or changed");
      return;
    }
    text.paragraph("**" + who + ": " + verdict(report) + "**");
    if (review instanceof Review.ChangesRequested changes) {
      text.quote("model text, the requested change", request(changes.request()));
    } else if (review instanceof Review.Escalated escalated) {
      text.quote("model text, the reason", escalated.reason());
    }
    if (!review.findings().isEmpty()) {
      text.quote("model text, findings", findings(review.findings()));
    }
  }

  /** The verdict in words, with the requests it makes and closes. */
  static String verdict(ReviewReport report) {
    Review review = report.review();
    List<String> inVain =
        review.closes().stream().filter(id -> !report.closed().contains(id)).toList();
    String closes =
        (report.closed().isEmpty() ? "" : ", closing " + ids(report.closed()))
            + (inVain.isEmpty()
                ? ""
                : " (closing "
                    + ids(inVain)
                    + " does not count: who made a request closes it, on other work or after an"
                    + " answer)");
    if (review instanceof Review.Approved) {
      return "approved" + closes;
    }
    return review instanceof Review.ChangesRequested
        ? "one change requested" + (" " + report.requestId()).stripTrailing() + closes
        : "left to a human";
  }

  private static String ids(List<String> ids) {
    return ids.stream().map(MarkdownText::inline).collect(Collectors.joining(", "));
  }

  private static String request(RevisionRequest request) {
    return line(request.finding())
        + "\nrequired: "
        + request.requiredChange()
        + "\nverify: "
        + request.howToVerify();
  }

  private static String findings(List<Finding> findings) {
    String shown =
        findings.stream()
            .limit(MAX_FINDINGS)
            .map(ReviewMarkdown::line)
            .collect(Collectors.joining("\n"));
    return findings.size() <= MAX_FINDINGS
        ? shown
        : shown + "\nand " + (findings.size() - MAX_FINDINGS) + " more";
  }

  private static String line(Finding finding) {
    return finding.path()
        + ":"
        + finding.line()
        + " "
        + finding.category().name()
        + ": "
        + finding.message();
  }
}
