package dev.nightshift.core;

import dev.nightshift.core.command.CommandResult;
import dev.nightshift.core.gate.Gates;
import dev.nightshift.core.gate.MergeGate;
import dev.nightshift.core.run.RunScope;
import dev.nightshift.core.task.AcceptanceCriterion;
import dev.nightshift.core.task.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The gate of the host, and what a task and a standard pipeline add to it. */
final class WholeGate {
  private static final String SECRETS = Gates.secrets().name();

  private WholeGate() {}

  /**
   * Returns all that judges a change of a task.
   *
   * @param gate of the host
   * @param isSearched whether secrets are looked for where the host's gate does not
   * @param criteriaTimeout the longest a command of a criterion may take
   */
  static MergeGate of(Task task, MergeGate gate, boolean isSearched, Duration criteriaTimeout) {
    List<MergeGate> gates = new ArrayList<>();
    if (isSearched && !hasSecretsGate(gate)) {
      gates.add(Gates.secrets());
    }
    if (!task.allowedPaths().isEmpty()) {
      gates.add(Gates.scope());
    }
    gates.add(gate);
    if (task.acceptance().stream().anyMatch(AcceptanceCriterion::isChecked)) {
      gates.add(Gates.criteria(criteriaTimeout));
    }
    return gates.size() == 1 ? gate : Gates.allOf(gates.toArray(MergeGate[]::new));
  }

  /** Nothing is paid for a change that no gate could ever judge. */
  static Optional<String> missingProgram(RunScope run, MergeGate whole)
      throws InterruptedException {
    for (String program : whole.requiredPrograms(run.task())) {
      CommandResult found = run.find(program);
      if (!found.isSuccess()) {
        return Optional.of(
            "the gate needs the program "
                + program
                + ", which is not found where commands run (no model was called): "
                + (found.hint().isBlank()
                    ? "install it there, or correct the command of the gate"
                    : found.hint()));
      }
    }
    return Optional.empty();
  }

  /** One of the host stands for it, such as one that leaves paths out. */
  private static boolean hasSecretsGate(MergeGate gate) {
    return Gates.allAsked(gate).stream().anyMatch(one -> SECRETS.equals(one.name()));
  }
}
