package dev.nightshift.core.agent;

import dev.nightshift.core.internal.text.Template;
import dev.nightshift.core.internal.text.TemplateFile;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.task.AcceptanceCriterion;
import dev.nightshift.core.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What an implementer's model is told before it begins. */
final class ImplementerPrompt {
  private static final TemplateFile WORDS =
      TemplateFile.of(ImplementerPrompt.class, "implementer-prompt.md");

  // The same in every run, so that providers can cache it.
  private static final String SYSTEM =
      WORDS.template("system", "untrusted-rule").fill(UntrustedText.RULE);

  private static final Template HOUSE_RULES = WORDS.template("house-rules", "instructions");
  private static final Template TASK = WORDS.template("task", "title", "kind");
  private static final Template INSTRUCTIONS = WORDS.template("instructions", "instructions");
  private static final Template CRITERIA = WORDS.template("criteria", "criteria");
  private static final Template JUDGED = WORDS.template("judged-criterion", "index", "text");
  private static final Template PROVEN =
      WORDS.template("proven-criterion", "index", "text", "command");
  private static final Template ALLOWED_PATHS = WORDS.template("allowed-paths", "globs");
  private static final Template ALLOWED_BINARIES = WORDS.template("allowed-binaries", "globs");
  private static final Template ALLOWED_TEST_CHANGES =
      WORDS.template("allowed-test-changes", "globs");
  private static final String MOVING_TARGET = WORDS.text("moving-target");

  private ImplementerPrompt() {}

  static String system(HostInstructions instructions) {
    return SYSTEM + "\n" + instructions.in(HOUSE_RULES);
  }

  static String task(Assignment assignment) {
    Task task = assignment.task();
    List<String> sections = new ArrayList<>();
    sections.add(TASK.fill(VisibleText.of(task.title()), task.kind()));
    if (!task.instructions().isBlank()) {
      sections.add(INSTRUCTIONS.fill(VisibleText.of(task.instructions().strip())));
    }
    if (!task.acceptance().isEmpty()) {
      sections.add(CRITERIA.fill(criteria(task.acceptance())));
    }
    if (!task.allowedPaths().isEmpty()) {
      sections.add(ALLOWED_PATHS.fill(String.join(", ", task.allowedPaths())));
    }
    if (!task.allowedBinaries().isEmpty()) {
      sections.add(ALLOWED_BINARIES.fill(String.join(", ", task.allowedBinaries())));
    }
    if (!task.allowedTestChanges().isEmpty()) {
      sections.add(ALLOWED_TEST_CHANGES.fill(String.join(", ", task.allowedTestChanges())));
    }
    sections.add(MOVING_TARGET);
    RepositoryInstructions.of(assignment.workspace().base()).ifPresent(sections::add);
    return String.join("\n\n", sections) + "\n";
  }

  private static String criteria(List<AcceptanceCriterion> criteria) {
    return IntStream.range(0, criteria.size())
        .mapToObj(index -> criterion(index, criteria.get(index)))
        .collect(Collectors.joining("\n"));
  }

  private static String criterion(int index, AcceptanceCriterion criterion) {
    String text = VisibleText.of(criterion.text());
    return criterion.isChecked()
        ? PROVEN.fill(index, text, VisibleText.of(String.join(" ", criterion.check())))
        : JUDGED.fill(index, text);
  }
}
