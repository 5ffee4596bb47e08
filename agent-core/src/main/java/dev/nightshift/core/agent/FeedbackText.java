package dev.nightshift.core.agent;

import dev.nightshift.core.gate.FlakyGate;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.internal.text.Template;
import dev.nightshift.core.internal.text.TemplateFile;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.internal.tool.CappedText;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.Transcript;
import dev.nightshift.core.model.UserTurn;
import dev.nightshift.core.workspace.LeftOutWork;
import dev.nightshift.core.workspace.StaleNotice;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A feedback in words for an implementer's model, bounded. */
final class FeedbackText {
  private static final int MAX_GATE_BYTES = 12_000;
  private static final int MAX_DIFF_BYTES = 20_000;
  private static final int MAX_PATHS = 50;
  private static final int MAX_LEFT_OUT = 20;

  private static final TemplateFile WORDS = TemplateFile.of(FeedbackText.class, "feedback.md");
  private static final Template GATE_FAILED = WORDS.template("gate-failed", "checks");
  private static final Template CHANGE_REQUESTED =
      WORDS.template("change-requested", "its-id", "request");
  private static final Template ITS_ID = WORDS.template("its-id", "id");
  private static final Template REQUEST =
      WORDS.template(
          "request", "path", "line", "category", "problem", "required-change", "how-to-verify");
  private static final Template HUMAN_REQUESTED = WORDS.template("human-requested", "request");
  private static final Template ANSWERED = WORDS.template("answered", "question", "answer");
  private static final Template UNANSWERED = WORDS.template("unanswered", "question");
  private static final Template TARGET_MOVED =
      WORDS.template("target-moved", "commits", "target", "overlap");
  private static final String NO_OVERLAP = WORDS.text("no-overlap");
  private static final Template OVERLAP = WORDS.template("overlap", "changed");
  private static final Template RENAMED = WORDS.template("renamed", "path", "now");
  private static final Template LEFT_OUT = WORDS.template("left-out", "paths");
  private static final String END = WORDS.text("end");
  private static final Template PASSED = WORDS.template("passed", "name");
  private static final Template FAILED = WORDS.template("failed", "name");
  private static final Template COMMAND = WORDS.template("command", "command");
  private static final Template TESTS = WORDS.template("tests", "executed", "failed", "skipped");
  private static final Template EXCUSED = WORDS.template("excused", "tests");
  private static final Template FLAKY = WORDS.template("flaky", "where", "verdicts");
  private static final Template ON_ONE_TREE = WORDS.template("on-one-tree", "tree");
  private static final String WHILE_THE_TARGET_MOVED = WORDS.text("while-the-target-moved");

  private FeedbackText() {}

  /**
   * Returns what the model is told, what humans were asked and the target's news first; empty if
   * there is nothing. A model that heard an answer before its round failed has it in its
   * conversation.
   */
  static String of(Assignment assignment, Transcript heard) {
    String asked =
        assignment.clarifications().stream()
            .map(FeedbackText::asked)
            .filter(text -> !isIn(heard, text))
            .map(text -> "\n" + text + "\n")
            .collect(Collectors.joining());
    return asked + ofTheRound(assignment);
  }

  private static boolean isIn(Transcript heard, String text) {
    return heard.turns().stream()
        .filter(UserTurn.class::isInstance)
        .flatMap(turn -> turn.blocks().stream())
        .anyMatch(block -> block instanceof ContentBlock.Text said && said.text().contains(text));
  }

  private static String ofTheRound(Assignment assignment) {
    List<String> sections = new ArrayList<>();
    assignment.targetMoved().flatMap(FeedbackText::section).ifPresent(sections::add);
    section(assignment.feedback()).ifPresent(sections::add);
    if (sections.isEmpty()) {
      return "";
    }
    LeftOutWork leftOut = assignment.leftOut();
    if (!leftOut.isEmpty()) {
      String paths = String.join("\n", leftOut.lines(MAX_LEFT_OUT));
      sections.add(LEFT_OUT.fill(UntrustedText.block("left-out", paths)));
    }
    return "\n" + String.join("\n\n", sections) + "\n" + END + "\n";
  }

