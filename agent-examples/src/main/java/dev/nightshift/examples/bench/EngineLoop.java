package dev.nightshift.examples.bench;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.agent.Feedback;
import dev.nightshift.core.agent.ModelImplementer;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.budget.BudgetPolicy;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.run.Pipeline;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.testing.InMemoryWorkspaces;
import dev.nightshift.models.anthropic.AnthropicProvider;

/** The loop as whole runs of the engine: workspace, tools, budget, events and report included. */
final class EngineLoop implements AgentLoop {
  private static final String MODEL = "anthropic:claude-opus-5-5";
  private static final Pipeline PIPELINE =
      scope -> scope.end(scope.implement(ModelImplementer.using(MODEL), Feedback.none()));

  private final Nightshift engine;

  private EngineLoop(Nightshift engine) {
    this.engine = engine;
  }

  static EngineLoop at(String url) {
    return new EngineLoop(
        Nightshift.builder(InMemoryWorkspaces.of(LoopModel.files()))
            .provider(AnthropicProvider.builder().apiKey("bench").baseUrl(url).build())
            .budget(BudgetPolicy.perRun(Money.usd("100.00")))
            .build());
  }

  @Override
  public void run() throws InterruptedException {
    RunResult result = engine.run(Task.builder("Read all parts").build(), PIPELINE);
    long calls = result.report().spend().view().spent().calls();
    if (!result.reason().equals(EndReason.EMPTY_DIFF) || calls != LoopModel.STEPS + 1) {
      throw new IllegalStateException(
          "the run ended as " + result.reason() + " after " + calls + " calls: " + result);
    }
  }

  @Override
  public void close() {
    engine.close();
  }
}
