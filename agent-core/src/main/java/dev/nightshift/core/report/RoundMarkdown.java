package dev.nightshift.core.report;

import static dev.nightshift.core.report.MarkdownText.code;
import static dev.nightshift.core.report.MarkdownText.inline;

import dev.nightshift.core.gate.FlakyGate;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.internal.text.Template;
import dev.nightshift.core.internal.text.TemplateFile;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The rounds before the last in {@code report.md}, in short, and the gates that are flaky. */
final class RoundMarkdown {
  private static final int SHORT_ID = 12;
  private static final int MAX_EXCUSED = 20;

  private static final TemplateFile WORDS =
      TemplateFile.of(RoundMarkdown.class, "round-markdown.md");
  private static final Template ROUNDS = WORDS.template("rounds", "rounds");
  private static final Template RED_THEN_GREEN = WORDS.template("red-then-green", "gate", "tree");
  private static final Template RED_AND_GREEN = WORDS.template("red-and-green", "gate", "tree");
  private static final Template EXCUSED = WORDS.template("excused", "what", "tests");
  private static final Template FLAKY = WORDS.template("flaky", "what");
  private static final Template FLAKY_UNLESS_REPAIRED =
      WORDS.template("flaky-unless-repaired", "what");
  private static final Template ROUND =
      WORDS.template("round", "round", "fork", "candidate", "target");
  private static final Template OF_FORK = WORDS.template("of-fork", "fork");
  private static final Template WHY_FAILED = WORDS.template("why-failed", "gate", "why");
  private static final Template WHAT_IT_SAID = WORDS.template("what-it-said", "claim");
  private static final Template PASSED = WORDS.template("passed", "gate");
  private static final Template FAILED = WORDS.template("failed", "gate");
  private static final Template REVIEW = WORDS.template("review", "reviewer", "verdict");
  private static final Template CARRIED_OVER =
      WORDS.template("carried-over", "reviewer", "verdict");
  private static final Template WITH_A_CHANGE = WORDS.template("with-a-change", "cause");
  private static final Template WITHOUT_A_CHANGE = WORDS.template("without-a-change", "cause");
  private static final Template MORE = WORDS.template("more", "tests", "others");

  private RoundMarkdown() {}

  /** Adds every round but the one the report tells of at length. */
  static void write(RunReport report, MarkdownText text) {
    List<RoundReport> rounds = report.rounds();
    int shown = shownAtLength(report);
    if (rounds.size() == (shown < 0 ? 0 : 1)) {
      return;
    }
    text.heading(2, ROUNDS.fill(rounds.size()));
    for (int i = 0; i < rounds.size(); i++) {
      if (i != shown) {
        write(i + 1, rounds.get(i), text);
      }
    }
  }

  /** The index of the last round whose gates the report lists; negative if it lists none. */
  private static int shownAtLength(RunReport report) {
    for (int i = report.rounds().size() - 1; i >= 0; i--) {
      RoundReport round = report.rounds().get(i);
      if (!report.gates().isEmpty()
          && round.candidate().mergeTree().equals(report.commits().mergeTree())) {
        return i;
      }
    }
    return -1;
  }

  /** Adds what the reader of the gates has to know beside their verdicts. */
  static void flaky(List<FlakyGate> gates, MarkdownText text) {
    for (FlakyGate gate : gates) {
      String what =
          (gate.targetMoved() ? RED_THEN_GREEN : RED_AND_GREEN)
              .fill(code(gate.name()), shortened(gate.tree()));
      Template flaky = gate.targetMoved() ? FLAKY_UNLESS_REPAIRED : FLAKY;
      text.paragraph(gate.isExcused() ? EXCUSED.fill(what, excused(gate)) : flaky.fill(what));
    }
  }

  /** Names the fork behind what is told of it; empty for the run's own branch. */
  static String ofFork(String fork) {
    return fork.isEmpty() ? "" : OF_FORK.fill(code(fork));
  }

  private static void write(int number, RoundReport round, MarkdownText text) {
    List<String> parts = new ArrayList<>();
    parts.add(
        ROUND.fill(
            number,
            ofFork(round.fork()),
            shortened(round.candidate().mergeCommit()),
            shortened(round.candidate().targetCommit())));
    if (!round.gates().isEmpty()) {
      parts.add(round.gates().stream().map(RoundMarkdown::gate).collect(Collectors.joining(", ")));
    }
    round.reviews().forEach(review -> parts.add(review(review)));
    round
        .missingReviews()
        .forEach(
            missing -> parts.add(REVIEW.fill(code(missing.reviewer()), ReviewMarkdown.MISSING)));
    round.answers().forEach(answer -> parts.add(answer(answer)));
    text.item(String.join("; ", parts));
    round.gates().stream()
        .filter(gate -> !gate.isPassed())
        .forEach(gate -> text.item(WHY_FAILED.fill(code(gate.name()), inline(gate.detail()))));
    round.answers().stream()
        .filter(answer -> !answer.changed() && !answer.claim().isBlank())
        .forEach(answer -> text.item(WHAT_IT_SAID.fill(inline(answer.claim()))));
  }

  private static String gate(GateResult gate) {
    return (gate.isPassed() ? PASSED : FAILED).fill(code(gate.name()));
  }

  private static String review(ReviewReport report) {
    return (report.carriedOver() ? CARRIED_OVER : REVIEW)
        .fill(code(report.reviewer()), ReviewMarkdown.verdict(report));
  }

  private static String answer(RoundReport.Answer answer) {
    String cause =
        switch (answer.cause()) {
          case GATE_FAILED -> WORDS.text("red-gate");
          case CHANGE_REQUESTED -> (WORDS.text("request") + " " + answer.requestId()).strip();
          case HUMAN_REQUESTED -> WORDS.text("human-request");
          case CONFLICTED -> WORDS.text("conflict");
          case BASE_MOVED -> WORDS.text("news");
        };
    return (answer.changed() ? WITH_A_CHANGE : WITHOUT_A_CHANGE).fill(cause)
        + (answer.isDispute() ? WORDS.text("dispute") : "");
  }

  private static String excused(FlakyGate gate) {
    List<String> tests = gate.excusedTests();
    String shown =
        tests.stream().limit(MAX_EXCUSED).map(MarkdownText::code).collect(Collectors.joining(", "));
    return tests.size() <= MAX_EXCUSED ? shown : MORE.fill(shown, tests.size() - MAX_EXCUSED);
  }

  private static String shortened(String id) {
    return code(id.substring(0, Math.min(SHORT_ID, id.length())));
  }
}
