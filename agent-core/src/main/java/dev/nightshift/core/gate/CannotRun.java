package dev.nightshift.core.gate;

import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.RunStoppedException;
import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.command.Command;
import dev.nightshift.core.command.CommandResult;
import dev.nightshift.core.internal.process.MissingProgram;
import dev.nightshift.core.internal.text.BoundedText;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.merge.CandidateCheckout;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.task.AcceptanceCriterion;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.tree.ChangedFile;
import dev.nightshift.core.tree.FileContent;
import dev.nightshift.core.tree.ListQuery;
import dev.nightshift.core.tree.TreeView;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds out why a command could not run, or something that it starts: because of the change, which
 * is a red gate, or because of the place it runs in, which no change can repair and which ends the
 * run.
 *
 * <p>What can be run without the change is the change's fault. What cannot be run without it either
 * is the host's, but for what a change of the repository can still repair:
 *
 * <ul>
 *   <li>a file that the target does not hold, or not executable, or with a carriage return behind
 *       its interpreter; not one below a directory that tools are installed in
 *   <li>whatever a script with such line ends calls
 *   <li>a module that the target holds, or that the task, a criterion or the change names; not one
 *       of the known tools
 *   <li>a program that stands in a file of the target which the title or a criterion of the task
 *       names as a file, in any case, where that is no document
 * </ul>
 *
 * @param what the gate or criterion the command belongs to, for the message
 * @param command what was to be run
 * @param result how it ended with the change
 */
record CannotRun(String what, Command command, CommandResult result) {
  private static final int SHORT_ID = 10;
  private static final int MAX_LINE_CHARS = 200;
  private static final int MAX_NAMED_FILES = 20;

  /** What a task says in backticks, else its words. */
  private static final Pattern WORD = Pattern.compile("`([^`\\s]+)`|[^\\s`\"'(),;:]+");

  private static final Pattern ORDINARY_WORD = Pattern.compile("[A-Za-z]+");

  /** Files that are called as things are; a makefile is not. */
  private static final Pattern ORDINARY_NAME = Pattern.compile("(?:.*/)?[a-z]+(?<!file)");

  private static final Pattern DOCUMENT = Pattern.compile(".*\\.(?:md|rst|adoc|txt)");
  private static final Pattern INSTALLED =
      Pattern.compile("(?:.*/)?(?:\\.venv|venv|node_modules)/.*");

  private static final Pattern CARRIAGE_RETURN = Pattern.compile("\\A#![^\n]*\r\n");
  private static final Set<String> TOOL_MODULES =
      Set.of("pytest", "tox", "nox", "coverage", "mypy", "ruff", "black", "flake8", "pip", "build");

  /** Tells whether a program that is missing, or must not be run, is what stopped the command. */
  boolean isSo() {
    return isSo(result);
  }

  /** Tells whether it printed what that program is. */
  boolean isNamed() {
    return named(result).isPresent();
  }

  private static boolean isSo(CommandResult ended) {
    return !CommandEnding.couldRun(ended)
        || (!ended.isSuccess()
            && !ended.isTimedOut()
            && MissingProgram.ends(ended.output(), ended.exitCode()));
  }

  /**
   * Runs the command without the change.
   *
   * @return why the change is to blame
   * @throws RunStoppedException as an error of the environment if no change can repair it
   */
  Blame blame(MergeCandidate candidate, GateContext context) throws InterruptedException {
    Optional<MissingProgram> missing = named(result);
    if (missing.filter(MissingProgram::hasCarriageReturn).isPresent()) {
      return Blame.of(
          "; a carriage return belongs to the name of what a script calls, or of its interpreter:"
              + " end its lines with LF");
    }
    Optional<CandidateCheckout> target = context.openTarget();
    if (target.isEmpty()) {
      return Blame.NONE;
    }
    boolean taken;
    boolean repairable;
    boolean held;
    CommandResult before;
    try (CandidateCheckout checkout = target.get()) {
      TreeView files = checkout.files();
      taken = missing.filter(program -> isTaken(program, files, context)).isPresent();
      repairable = missing.filter(program -> isRepairable(program, files, context)).isPresent();
      held = missing.filter(program -> isHeld(program, files)).isPresent();
    }
    before = context.onTarget(command).orElseThrow().result();
    if (!isSo(before)) {
      return taken || before.isSuccess() || missing.isEmpty()
          ? brokenBy(candidate, taken ? Optional.empty() : missing)
          : Blame.of("; " + line(missing.get()) + " is not here: add it, or mend what calls it");
    }
    if (!named(before).equals(missing)) {
      return Blame.NONE;
    }
    if (!repairable) {
      throw new RunStoppedException(EndReason.ENVIRONMENT, environment(candidate, before));
    }
    MissingProgram lacking = missing.orElseThrow();
    return isBrought(lacking, context)
        ? Blame.of(
            "; the change has a file of that name: it must be where it is called, executable, and"
                + " its interpreter installed")
        : lacking(lacking, held, candidate);
  }

