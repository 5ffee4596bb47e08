package dev.nightshift.core.agent;

import dev.nightshift.core.base.TestEvidence;
import dev.nightshift.core.gate.FlakyGate;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.internal.tool.CappedText;
import dev.nightshift.core.workspace.LeftOutWork;
import dev.nightshift.core.workspace.StaleNotice;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A feedback in words for an implementer's model, bounded. */
final class FeedbackText {
  private static final int MAX_GATE_BYTES = 12_000;
  private static final int MAX_DIFF_BYTES = 20_000;
  private static final int MAX_PATHS = 50;
  private static final int MAX_LEFT_OUT = 20;

  private FeedbackText() {}

  /** Returns what the model is told, the target's news first; empty if there is nothing. */
  static String of(Assignment assignment) {
    String text =
        assignment.targetMoved().map(FeedbackText::of).orElse("") + of(assignment.feedback());
    return text.isEmpty() ? "" : text + of(assignment.leftOut()) + "Then call finish again.\n";
  }

  private static String of(LeftOutWork work) {
    return work.isEmpty()
        ? ""
        : "\nThese paths of the workspace are not in your change and will not land:\n"
            + UntrustedText.fenced("left-out", String.join("\n", work.lines(MAX_LEFT_OUT)))
            + "That is right for what commands generate. If the change needs one of them, "
            + "put it where it is taken.\n";
  }

  private static String of(Feedback feedback) {
    if (feedback instanceof Feedback.GateFailed failed) {
      return "\nThe check was red on the merge of your change with its target. Find the cause and"
          + " repair it in the code, not in the check. What it found:\n"
          + gate(failed.gate(), MAX_GATE_BYTES);
    }
    if (feedback instanceof Feedback.ChangeRequested requested) {
      return changeRequested(requested);
    }
    if (feedback instanceof Feedback.Conflicted conflicted) {
      return ConflictText.of(conflicted.report());
    }
    if (feedback instanceof Feedback.BaseMoved moved) {
      return baseMoved(moved.notice());
    }
    return "";
  }

  /** Returns the results of a gate's parts, fenced, about so long in all. */
  static String gate(GateResult gate, int maxBytes) {
    List<GateResult> shown =
        gate.isPassed()
            ? gate.leaves()
            : gate.leaves().stream().filter(leaf -> !leaf.isPassed()).toList();
    List<GateResult> leaves = shown.isEmpty() ? List.of(gate) : shown;
    StringBuilder text = new StringBuilder();
    for (GateResult leaf : leaves) {
      text.append(UntrustedText.fenced("check", leaf(leaf, maxBytes / leaves.size())));
    }
    return text.toString();
  }

  /** Returns what speaks against the green of gates that contradicted themselves. */
  static String flaky(List<FlakyGate> gates, int maxBytes) {
    StringBuilder text = new StringBuilder();
    for (FlakyGate gate : gates) {
      text.append(
          gate.isExcused()
              ? "\nThe next check was red and green on the same work; the host knows the"
                  + " tests that failed as flaky, so it counts as green. The tests:\n"
                  + UntrustedText.fenced(
                      "excused", gate.name() + "\n" + String.join("\n", gate.excusedTests()))
              : "\nThe next check is flaky: it was red and green "
                  + (gate.targetMoved()
                      ? "on the same work while only the target moved, unless what landed there"
                          + " repaired what was red"
                      : "on one and the same tree " + gate.tree())
                  + ", so its green proves nothing. Look for the cause in the change. All it"
                  + " said:\n"
                  + verdicts(gate, maxBytes / gates.size()));
    }
    return text.toString();
  }

  private static String verdicts(FlakyGate gate, int maxBytes) {
    StringBuilder text = new StringBuilder();
    for (GateResult verdict : gate.verdicts()) {
      text.append(UntrustedText.fenced("check", leaf(verdict, maxBytes / gate.verdicts().size())));
    }
    return text.toString();
  }

  private static String leaf(GateResult leaf, int maxBytes) {
    StringBuilder text = new StringBuilder(leaf.name());
    text.append(leaf.isPassed() ? ": passed\n" : ": failed\n");
    if (!leaf.command().isEmpty()) {
      text.append("command: ").append(leaf.command()).append('\n');
    }
    leaf.tests().ifPresent(tests -> text.append(tests(tests)));
    text.append(leaf.detail());
    return CappedText.headAndTail(text.toString(), maxBytes, "");
  }

  private static String tests(TestEvidence tests) {
    return "tests: "
        + tests.executed()
        + " executed, "
        + tests.failed()
        + " failed, "
        + tests.skipped()
        + " skipped\n"
        + (tests.failures().isEmpty() ? "" : String.join("\n", tests.failures()) + "\n");
  }

  private static String changeRequested(Feedback.ChangeRequested asked) {
    return "\nThe reviewer read the diff and requests one change before it can land"
        + (asked.id().isEmpty() ? "" : ", request " + asked.id())
        + ". Make it, or a better one that removes the same problem:\n"
        + UntrustedText.fenced("request", request(asked.request()))
        + "If the request is wrong, change no file and say in the summary of finish why, with what"
        + " shows it: the reviewer will be shown that summary, once, as your claim.\n";
  }

  /** Returns a request field by field. */
  static String request(RevisionRequest request) {
    Finding finding = request.finding();
    return "at: "
        + finding.path()
        + ":"
        + finding.line()
        + "\ncategory: "
        + finding.category()
        + "\nproblem: "
        + finding.message()
        + "\nrequired change: "
        + request.requiredChange()
        + "\nhow it will be verified: "
        + request.howToVerify();
  }

  private static String baseMoved(StaleNotice notice) {
    List<String> overlap = notice.staleness().overlap();
    return "\nThe target moved on while you worked: "
        + notice.staleness().behind()
        + " commits, now at "
        + notice.staleness().targetCommit()
        + ". They are merged into the workspace. "
        + (overlap.isEmpty()
            ? "They touch no file you read or changed.\n"
            : "What they changed among the files you read or changed:\n"
                + UntrustedText.fenced("target-change", changed(overlap, notice)))
        + "Check whether your change still holds with it, and adapt it where it does not.\n";
  }

  private static String changed(List<String> overlap, StaleNotice notice) {
    Map<String, String> renamed = notice.staleness().renamed();
    String listed =
        overlap.stream()
            .limit(MAX_PATHS)
            .map(path -> VisibleText.name(path) + renamedTo(renamed.get(path)))
            .collect(Collectors.joining("\n"));
    return listed
        + (overlap.size() > MAX_PATHS ? "\n\u2026" : "")
        + "\n\n"
        + CappedText.headAndTail(notice.changedUnderIt(), MAX_DIFF_BYTES, "");
  }

  private static String renamedTo(@Nullable String path) {
    return path == null ? "" : " (it seems to be " + VisibleText.name(path) + " now)";
  }
}
