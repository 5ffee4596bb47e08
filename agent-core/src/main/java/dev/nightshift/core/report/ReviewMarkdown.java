package dev.nightshift.core.report;

import dev.nightshift.core.agent.Finding;
import dev.nightshift.core.agent.Review;
import dev.nightshift.core.agent.RevisionRequest;
import dev.nightshift.core.internal.text.Template;
import dev.nightshift.core.internal.text.TemplateFile;
import java.util.List;
import java.util.stream.Collectors;

/** The review rounds in {@code report.md}; all their text is a model's. */
final class ReviewMarkdown {
  private static final TemplateFile WORDS =
      TemplateFile.of(ReviewMarkdown.class, "review-markdown.md");

  /** What is said of a reviewer in place of its verdict. */
  static final String MISSING = WORDS.text("missing");

  private static final int MAX_FINDINGS = 10;

  private static final Template REVIEWS = WORDS.template("reviews", "reviews");
  private static final Template REVIEW = reviewTemplate("review");
  private static final Template CARRIED_OVER = reviewTemplate("carried-over");
  private static final Template NO_VERDICT =
      WORDS.template("no-verdict", "round", "fork", "reviewer", "missing", "why");
  private static final Template IN_VAIN = WORDS.template("in-vain", "ids");
  private static final Template DISPUTED = WORDS.template("disputed", "ids");
  private static final Template CLOSING = WORDS.template("closing", "ids");
  private static final Template REQUEST =
      WORDS.template("request-text", "finding", "required", "verify");
  private static final Template FINDING =
      WORDS.template("finding", "path", "line", "category", "message");
  private static final Template CAUSED_BY = WORDS.template("caused-by", "cause");
  private static final Template CRITERION = WORDS.template("criterion", "number", "why");
  private static final Template MORE = WORDS.template("more", "others");

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
    text.heading(2, REVIEWS.fill(given));
    for (int number = 1; number <= rounds.size(); number++) {
      RoundReport round = rounds.get(number - 1);
      String fork = RoundMarkdown.ofFork(round.fork());
      for (ReviewReport report : round.reviews()) {
        write(number, fork, report, text);
      }
      for (RoundReport.MissingReview missing : round.missingReviews()) {
        String reviewer = MarkdownText.code(missing.reviewer());
        text.paragraph(
            NO_VERDICT.fill(number, fork, reviewer, MISSING, MarkdownText.inline(missing.why())));
      }
    }
  }

  private static void write(int round, String fork, ReviewReport report, MarkdownText text) {
    Review review = report.review();
    Template line = report.carriedOver() ? CARRIED_OVER : REVIEW;
    text.paragraph(line.fill(round, fork, MarkdownText.code(report.reviewer()), verdict(report)));
    if (report.carriedOver()) {
      return;
    }
    if (review instanceof Review.ChangesRequested changes) {
      text.quote(WORDS.text("request"), request(changes.request()));
    } else if (review instanceof Review.Escalated escalated) {
      text.quote(WORDS.text("reason"), escalated.reason());
    }
    String notMet = notMet(review);
    if (!notMet.isEmpty()) {
      text.quote(WORDS.text("not-met"), notMet);
    }
    if (!review.alsoWrote().isEmpty()) {
      text.quote(WORDS.text("also-wrote"), String.join("\n", review.alsoWrote()));
    }
    if (!review.findings().isEmpty()) {
      text.quote(WORDS.text("findings"), findings(review.findings()));
    }
  }

  /** The verdict in words, with the requests it makes and closes. */
  static String verdict(ReviewReport report) {
    Review review = report.review();
    List<String> inVain =
        review.closes().stream().filter(id -> !report.closed().contains(id)).toList();
    String closes =
        (report.closed().isEmpty() ? "" : CLOSING.fill(ids(report.closed())))
            + (inVain.isEmpty() ? "" : " " + IN_VAIN.fill(ids(inVain)))
            + (report.disputed().isEmpty() ? "" : DISPUTED.fill(ids(report.disputed())));
    if (review instanceof Review.Approved) {
      return WORDS.text("approved") + closes;
    }
    return review instanceof Review.ChangesRequested
        ? (WORDS.text("one-change-requested") + " " + report.requestId()).stripTrailing() + closes
        : WORDS.text("left-to-a-human");
  }

  private static String notMet(Review review) {
    return review.criteria().stream()
        .filter(said -> !said.met())
        .map(said -> CRITERION.fill(said.index() + 1, said.why()))
        .collect(Collectors.joining("\n"));
  }

  private static String ids(List<String> ids) {
    return ids.stream().map(MarkdownText::inline).collect(Collectors.joining(", "));
  }

  private static String request(RevisionRequest request) {
    return REQUEST.fill(line(request.finding()), request.requiredChange(), request.howToVerify());
  }

  private static String findings(List<Finding> findings) {
    String shown =
        findings.stream()
            .limit(MAX_FINDINGS)
            .map(ReviewMarkdown::line)
            .collect(Collectors.joining("\n"));
    return findings.size() <= MAX_FINDINGS
        ? shown
        : shown + "\n" + MORE.fill(findings.size() - MAX_FINDINGS);
  }

  private static String line(Finding finding) {
    return FINDING.fill(
        finding.path(),
        finding.line(),
        finding.category().name() + bearing(finding),
        finding.message());
  }

  private static String bearing(Finding finding) {
    if (finding.outside()) {
      return " " + WORDS.text("outside");
    }
    return finding.cause().isEmpty() ? "" : " " + CAUSED_BY.fill(finding.cause());
  }

  private static Template reviewTemplate(String part) {
    return WORDS.template(part, "round", "fork", "reviewer", "verdict");
  }
}