  /** What may still be brought, or mended. */
  private static Blame lacking(MissingProgram missing, boolean held, MergeCandidate candidate) {
    String name = line(missing);
    if (missing.kind() == MissingProgram.Kind.PROGRAM && !missing.isRelativeFile()) {
      return new Blame("; if this is a program of the host, no change can add it: say so", name);
    }
    return new Blame(held ? unusable(candidate, name) : nowhere(candidate, name), name);
  }

  /**
   * What can be run without the change.
   *
   * @param called what the change calls; empty if it took something away
   */
  private static Blame brokenBy(MergeCandidate candidate, Optional<MissingProgram> called) {
    return Blame.of(
        called
            .map(
                missing ->
                    "; the change calls " + line(missing) + ", which is not here; do without it")
            .orElse(
                "; it can be run on '"
                    + VisibleText.name(candidate.target())
                    + "' without the change, so restore what the change took from it"));
  }

  private static String nowhere(MergeCandidate candidate, String name) {
    String why =
        "; '%s' has no %s either: add it if that is what the task asks for, else say that the"
            + " command of the gate may name it wrongly";
    return why.formatted(VisibleText.name(candidate.target()), name);
  }

  private static String unusable(MergeCandidate candidate, String name) {
    return "; '"
        + VisibleText.name(candidate.target())
        + "' has "
        + name
        + ", which cannot be started there either: mend its executable bit, its first line or what"
        + " calls it";
  }

  /** Who is at work on it may need more than a round. */
  private static boolean isBrought(MissingProgram missing, GateContext context) {
    return context.change().files().stream()
        .filter(file -> file.kind() != ChangedFile.Kind.DELETED)
        .anyMatch(file -> missing.isAt(file.path()));
  }

  /** Tells whether it is a file that the target has: deleted, renamed or no longer executable. */
  private static boolean isTaken(MissingProgram missing, TreeView target, GateContext context) {
    return heldAt(missing, target).isPresent()
        || context.change().files().stream()
            .filter(file -> file.kind() != ChangedFile.Kind.ADDED)
            .flatMap(file -> Stream.of(file.path(), file.previousPath()))
            .anyMatch(missing::isAt);
  }

  private boolean isRepairable(MissingProgram missing, TreeView target, GateContext context) {
    if (missing.kind() == MissingProgram.Kind.MODULE) {
      return !TOOL_MODULES.contains(missing.topModule())
          && (target.list(ListQuery.all()).stream().anyMatch(missing::isAt)
              || isNamed(missing, context));
    }
    if (missing.isRelativeFile()) {
      return !INSTALLED.matcher(missing.name()).matches()
          && (result.exitCode() != CommandEnding.NOT_EXECUTABLE
              || file(target, missing.name()).filter(CannotRun::isWhole).isEmpty());
    }
    return namedFiles(target, context.task()).anyMatch(text -> isWordOf(text, missing.name()));
  }

  /** The texts of files that the task is about, which may misspell a program. */
  private static Stream<String> namedFiles(TreeView target, Task task) {
    List<FileName> names =
        claims(task)
            .flatMap(text -> WORD.matcher(text).results())
            .map(FileName::of)
            .distinct()
            .toList();
    return target.list(ListQuery.all()).stream()
        .filter(path -> names.stream().anyMatch(name -> name.isOf(path)))
        .filter(path -> !DOCUMENT.matcher(path).matches())
        .limit(MAX_NAMED_FILES)
        .flatMap(path -> file(target, path).stream())
        .flatMap(file -> file.text().stream());
  }

