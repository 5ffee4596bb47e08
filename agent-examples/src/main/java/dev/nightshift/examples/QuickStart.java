package dev.nightshift.examples;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.StandardPipeline;
import dev.nightshift.core.agent.ModelImplementer;
import dev.nightshift.core.agent.ModelReviewer;
import dev.nightshift.core.budget.BudgetPolicy;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.gate.Gates;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.run.Pipeline;
import dev.nightshift.core.run.Run;
import dev.nightshift.core.task.Task;
import dev.nightshift.git.GitWorkspaces;
import dev.nightshift.models.anthropic.AnthropicProvider;
import java.nio.file.Path;

/** The first program of a newcomer: one task on one repository. */
public final class QuickStart {
  private QuickStart() {}

  /**
   * Runs a task and prints its report. Needs {@code ANTHROPIC_API_KEY}.
   *
   * @param arguments the repository and the title of the task
   * @throws InterruptedException if the thread was interrupted while waiting
   */
  public static void main(String[] arguments) throws InterruptedException {
    Path repository = Path.of(arguments[0]);
    Task task = Task.builder(arguments[1]).build();
    // region quick-start
    try (Nightshift nightshift =
        Nightshift.builder(GitWorkspaces.of(repository))
            .provider(AnthropicProvider.fromEnvironment())
            .budget(BudgetPolicy.perRun(Money.usd("2.00")))
            .build()) {
      Pipeline pipeline =
          StandardPipeline.builder()
              .implementer(ModelImplementer.using("anthropic:claude-opus-5-5"))
              .reviewer(ModelReviewer.using("anthropic:claude-haiku-5-5"))
              .gate(Gates.tests("mvn", "-q", "test"))
              .delivery(Delivery.merge())
              .build();
      Run run = nightshift.dispatch(task, pipeline); // walk away
      System.out.println(run.await().report().toMarkdown());
    }
    // endregion
  }
}
