package dev.nightshift.examples.cli;

import dev.nightshift.core.task.AcceptanceCriterion;
import dev.nightshift.core.task.Risk;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.task.TaskBuilder;
import dev.nightshift.core.task.TaskKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/** The options that say what to do. */
final class TaskOptions {
  @Option(
      names = "--title",
      required = true,
      paramLabel = "TEXT",
      description = "the task in one line")
  private String title = "";

  @Option(
      names = "--instructions",
      paramLabel = "TEXT|@FILE",
      description = "what to do, in prose; @FILE reads it from a UTF-8 file")
  private String instructions = "";

  @Option(
      names = "--kind",
      defaultValue = "bug-fix",
      paramLabel = "KIND",
      description = "bug-fix, feature, refactoring, ... (default: ${DEFAULT-VALUE})")
  private String kind = "bug-fix";

  @Option(
      names = "--risk",
      defaultValue = "medium",
      paramLabel = "low|medium|high",
      description = "high is never merged, only proposed (default: ${DEFAULT-VALUE})")
  private Risk risk = Risk.MEDIUM;

  @Option(
      names = "--estimate",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "how long you would need to do it by hand, for example 2h30m, for the report")
  private Duration estimate = Duration.ZERO;

  @Option(
      names = "--allow",
      paramLabel = "GLOB",
      description = "paths the change may touch, e.g. 'src/**'; repeatable")
  private List<String> allow = new ArrayList<>();

  @Option(
      names = "--allow-binary",
      paramLabel = "GLOB",
      description =
          "files that may land although nobody can see them, e.g. '*.png' or a long lock file;"
              + " repeatable")
  private List<String> allowBinary = new ArrayList<>();

  @Option(
      names = "--allow-test-change",
      paramLabel = "GLOB",
      description =
          "files in which tests may go, be weakened or be run otherwise, because the task is about"
              + " them; repeatable")
  private List<String> allowTestChange = new ArrayList<>();

  @Option(
      names = "--accept",
      paramLabel = "TEXT",
      description = "a criterion the reviewer judges; repeatable")
  private List<String> accept = new ArrayList<>();

  @Option(
      names = "--check",
      paramLabel = "TEXT=COMMAND",
      description = "a criterion that a shell command proves on the merge commit; repeatable")
  private List<String> check = new ArrayList<>();

  /** Builds the task, or names the option that is wrong. */
  Task toTask() {
    TaskBuilder task =
        Task.builder(checkedTitle())
            .instructions(readInstructions())
            .kind(checkedKind())
            .risk(risk);
    checked("--estimate", estimate.toString(), any -> task.estimate(estimate));
    allow.forEach(glob -> checked("--allow", glob, task::allowPath));
    allowBinary.forEach(glob -> checked("--allow-binary", glob, task::allowBinary));
    allowTestChange.forEach(glob -> checked("--allow-test-change", glob, task::allowTestChange));
    accept.forEach(text -> task.acceptance(judged(text)));
    check.forEach(pair -> task.acceptance(proven(pair)));
    return task.build();
  }

  private static void checked(String option, String value, Consumer<String> task) {
    try {
      task.accept(value);
    } catch (IllegalArgumentException refused) {
      throw new BadUsageException(option + ": " + refused.getMessage());
    }
  }

  private String checkedTitle() {
    if (title.isBlank() || title.lines().count() > 1) {
      throw new BadUsageException(
          "--title", title, "must be one line that is not blank; put the rest into --instructions");
    }
    return title;
  }

  private TaskKind checkedKind() {
    try {
      return new TaskKind(kind);
    } catch (IllegalArgumentException malformed) {
      throw new BadUsageException(
          "--kind", kind, "must be lower-case words joined by '-', for example bug-fix");
    }
  }

  private String readInstructions() {
    if (!instructions.startsWith("@")) {
      return instructions;
    }
    String file = instructions.substring(1);
    try {
      return Files.readString(Path.of(file));
    } catch (IOException | InvalidPathException unreadable) {
      throw new BadUsageException(
          "--instructions",
          instructions,
          "the file cannot be read as UTF-8 text; name a readable file after the '@'");
    }
  }

  private static AcceptanceCriterion judged(String text) {
    if (text.isBlank()) {
      throw new BadUsageException(
          "--accept", text, "must not be blank; write one sentence that can be checked");
    }
    return AcceptanceCriterion.judged(text);
  }

  private static AcceptanceCriterion proven(String pair) {
    int equals = pair.indexOf('=');
    if (equals < 0 || pair.substring(0, equals).isBlank() || pair.substring(equals + 1).isBlank()) {
      throw new BadUsageException(
          "--check", pair, "must be TEXT=COMMAND, for example 'it compiles=mvn -q compile'");
    }
    return AcceptanceCriterion.proven(
        pair.substring(0, equals).strip(), "/bin/sh", "-c", pair.substring(equals + 1).strip());
  }
}
