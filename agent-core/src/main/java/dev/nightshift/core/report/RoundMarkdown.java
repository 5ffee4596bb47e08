package dev.nightshift.core.report;

import static dev.nightshift.core.report.MarkdownText.code;
import static dev.nightshift.core.report.MarkdownText.inline;

import dev.nightshift.core.gate.FlakyGate;
import dev.nightshift.core.gate.GateResult;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The rounds before the last in {@code report.md}, in short, and the gates that are flaky. */
final class RoundMarkdown {
  private static final int SHORT_ID = 12;
  private static final int MAX_EXCUSED = 20;

  private RoundMarkdown() {}

  /** Adds every round but the one the report tells of at length. */
  static void write(RunReport report, MarkdownText text) {
    List<RoundReport> rounds = report.rounds();
    boolean lastIsShown = !report.gates().isEmpty();
    List<RoundReport> earlier =
        lastIsShown ? rounds.subList(0, Math.max(0, rounds.size() - 1)) : rounds;
    if (earlier.isEmpty()) {
      return;
    }
    text.heading(2, "Rounds: " + rounds.size());
    for (int i = 0; i < earlier.size(); i++) {
      write(i + 1, earlier.get(i), text);
    }
  }

  /** Adds what the reader of the gates has to know beside their verdicts. */
  static void flaky(List<FlakyGate> gates, MarkdownText text) {
    for (FlakyGate gate : gates) {
      String both =
          code(gate.name())
              + (gate.targetMoved()
                  ? " was red, and then green though only the target had moved, on tree "
                  : " was red and green on tree ")
              + shortened(gate.tree());
      text.paragraph(
          gate.isExcused()
              ? "**Excused**: " + both + "; the host knows as flaky: " + excused(gate)
              : "**Flaky**: "
                  + both
                  + (gate.targetMoved() ? " (unless what landed repaired it)" : "")
                  + ", so that its green proves nothing.");
    }
  }

  private static void write(int number, RoundReport round, MarkdownText text) {
    List<String> parts = new ArrayList<>();
    parts.add(
        "**Round "
            + number
            + "**, "
            + shortened(round.candidate().mergeCommit())
            + " on "
            + shortened(round.candidate().targetCommit()));
    if (!round.gates().isEmpty()) {
      parts.add(round.gates().stream().map(RoundMarkdown::gate).collect(Collectors.joining(", ")));
    }
    round.reviews().forEach(review -> parts.add(review(review)));
    round
        .missingReviews()
        .forEach(missing -> parts.add(code(missing.reviewer()) + ": " + ReviewMarkdown.MISSING));
    round.answers().forEach(answer -> parts.add(answer(answer)));
    text.item(String.join("; ", parts));
    round.gates().stream()
        .filter(gate -> !gate.isPassed())
        .forEach(
            gate -> text.item("why " + code(gate.name()) + " failed: " + inline(gate.detail())));
    round.answers().stream()
        .filter(answer -> !answer.changed() && !answer.claim().isBlank())
        .forEach(answer -> text.item("what it said, model text: " + inline(answer.claim())));
  }

  private static String gate(GateResult gate) {
    return code(gate.name()) + (gate.isPassed() ? " passed" : " **failed**");
  }

  private static String review(ReviewReport report) {
    return code(report.reviewer())
        + ": "
        + ReviewMarkdown.verdict(report)
        + (report.carriedOver() ? " (carried over)" : "");
  }

  private static String answer(RoundReport.Answer answer) {
    String cause =
        switch (answer.cause()) {
          case GATE_FAILED -> "the red gate";
          case CHANGE_REQUESTED -> ("the request " + answer.requestId()).strip();
          case CONFLICTED -> "the conflict";
          case BASE_MOVED -> "the news of the target";
        };
    String changed = answer.changed() ? " with a change" : " **without changing anything for it**";
    return "the implementer answered "
        + cause
        + changed
        + (answer.isDispute() ? ", a dispute" : "");
  }

  private static String excused(FlakyGate gate) {
    List<String> tests = gate.excusedTests();
    String shown =
        tests.stream().limit(MAX_EXCUSED).map(MarkdownText::code).collect(Collectors.joining(", "));
    return tests.size() <= MAX_EXCUSED
        ? shown
        : shown + " and " + (tests.size() - MAX_EXCUSED) + " more";
  }

  private static String shortened(String id) {
    return code(id.substring(0, Math.min(SHORT_ID, id.length())));
  }
}
