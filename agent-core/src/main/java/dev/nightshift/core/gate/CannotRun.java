package dev.nightshift.core.gate;

import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.RunStoppedException;
import dev.nightshift.core.command.Command;
import dev.nightshift.core.command.CommandResult;
import dev.nightshift.core.internal.process.MissingProgram;
import dev.nightshift.core.internal.text.BoundedText;
import dev.nightshift.core.merge.CandidateCheckout;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.tree.ChangedFile;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds out why a command could not run, or something that it starts: because of the change, which
 * is a red gate, or because of the place it runs in, which no change can repair and which ends the
 * run.
 *
 * @param what the gate or criterion the command belongs to, for the message
 * @param command what was to be run
 * @param result how it ended with the change
 */
record CannotRun(String what, Command command, CommandResult result) {
  private static final int SHORT_ID = 10;
  private static final int MAX_LINE_CHARS = 200;

  /** Tells whether a program that is missing, or must not be run, is what stopped the command. */
  boolean isSo() {
    return isSo(result);
  }

  private static boolean isSo(CommandResult ended) {
    return !CommandEnding.couldRun(ended)
        || (!ended.isSuccess() && !ended.isTimedOut() && MissingProgram.ends(ended.output()));
  }

  /**
   * Runs the command without the change, unless the change is about what is missing.
   *
   * @return why the change is to blame, as the end of a sentence; empty if that cannot be told
   * @throws RunStoppedException as an error of the environment if it cannot run there either
   */
  String blame(MergeCandidate candidate, GateContext context) throws InterruptedException {
    Optional<CandidateCheckout> target = context.openTarget();
    if (target.isEmpty()) {
      return "";
    }
    CommandResult before;
    boolean taken;
    try (CandidateCheckout checkout = target.get()) {
      taken = isTaken(checkout, context);
      before = checkout.run(command);
    }
    if (!isSo(before)) {
      return taken || MissingProgram.lastIn(result.output()).isEmpty()
          ? "; it can be run on '"
              + candidate.target()
              + "' without the change, so restore what the change took from it"
          : "; the change calls "
              + missing(result).name()
              + ", which is not installed here; do without it";
    }
    if (!missing(before).equals(missing(result))) {
      return "";
    }
    if (isOfRepository() || isOfTheTask(context)) {
      return "; if this is a program of the host, no change can add it: say so";
    }
    throw new RunStoppedException(EndReason.ENVIRONMENT, environment(candidate, before));
  }

  /** Tells whether what is missing would be a file of the repository, which a change can add. */
  boolean isOfRepository() {
    return missing(result).isRelativeFile();
  }

  /** Tells whether it is a file that the target has: deleted, renamed or no longer executable. */
  private boolean isTaken(CandidateCheckout before, GateContext context) {
    String name = fileName();
    return isOfRepository()
        && (before
                .directory()
                .filter(root -> Files.isRegularFile(root.resolve(missing(result).name())))
                .isPresent()
            || context.change().files().stream()
                .filter(file -> file.kind() != ChangedFile.Kind.ADDED)
                .anyMatch(
                    file -> isNamed(file.path(), name) || isNamed(file.previousPath(), name)));
  }

  private String fileName() {
    String name = missing(result).name();
    return name.substring(name.lastIndexOf('/') + 1);
  }

  /** Returns what the task may be about when this is missing: the program and what calls it. */
  private List<String> callers() {
    List<String> names = new ArrayList<>(missing(result).callers(result.output()));
    names.add(missing(result).name());
    if (command.argv().size() > 1) {
      names.add(String.join(" ", command.argv()));
    }
    command.argv().stream()
        .flatMap(argument -> Stream.of(argument.split("[\\s;&|]+")))
        .map(word -> word.substring(word.lastIndexOf('/') + 1))
        .filter(word -> word.matches("[\\w-]+\\.\\w+"))
        .forEach(names::add);
    return names;
  }

  /** Tells whether a change may yet repair it: the task or the change is about it or its caller. */
  private boolean isOfTheTask(GateContext context) {
    List<String> names = callers();
    Task task = context.task();
    // A module that a check starts may be what the task asks for; another program is the host's.
    boolean isModule = result.output().contains("No module named");
    Stream<String> texts =
        Stream.concat(
            Stream.of(task.title(), task.instructions()),
            task.acceptance().stream()
                .flatMap(
                    each ->
                        isModule
                            ? Stream.concat(Stream.of(each.text()), each.check().stream())
                            : Stream.of(each.text())));
    List<String> changed =
        context.change().files().stream()
            .flatMap(file -> Stream.of(file.path(), file.previousPath()))
            .toList();
    return texts.anyMatch(text -> names.stream().anyMatch(name -> isWordOf(text, name)))
        || changed.stream().anyMatch(path -> names.stream().anyMatch(n -> isNamed(path, n)));
  }

  private static boolean isNamed(String path, String name) {
    return path.equals(name) || path.endsWith("/" + name);
  }

  private static boolean isWordOf(String text, String word) {
    return Pattern.compile("(?<![\\w-])" + Pattern.quote(word) + "(?![\\w-])").matcher(text).find();
  }

  private String environment(MergeCandidate candidate, CommandResult before) {
    String commit = candidate.targetCommit();
    return what
        + " needs "
        + missing(before).name()
        + ", which cannot be run here: "
        + CommandEnding.describe(command, before)
        + (CommandEnding.couldRun(before)
            ? "; install the program where commands run, or correct its name"
            : "")
        + ". It is so with the change, and also without it on '"
        + candidate.target()
        + "' at "
        + commit.substring(0, Math.min(SHORT_ID, commit.length()))
        + (before.hint().isBlank() ? "" : ". " + BoundedText.clean(before.hint()).strip())
        + lastLine(before.output());
  }

  private static String lastLine(String output) {
    String last = output.strip().lines().reduce((first, second) -> second).orElse("");
    return last.isEmpty() ? "" : " (" + BoundedText.oneLine(last, MAX_LINE_CHARS) + ")";
  }

  private MissingProgram missing(CommandResult ended) {
    return MissingProgram.lastIn(ended.output())
        .orElseGet(() -> new MissingProgram(command.argv().get(0), false));
  }
}
