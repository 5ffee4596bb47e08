package dev.nightshift.core.gate;

import dev.nightshift.core.command.Command;
import dev.nightshift.core.command.CommandResult;
import dev.nightshift.core.internal.text.BoundedText;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.merge.CandidateCheckout;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.task.AcceptanceCriterion;
import dev.nightshift.core.task.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Runs the command of each acceptance criterion that has one, each in a checkout of its own. */
record CriteriaGate(Duration timeout) implements MergeGate {
  private static final int MAX_LINE_CHARS = 300;
  private static final int MAX_OUTPUT_CHARS = 3_000;

  @Override
  public GateResult evaluate(MergeCandidate candidate, GateContext context)
      throws InterruptedException {
    long start = context.time().nanoTime();
    List<AcceptanceCriterion> criteria = context.task().acceptance();
    List<CriterionEvidence> evidence = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    List<String> commands = new ArrayList<>();
    String missing = "";
    long checked = criteria.stream().filter(AcceptanceCriterion::isChecked).count();
    long outputChars = MAX_OUTPUT_CHARS / Math.max(1, checked);
    for (int index = 0; index < criteria.size(); index++) {
      AcceptanceCriterion criterion = criteria.get(index);
      if (criterion.isChecked()) {
        Proof proof = proof(criterion, candidate, context);
        evidence.add(new CriterionEvidence(index, proof.isMet(), proof.ending()));
        commands.add(BoundedText.oneLine(proof.command().toDisplay(), MAX_LINE_CHARS));
        lines.add(proof.line((int) outputChars));
        missing = missing.isEmpty() ? proof.blame().missing() : missing;
      }
    }
    boolean passed = evidence.stream().allMatch(CriterionEvidence::met);
    String detail =
        lines.isEmpty() ? "no criterion of the task has a command" : String.join("\n", lines);
    return GateResult.builder(name(), passed, detail)
        .command(String.join("; ", commands))
        .duration(Duration.ofNanos(context.time().nanoTime() - start))
        .criteria(evidence)
        .missing(missing)
        .build();
  }

  @Override
  public String name() {
    return "criteria";
  }

  @Override
  public List<String> requiredPrograms(Task task) {
    return task.acceptance().stream()
        .filter(AcceptanceCriterion::isChecked)
        .flatMap(criterion -> Command.of(criterion.check()).hostProgram().stream())
        .distinct()
        .toList();
  }

  /** What another command did to its files must not prove anything here. */
  private static CommandResult runAlone(Command command, GateContext context)
      throws InterruptedException {
    try (CandidateCheckout checkout = context.openCheckout()) {
      return checkout.run(command);
    }
  }

  private Proof proof(AcceptanceCriterion criterion, MergeCandidate candidate, GateContext context)
      throws InterruptedException {
    Command command = Command.of(criterion.check()).withTimeout(timeout);
    CommandResult result = runAlone(command, context);
    CannotRun missing =
        new CannotRun("criterion '" + VisibleText.name(criterion.text()) + "'", command, result);
    CannotRun.Blame blame =
        missing.isSo() ? missing.blame(candidate, context) : CannotRun.Blame.NONE;
    return new Proof(criterion, command, result, blame);
  }

  /** What became of the command of one criterion. */
  private record Proof(
      AcceptanceCriterion criterion, Command command, CommandResult result, CannotRun.Blame blame) {
    boolean isMet() {
      return result.isSuccess();
    }

    String ending() {
      return BoundedText.oneLine(command.toDisplay(), MAX_LINE_CHARS)
          + " — "
          + CommandEnding.describe(command, result)
          + blame.why();
    }

    String line(int outputChars) {
      String claim =
          (isMet() ? "met: " : "not met: ")
              + BoundedText.oneLine(criterion.text(), MAX_LINE_CHARS)
              + "\n  "
              + ending();
      return isMet()
          ? claim
          : List.of(claim, result.hint(), BoundedText.headAndTail(result.output(), outputChars))
              .stream()
              .filter(part -> !part.isBlank())
              .collect(Collectors.joining("\n"));
    }
  }
}
