package dev.nightshift.core.gate;

import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.RunStoppedException;
import dev.nightshift.core.internal.process.MissingProgram;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.workspace.CandidateCheckout;
import dev.nightshift.core.workspace.Command;
import dev.nightshift.core.workspace.CommandResult;
import dev.nightshift.core.workspace.MergeCandidate;
import java.util.Optional;
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
    try (CandidateCheckout checkout = target.get()) {
      before = checkout.run(command);
    }
    if (!isSo(before)) {
      return "; it can be run on '"
          + candidate.target()
          + "' without the change, so restore what the change took from it";
    }
    if (!missing(before).equals(missing(result)) || isOfTheTask(context)) {
      return "";
    }
    throw new RunStoppedException(EndReason.ENVIRONMENT, environment(candidate, before));
  }

  /** Tells whether what is missing would be a file of the repository, which a change can add. */
  boolean isOfRepository() {
    return missing(result).isRelativeFile();
  }

  /** Tells whether a change may yet repair it: it is a file that the change or the task names. */
  private boolean isOfTheTask(GateContext context) {
    MissingProgram missing = missing(result);
    String path = missing.name().startsWith("./") ? missing.name().substring(2) : missing.name();
    Task task = context.task();
    boolean named =
        task.title().contains(path)
            || task.instructions().contains(path)
            || task.acceptance().stream().anyMatch(criterion -> criterion.text().contains(path));
    boolean changed =
        context.change().files().stream()
            .flatMap(file -> Stream.of(file.path(), file.previousPath()))
            .anyMatch(file -> file.equals(path) || file.endsWith("/" + path));
    return missing.isRelativeFile() && (changed || named);
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
