package dev.nightshift.core.screen;

import dev.nightshift.core.agent.UntrustedText;
import dev.nightshift.core.internal.text.Template;
import dev.nightshift.core.internal.text.TemplateFile;
import dev.nightshift.core.internal.tool.ToolSchema;
import dev.nightshift.core.task.AcceptanceCriterion;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.tool.ToolDefinition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a screen's model is told. All that the host did not write is framed as data. */
final class ScreenPrompt {
  /** The tool by which it answers. */
  static final String SUBMIT = "submit_screening";

  static final String QUESTIONS = "questions";
  private static final int MOST_TASK_CHARS = 16_000;
  private static final int MOST_END_CHARS = 4_000;
  private static final int MOST_FILES_CHARS = 6_000;
  private static final Pattern PARTS = Pattern.compile("(?<=\\p{Ll})(?=\\p{Lu})|[^\\p{L}]+");
  private static final TemplateFile WORDS = TemplateFile.of(ScreenPrompt.class, "screen-prompt.md");
  private static final String SYSTEM =
      WORDS.template("system", "submit", "untrusted-rule").fill(SUBMIT, UntrustedText.RULE);
  private static final Template OPENING =
      WORDS.template("opening", "task", "notes", "which", "files", "submit");
  private static final String NO_NOTES = WORDS.text("no-notes");
  private static final Template ALL_FILES = WORDS.template("all-files", "count");
  private static final Template SOME_FILES = WORDS.template("some-files", "shown", "count");
  private static final Template TITLE = WORDS.template("title", "title");
  private static final Template INSTRUCTIONS = WORDS.template("instructions", "instructions");
  private static final String NO_INSTRUCTIONS = WORDS.text("no-instructions");
  private static final Template CRITERION = WORDS.template("criterion", "index", "text");
  private static final Template PROVEN = WORDS.template("proven", "index", "command", "text");
  private static final Template ALLOWED_PATHS = WORDS.template("allowed-paths", "globs");
  private static final Template CUT = WORDS.template("cut", "chars");
  private static final ToolDefinition TOOL =
      new ToolDefinition(
          SUBMIT,
          WORDS.text(SUBMIT),
          ToolSchema.object().texts(QUESTIONS, WORDS.text(QUESTIONS)).require(QUESTIONS).json());

  private ScreenPrompt() {}

  static String system() {
    return SYSTEM;
  }

  static ToolDefinition tool() {
    return TOOL;
  }

  /**
   * What the model is told of one task.
   *
   * @param doubts what the checks found; they name what the task names, so they are data as well
   * @param paths all files of the tree
   */
  static String opening(Task task, List<String> doubts, List<String> paths) {
    String text = cut(text(task));
    List<String> shown = nearest(paths, text);
    String which =
        shown.size() == paths.size()
            ? ALL_FILES.fill(paths.size())
            : SOME_FILES.fill(shown.size(), paths.size());
    return OPENING.fill(
        UntrustedText.fenced("task", text).strip(),
        doubts.isEmpty()
            ? NO_NOTES
            : UntrustedText.fenced("notes", String.join("\n", doubts)).strip(),
        which,
        UntrustedText.fenced("files", String.join("\n", shown)).strip(),
        SUBMIT);
  }

  private static String text(Task task) {
    List<String> lines = new ArrayList<>();
    lines.add(TITLE.fill(task.title()));
    lines.add(
        task.instructions().isBlank()
            ? NO_INSTRUCTIONS
            : INSTRUCTIONS.fill(task.instructions().strip()));
    for (int index = 0; index < task.acceptance().size(); index++) {
      AcceptanceCriterion criterion = task.acceptance().get(index);
      lines.add(
          criterion.isChecked()
              ? PROVEN.fill(index, String.join(" ", criterion.check()), criterion.text())
              : CRITERION.fill(index, criterion.text()));
    }
    if (!task.allowedPaths().isEmpty()) {
      lines.add(ALLOWED_PATHS.fill(String.join(", ", task.allowedPaths())));
    }
    return String.join("\n", lines);
  }

  /** The beginning and the end of a text that is too long for a cheap look. */
  private static String cut(String text) {
    if (text.length() <= MOST_TASK_CHARS) {
      return text;
    }
    int begin = MOST_TASK_CHARS - MOST_END_CHARS;
    int end = text.length() - MOST_END_CHARS;
    return text.substring(0, begin) + "\n" + CUT.fill(end - begin) + "\n" + text.substring(end);
  }

  /** As many paths as fit, those first that have most words of the text in their names. */
  private static List<String> nearest(List<String> paths, String text) {
    Set<String> words = new HashSet<>(parts(text));
    List<String> ordered =
        paths.stream()
            .sorted(
                Comparator.comparingLong(
                    path -> -parts(path).stream().distinct().filter(words::contains).count()))
            .toList();
    List<String> shown = new ArrayList<>();
    int chars = 0;
    for (String path : ordered) {
      chars += path.length() + 1;
      if (chars > MOST_FILES_CHARS) {
        break;
      }
      shown.add(path);
    }
    return shown.stream().sorted().toList();
  }

  private static List<String> parts(String text) {
    return PARTS
        .splitAsStream(text)
        .filter(part -> part.length() > 2)
        .map(part -> part.toLowerCase(Locale.ROOT))
        .collect(Collectors.toList());
  }
}
