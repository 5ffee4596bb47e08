package dev.nightshift.core.report;

import static dev.nightshift.core.report.MarkdownText.inline;

import dev.nightshift.core.budget.Cap;
import dev.nightshift.core.internal.text.Template;
import dev.nightshift.core.internal.text.TemplateFile;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;

/** What humans decided, in {@code report.md}. */
final class HumanDecisionMarkdown {
  private static final TemplateFile WORDS =
      TemplateFile.of(HumanDecisionMarkdown.class, "human-decision-markdown.md");
  private static final Template DECISION =
      WORDS.template("decision", "kind", "reason", "at", "commit", "reading", "budget", "outcome");
  private static final Template READING = WORDS.template("reading", "duration");
  private static final Template TIME = WORDS.template("time", "time");
  private static final Template BUDGET = WORDS.template("budget", "caps");

  private HumanDecisionMarkdown() {}

  static void write(List<HumanDecision> decisions, ReviewTime time, MarkdownText text) {
    if (decisions.isEmpty()) {
      return;
    }
    text.heading(2, WORDS.text("title"));
    for (HumanDecision decision : decisions) {
      RejectionReason reason = decision.reason();
      text.item(
          DECISION.fill(
              ReportJson.word(decision.kind()),
              reason == null ? "" : " (" + ReportJson.word(reason).replace('_', ' ') + ")",
              decision.at().truncatedTo(ChronoUnit.SECONDS),
              decision.commit().isEmpty()
                  ? WORDS.text("no-work")
                  : ReportMarkdown.commit(decision.commit()),
              decision.reading().isZero()
                  ? ""
                  : READING.fill(ReportMarkdown.display(decision.reading())),
              budget(decision),
              inline(decision.outcome())));
      if (!decision.text().isBlank()) {
        text.quote(WORDS.text("words"), decision.text());
      }
    }
    if (!time.reading().isZero()) {
      text.paragraph(TIME.fill(time));
    }
  }

  private static String budget(HumanDecision decision) {
    return decision.caps().isEmpty()
        ? ""
        : BUDGET.fill(
            decision.caps().stream()
                .map(HumanDecisionMarkdown::granted)
                .collect(Collectors.joining(", ")));
  }

  private static String granted(Cap cap) {
    return cap.unit().toDisplay(cap.amount())
        + (cap.scope().isOfRole() ? " (" + cap.scope().name() + ")" : "");
  }
}
