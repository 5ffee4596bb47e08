package dev.nightshift.core.report;

import static dev.nightshift.core.report.MarkdownText.inline;

import dev.nightshift.core.budget.Cap;
import dev.nightshift.core.internal.text.Template;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;

/** What humans decided, in {@code report.md}. */
final class HumanDecisionMarkdown {
  private static final Template HUMAN_DECISION =
      ReportMarkdown.WORDS.template(
          "human-decision", "kind", "reason", "at", "commit", "budget", "outcome");
  private static final Template HUMAN_BUDGET =
      ReportMarkdown.WORDS.template("human-budget", "caps");

  private HumanDecisionMarkdown() {}

  static void write(List<HumanDecision> decisions, MarkdownText text) {
    if (decisions.isEmpty()) {
      return;
    }
    text.heading(2, ReportMarkdown.WORDS.text("human-decisions"));
    for (HumanDecision decision : decisions) {
      RejectionReason reason = decision.reason();
      text.item(
          HUMAN_DECISION.fill(
              ReportJson.word(decision.kind()),
              reason == null ? "" : " (" + ReportJson.word(reason).replace('_', ' ') + ")",
              decision.at().truncatedTo(ChronoUnit.SECONDS),
              decision.commit().isEmpty()
                  ? ReportMarkdown.WORDS.text("no-work")
                  : ReportMarkdown.commit(decision.commit()),
              budget(decision),
              inline(decision.outcome())));
      if (!decision.text().isBlank()) {
        text.quote(ReportMarkdown.WORDS.text("human-text"), decision.text());
      }
    }
  }

  private static String budget(HumanDecision decision) {
    return decision.caps().isEmpty()
        ? ""
        : HUMAN_BUDGET.fill(
            decision.caps().stream()
                .map(HumanDecisionMarkdown::granted)
                .collect(Collectors.joining(", ")));
  }

  private static String granted(Cap cap) {
    return cap.unit().toDisplay(cap.amount())
        + (cap.scope().isOfRole() ? " (" + cap.scope().name() + ")" : "");
  }
}