  private static Optional<String> section(Feedback feedback) {
    if (feedback instanceof Feedback.GateFailed failed) {
      return Optional.of(GATE_FAILED.fill(gate(failed.gate(), MAX_GATE_BYTES)));
    }
    if (feedback instanceof Feedback.ChangeRequested requested) {
      return Optional.of(changeRequested(requested));
    }
    if (feedback instanceof Feedback.Answered answered) {
      return Optional.of(asked(answered.clarification()));
    }
    if (feedback instanceof Feedback.HumanRequested asked) {
      return Optional.of(HUMAN_REQUESTED.fill(UntrustedText.block("request", asked.request())));
    }
    if (feedback instanceof Feedback.Conflicted conflicted) {
      return Optional.of(ConflictText.of(conflicted.report()));
    }
    if (feedback instanceof Feedback.BaseMoved moved) {
      return Optional.of(baseMoved(moved.notice()));
    }
    return Optional.empty();
  }

  /** Returns the results of a gate's parts, fenced, about so long in all. */
  static String gate(GateResult gate, int maxBytes) {
    List<GateResult> shown =
        gate.isPassed()
            ? gate.leaves()
            : gate.leaves().stream().filter(leaf -> !leaf.isPassed()).toList();
    return checks(shown.isEmpty() ? List.of(gate) : shown, maxBytes);
  }

  /** Returns what speaks against the green of a gate that contradicted itself. */
  static String flaky(FlakyGate gate, int maxBytes) {
    if (gate.isExcused()) {
      String tests = gate.name() + "\n" + String.join("\n", gate.excusedTests());
      return EXCUSED.fill(UntrustedText.block("excused", tests));
    }
    String where = gate.targetMoved() ? WHILE_THE_TARGET_MOVED : ON_ONE_TREE.fill(gate.tree());
    return FLAKY.fill(where, checks(gate.verdicts(), maxBytes));
  }

  private static String checks(List<GateResult> results, int maxBytes) {
    return results.stream()
        .map(result -> UntrustedText.block("check", check(result, maxBytes / results.size())))
        .collect(Collectors.joining("\n"));
  }

  private static String check(GateResult result, int maxBytes) {
    List<String> lines = new ArrayList<>();
    lines.add((result.isPassed() ? PASSED : FAILED).fill(result.name()));
    if (!result.command().isEmpty()) {
      lines.add(COMMAND.fill(result.command()));
    }
    result
        .tests()
        .ifPresent(
            tests -> {
              lines.add(TESTS.fill(tests.executed(), tests.failed(), tests.skipped()));
              lines.addAll(tests.failures());
            });
    lines.add(result.detail());
    return CappedText.headAndTail(String.join("\n", lines), maxBytes, "");
  }

  /** Returns what a human was asked, fenced because it may be model text, and the answer if any. */
  static String asked(Clarification clarification) {
    String question = UntrustedText.block("question", clarification.question());
    return clarification.isAnswered()
        ? ANSWERED.fill(question, UntrustedText.block("answer", clarification.answer()))
        : UNANSWERED.fill(question);
  }

  private static String changeRequested(Feedback.ChangeRequested asked) {
    return CHANGE_REQUESTED.fill(
        asked.id().isEmpty() ? "" : ITS_ID.fill(asked.id()),
        UntrustedText.block("request", request(asked.request())));
  }

  /** Returns a request field by field. */
  static String request(RevisionRequest request) {
    Finding finding = request.finding();
    return REQUEST.fill(
        finding.path(),
        finding.line(),
        finding.category(),
        finding.message(),
        request.requiredChange(),
        request.howToVerify());
  }

  private static String baseMoved(StaleNotice notice) {
    List<String> overlap = notice.staleness().overlap();
    return TARGET_MOVED.fill(
        notice.staleness().behind(),
        notice.staleness().targetCommit(),
        overlap.isEmpty()
            ? NO_OVERLAP
            : OVERLAP.fill(UntrustedText.block("target-change", changed(overlap, notice))));
  }

  private static String changed(List<String> overlap, StaleNotice notice) {
    Map<String, String> renamed = notice.staleness().renamed();
    String listed =
        overlap.stream()
            .limit(MAX_PATHS)
            .map(path -> path(path, renamed.get(path)))
            .collect(Collectors.joining("\n"));
    return listed
        + (overlap.size() > MAX_PATHS ? "\n\u2026" : "")
        + "\n\n"
        + CappedText.headAndTail(notice.changedUnderIt(), MAX_DIFF_BYTES, "");
  }

  private static String path(String path, @Nullable String now) {
    return now == null
        ? VisibleText.name(path)
        : RENAMED.fill(VisibleText.name(path), VisibleText.name(now));
  }
}