  /** What the task says in a line; its instructions mention much that they are not about. */
  private static Stream<String> claims(Task task) {
    return Stream.concat(
        Stream.of(task.title()), task.acceptance().stream().map(AcceptanceCriterion::text));
  }

  private static boolean isNamed(MissingProgram module, GateContext context) {
    Task task = context.task();
    Stream<String> checks = task.acceptance().stream().flatMap(each -> each.check().stream());
    return Stream.of(claims(task), checks, Stream.of(task.instructions()))
            .flatMap(texts -> texts)
            .anyMatch(text -> isWordOf(text, module.topModule()))
        || context.change().files().stream().map(ChangedFile::path).anyMatch(module::isAt);
  }

  private static boolean isWordOf(String text, String word) {
    return Pattern.compile("(?<![\\w-])" + Pattern.quote(word) + "(?![\\w-])").matcher(text).find();
  }

  /** Tells whether the repository did its part, so that interpreter or mount are at fault. */
  private static boolean isWhole(FileContent file) {
    return file.isExecutable() && !CARRIAGE_RETURN.matcher(file.text().orElse("")).find();
  }

  private static boolean isHeld(MissingProgram missing, TreeView target) {
    return missing.kind() == MissingProgram.Kind.MODULE
        ? target.list(ListQuery.all()).stream().anyMatch(missing::isAt)
        : heldAt(missing, target).isPresent();
  }

  private static Optional<FileContent> heldAt(MissingProgram missing, TreeView target) {
    return missing.isRelativeFile() ? file(target, missing.name()) : Optional.empty();
  }

  private static Optional<FileContent> file(TreeView files, String path) {
    try {
      return Optional.of(files.read(path.startsWith("./") ? path.substring(2) : path));
    } catch (WorkspaceException notThere) {
      return Optional.empty();
    }
  }

  private String environment(MergeCandidate candidate, CommandResult before) {
    String commit = candidate.targetCommit();
    return what
        + named(before).map(named -> " needs " + line(named) + ", which").orElse("")
        + " cannot be run here: "
        + CommandEnding.describe(command, before)
        + (CommandEnding.couldRun(before)
            ? "; install the program where commands run, or correct its name"
            : "")
        + ". It is so with the change, and also without it on '"
        + VisibleText.name(candidate.target())
        + "' at "
        + commit.substring(0, Math.min(SHORT_ID, commit.length()))
        + (before.hint().isBlank() ? "" : ". " + BoundedText.clean(before.hint()).strip())
        + lastLine(before.output());
  }

  private static String lastLine(String output) {
    String last = output.strip().lines().reduce((first, second) -> second).orElse("");
    return last.isEmpty() ? "" : " (" + BoundedText.oneLine(last, MAX_LINE_CHARS) + ")";
  }

  private static Optional<MissingProgram> named(CommandResult ended) {
    return MissingProgram.lastIn(ended.output());
  }

  private static String line(MissingProgram missing) {
    return BoundedText.oneLine(missing.name(), MAX_LINE_CHARS);
  }

  /**
   * Why a change is to blame for a command that could not run.
   *
   * @param why the end of a sentence; empty if that cannot be told
   * @param missing what could not be started without the change either and a change may still
   *     bring, else empty
   */
  record Blame(String why, String missing) {
    static final Blame NONE = of("");

    static Blame of(String why) {
      return new Blame(why, "");
    }
  }

  /** What a word of the task may call a file, in lower case, and whether it may mean a thing. */
  private record FileName(String name, boolean isOrdinary) {
    static FileName of(MatchResult word) {
      boolean isQuoted = word.group(1) != null;
      String said = isQuoted ? word.group(1) : word.group().replaceAll("[.!?]+$", "");
      String name = said.startsWith("./") ? said.substring(1) : "/" + said;
      return new FileName(
          name.toLowerCase(Locale.ROOT), !isQuoted && ORDINARY_WORD.matcher(said).matches());
    }

    boolean isOf(String path) {
      return name.length() > 1
          && ("/" + path).toLowerCase(Locale.ROOT).endsWith(name)
          && !(isOrdinary && ORDINARY_NAME.matcher(path).matches());
    }
  }
}
