package dev.nightshift.core.agent;

import dev.nightshift.core.gate.CriterionEvidence;
import dev.nightshift.core.gate.FlakyGate;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.internal.text.Template;
import dev.nightshift.core.internal.text.TemplateFile;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.task.AcceptanceCriterion;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.tree.Change;
import dev.nightshift.core.tree.ChangedFile;
import dev.nightshift.core.workspace.LeftOutWork;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What a reviewer's model is told before it begins. */
final class ReviewPrompt {
  private static final int MAX_GATE_BYTES = 16_000;
  private static final int MAX_LEFT_OUT = 20;

  private static final TemplateFile WORDS = TemplateFile.of(ReviewPrompt.class, "review-prompt.md");

  // The same in every run, so that providers can cache it.
  private static final String SYSTEM =
      WORDS.template("system", "untrusted-rule").fill(UntrustedText.RULE);

  private static final Template OF_THE_HOST = WORDS.template("of-the-host", "instructions");
  private static final Template TASK = WORDS.template("task", "task");
  private static final Template HUMAN_REQUEST = WORDS.template("human-request", "request");
  private static final Template CRITERIA = WORDS.template("criteria", "criteria");
  private static final Template CHECKS = WORDS.template("checks", "checks");
  private static final Template FILES = WORDS.template("files", "files");
  private static final Template DIFF = WORDS.template("diff", "diff");
  private static final Template LEFT_OUT = WORDS.template("left-out", "paths");
  private static final Template END = WORDS.template("end", "submit");
  private static final Template TITLE = WORDS.template("title", "title", "kind", "risk");
  private static final Template ALLOWED_PATHS = WORDS.template("allowed-paths", "globs");
  private static final Template ALLOWED_BINARIES = WORDS.template("allowed-binaries", "globs");
  private static final Template ALLOWED_TEST_CHANGES =
      WORDS.template("allowed-test-changes", "globs");
  private static final Template CRITERION = WORDS.template("criterion", "index", "text");
  private static final Template SHOWN = WORDS.template("shown", "evidence");
  private static final Template REFUTED = WORDS.template("refuted", "evidence");
  private static final Template FILE = WORDS.template("file", "kind", "path", "added", "removed");
  private static final Template RENAMED_FILE =
      WORDS.template("renamed-file", "kind", "path", "previous", "added", "removed");
  private static final String NOT_SHOWN = WORDS.text("not-shown");

  private ReviewPrompt() {}

  static String system(HostInstructions instructions) {
    return SYSTEM + "\n" + instructions.in(OF_THE_HOST);
  }

  static String opening(ReviewRequest request) {
    Task task = request.task();
    List<String> sections = new ArrayList<>();
    sections.add(TASK.fill(UntrustedText.block("task", task(task))));
    request.clarifications().forEach(asked -> sections.add(FeedbackText.asked(asked)));
    request
        .humanRequests()
        .forEach(asked -> sections.add(HUMAN_REQUEST.fill(UntrustedText.block("request", asked))));
    if (!task.acceptance().isEmpty()) {
      sections.add(CRITERIA.fill(UntrustedText.block("criteria", criteria(task, request.gate()))));
    }
    sections.add(CHECKS.fill(FeedbackText.gate(request.gate(), MAX_GATE_BYTES)));
    List<FlakyGate> flaky = request.flakyGates();
    flaky.forEach(gate -> sections.add(FeedbackText.flaky(gate, MAX_GATE_BYTES / flaky.size())));
    sections.addAll(OwnRequests.of(request));
    Change change = request.change();
    sections.add(FILES.fill(UntrustedText.block("files", files(change))));
    sections.add(DIFF.fill(UntrustedText.block("diff", change.patch())));
    LeftOutWork leftOut = request.leftOut();
    if (!leftOut.isEmpty()) {
      String paths = String.join("\n", leftOut.lines(MAX_LEFT_OUT));
      sections.add(LEFT_OUT.fill(UntrustedText.block("left-out", paths)));
    }
    sections.add(END.fill(ControlTools.SUBMIT_REVIEW));
    return String.join("\n\n", sections);
  }

  private static String task(Task task) {
    List<String> lines = new ArrayList<>();
    lines.add(TITLE.fill(task.title(), task.kind(), task.risk()));
    if (!task.allowedPaths().isEmpty()) {
      lines.add(ALLOWED_PATHS.fill(String.join(", ", task.allowedPaths())));
    }
    if (!task.allowedBinaries().isEmpty()) {
      lines.add(ALLOWED_BINARIES.fill(String.join(", ", task.allowedBinaries())));
    }
    if (!task.allowedTestChanges().isEmpty()) {
      lines.add(ALLOWED_TEST_CHANGES.fill(String.join(", ", task.allowedTestChanges())));
    }
    return String.join("\n", lines) + "\n\n" + task.instructions();
  }

  private static String criteria(Task task, GateResult gate) {
    List<CriterionEvidence> proven =
        gate.leaves().stream().flatMap(leaf -> leaf.criteria().stream()).toList();
    StringBuilder text = new StringBuilder();
    List<AcceptanceCriterion> criteria = task.acceptance();
    for (int i = 0; i < criteria.size(); i++) {
      int index = i;
      text.append(CRITERION.fill(index, criteria.get(index).text().replace("\n", "\n   ")));
      proven.stream()
          .filter(evidence -> evidence.index() == index)
          .map(evidence -> (evidence.met() ? SHOWN : REFUTED).fill(evidence.evidence()))
          .forEach(evidence -> text.append(' ').append(evidence));
      text.append('\n');
    }
    return text.toString();
  }

  private static String files(Change change) {
    return change.files().stream().map(ReviewPrompt::file).collect(Collectors.joining("\n"));
  }

  private static String file(ChangedFile file) {
    String path = VisibleText.name(file.path());
    String line =
        file.previousPath().isEmpty()
            ? FILE.fill(file.kind(), path, file.added(), file.removed())
            : RENAMED_FILE.fill(
                file.kind(),
                path,
                VisibleText.name(file.previousPath()),
                file.added(),
                file.removed());
    return file.binary() ? line + NOT_SHOWN : line;
  }
}
