package dev.nightshift.core.gate;

import dev.nightshift.core.task.AcceptanceCriterion;
import dev.nightshift.core.workspace.CandidateCheckout;
import dev.nightshift.core.workspace.Command;
import dev.nightshift.core.workspace.CommandResult;
import dev.nightshift.core.workspace.MergeCandidate;
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
    long checked = criteria.stream().filter(AcceptanceCriterion::isChecked).count();
    long outputChars = MAX_OUTPUT_CHARS / Math.max(1, checked);
    for (int index = 0; index < criteria.size(); index++) {
      AcceptanceCriterion criterion = criteria.get(index);
      if (criterion.isChecked()) {
        Command command = Command.of(criterion.check()).withTimeout(timeout);
        CommandResult result = runAlone(command, context);
        evidence.add(new CriterionEvidence(index, result.isSuccess(), ending(command, result)));
        commands.add(BoundedText.oneLine(command.toDisplay(), MAX_LINE_CHARS));
        lines.add(line(criterion, command, result, (int) outputChars));
      }
    }
    boolean passed = evidence.stream().allMatch(CriterionEvidence::met);
    String detail =
        lines.isEmpty() ? "no criterion of the task has a command" : String.join("\n", lines);
    return GateResult.builder(name(), passed, detail)
        .command(String.join("; ", commands))
        .duration(Duration.ofNanos(context.time().nanoTime() - start))
        .criteria(evidence)
        .build();
  }

  @Override
  public String name() {
    return "criteria";
  }

  /** What another command did to its files must not prove anything here. */
  private static CommandResult runAlone(Command command, GateContext context)
      throws InterruptedException {
    try (CandidateCheckout checkout = context.openCheckout()) {
      return checkout.run(command);
    }
  }

  private static String ending(Command command, CommandResult result) {
    return BoundedText.oneLine(command.toDisplay(), MAX_LINE_CHARS)
        + " — "
        + CommandEnding.describe(command, result);
  }

  private static String line(
      AcceptanceCriterion criterion, Command command, CommandResult result, int outputChars) {
    String claim =
        (result.isSuccess() ? "met: " : "not met: ")
            + BoundedText.oneLine(criterion.text(), MAX_LINE_CHARS)
            + "\n  "
            + ending(command, result);
    return result.isSuccess()
        ? claim
        : List.of(claim, result.hint(), BoundedText.headAndTail(result.output(), outputChars))
            .stream()
            .filter(part -> !part.isBlank())
            .collect(Collectors.joining("\n"));
  }
}
