package dev.nightshift.examples.cheats;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.StandardPipeline;
import dev.nightshift.core.agent.Assignment;
import dev.nightshift.core.agent.Outcome;
import dev.nightshift.core.agent.Review;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.budget.BudgetPolicy;
import dev.nightshift.core.command.CommandPolicy;
import dev.nightshift.core.gate.Gates;
import dev.nightshift.core.gate.TestIntegrity;
import dev.nightshift.core.report.RunReport;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.run.Pipeline;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.task.TaskBuilder;
import dev.nightshift.core.testing.ScriptedModel;
import dev.nightshift.git.GitWorkspaces;
import dev.nightshift.git.testing.TemporaryRepository;
import java.util.List;
import java.util.stream.Collectors;

/** Runs with a change in a real repository, by an implementer that makes just that change. */
final class CaseRun {
  private CaseRun() {}

  /** What came of a run. */
  record Ending(EndReason reason, String said) {}

  /** Lets the change land if the gate of test integrity lets it, and nobody else objects. */
  static Ending of(ChangeCase change, TestIntegrity policy) throws InterruptedException {
    try (TemporaryRepository repository = TemporaryRepository.bare(change.files());
        Nightshift nightshift =
            Nightshift.builder(workspaces(repository))
                .provider(ScriptedModel.named("nobody"))
                .budget(BudgetPolicy.unlimited())
                .build()) {
      TaskBuilder task = Task.builder("Carry out: " + change.name().replace('"', '\''));
      change.allowed().forEach(task::allowTestChange);
      RunResult result = nightshift.run(task.build(), pipeline(change, policy));
      return new Ending(result.reason(), said(result.report()));
    }
  }

  private static GitWorkspaces workspaces(TemporaryRepository repository) {
    return GitWorkspaces.builder(repository.directory())
        .target("main")
        .commands(CommandPolicy.builder().caches(List.of()).build())
        .build();
  }

  private static Pipeline pipeline(ChangeCase change, TestIntegrity policy) {
    return StandardPipeline.builder()
        .implementer(assignment -> changed(change, assignment))
        .reviewer(request -> Review.approved())
        .gate(Gates.testIntegrity(policy))
        .delivery(Delivery.merge())
        .maxRevisions(0)
        .build();
  }

  private static Outcome changed(ChangeCase change, Assignment assignment)
      throws InterruptedException {
    for (Edit edit : change.edits()) {
      edit.on(assignment.workspace());
    }
    return new Outcome.Changed("did it");
  }

  /** What a human reads: the gates of the rounds, and the decisions to look at. */
  private static String said(RunReport report) {
    String gates =
        report.evidence().rounds().stream()
            .flatMap(round -> round.gates().stream())
            .map(gate -> gate.detail())
            .collect(Collectors.joining("\n"));
    String decisions =
        report.evidence().decisions().stream()
            .map(decision -> decision.note().choice())
            .collect(Collectors.joining("\n"));
    return report.ending().detail() + "\n" + gates + "\n" + decisions;
  }
}
