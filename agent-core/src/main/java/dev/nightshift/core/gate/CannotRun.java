package dev.nightshift.core.gate;

import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.RunStoppedException;
import dev.nightshift.core.workspace.CandidateCheckout;
import dev.nightshift.core.workspace.Command;
import dev.nightshift.core.workspace.CommandResult;
import dev.nightshift.core.workspace.MergeCandidate;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds out why a command could not run: because of the change, which is a red gate, or because of
 * the place it runs in, which no change can repair and which ends the run.
 *
 * @param what the gate or criterion the command belongs to, for the message
 * @param command what was to be run
 * @param result how it ended with the change
 */
record CannotRun(String what, Command command, CommandResult result) {
  /** How shells and this library name what they cannot start. */
  private static final Pattern SUBJECT =
      Pattern.compile(
          "([^\\s:'\"‘]+)['\"’]?: (?:[Cc]ommand )?"
              + "(?:not found|No such file or directory|[Pp]ermission denied|cannot execute)");

  private static final int SHORT_ID = 10;
  private static final int MAX_LINE_CHARS = 200;

  /**
   * Runs the command without the change.
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
    if (CommandEnding.couldRun(before)) {
      return "; it can be run on '"
          + candidate.target()
          + "' without the change, so restore what the change took from it";
    }
    if (!program(before).equals(program(result))) {
      return "";
    }
    throw new RunStoppedException(EndReason.ENVIRONMENT, environment(candidate, before));
  }

  /** Tells whether what is missing would be a file of the repository, which a change can add. */
  boolean isOfRepository() {
    String program = program(result);
    return program.contains("/") && !program.startsWith("/");
  }

  private String environment(MergeCandidate candidate, CommandResult before) {
    String commit = candidate.targetCommit();
    return what
        + " needs "
        + program(before)
        + ", which cannot be run here: "
        + CommandEnding.describe(command, before)
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

  private String program(CommandResult ended) {
    String named = command.argv().get(0);
    Matcher matcher = SUBJECT.matcher(ended.output());
    while (matcher.find()) {
      named = matcher.group(1);
    }
    return named;
  }
}
