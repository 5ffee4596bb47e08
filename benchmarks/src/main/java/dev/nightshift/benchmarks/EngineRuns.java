package dev.nightshift.benchmarks;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.agent.Assignment;
import dev.nightshift.core.agent.Feedback;
import dev.nightshift.core.agent.ModelImplementer;
import dev.nightshift.core.agent.Outcome;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.budget.BudgetPolicy;
import dev.nightshift.core.budget.Cap;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.model.ConversationSpec;
import dev.nightshift.core.model.UserTurn;
import dev.nightshift.core.provider.ModelProvider;
import dev.nightshift.core.run.Pipeline;
import dev.nightshift.core.run.Run;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.testing.InMemoryWorkspaces;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** The engine with all that belongs to a run: workspace, tools, budget, events and report. */
final class EngineRuns implements AutoCloseable {
  private static final int LONG_CONVERSATIONS = 8;
  private static final Task TASK = Task.builder("Read all parts").build();
  private static final Pipeline PIPELINE =
      scope -> scope.end(scope.implement(implementer(), Feedback.none()));
  // As many caps as a careful host sets, none of which this much work reaches.
  private static final BudgetPolicy BUDGET =
      BudgetPolicy.of(
          Cap.moneyPerRun(Money.usd("100000.00")), Cap.tokensPerRun(1_000_000_000_000L));

  private final Nightshift engine;

  private EngineRuns(Nightshift engine) {
    this.engine = engine;
  }

  static EngineRuns with(ModelProvider provider, int atOnce) {
    return new EngineRuns(
        Nightshift.builder(InMemoryWorkspaces.of(Prompt.files(Prompt.STEPS)))
            .provider(provider)
            .budget(BUDGET)
            .maxConcurrentRuns(atOnce)
            .build());
  }

  static EngineRuns at(String url) {
    return with(DirectClient.provider(url), 16);
  }

  /** A whole loop: the model reads and then finishes. */
  void loop() throws InterruptedException {
    check(engine.run(TASK, PIPELINE));
  }

  Run startLoop() {
    return engine.dispatch(TASK, PIPELINE);
  }

  static void check(RunResult result) {
    if (!result.reason().equals(EndReason.EMPTY_DIFF)) {
      throw new IllegalStateException("the run ended as " + result.reason() + ": " + result);
    }
  }

  /** Calls of one conversation each, from within a run. */
  static Way.Opening calls(String url) {
    return use ->
        within(
            url,
            assignment -> {
              int[] count = {0};
              use.with(
                  () ->
                      assignment
                          .conversation("call-" + count[0]++, spec())
                          .send(UserTurn.text(Prompt.USER)));
            });
  }

  /** Calls that go on with conversations of 122 KB, several, because one grows by each call. */
  static Way.Opening callsWithHistory(String url) {
    return use ->
        within(
            url,
            assignment -> {
              Deque<LongConversation> waiting = new ArrayDeque<>();
              for (int i = 0; i < LONG_CONVERSATIONS; i++) {
                waiting.add(LongConversation.begin(assignment.conversation("long-" + i, spec())));
              }
              use.with(
                  () -> {
                    LongConversation next = waiting.remove();
                    next.goOn();
                    waiting.add(next);
                  });
            });
  }

  private static ConversationSpec spec() {
    return ConversationSpec.builder(Prompt.MODEL)
        .system(Prompt.SYSTEM)
        .tools(List.of(Prompt.TOOL))
        .maxOutputTokens(Prompt.MAX_OUTPUT_TOKENS)
        .build();
  }

  private static void within(String url, Body body) throws Exception {
    AtomicReference<Exception> failure = new AtomicReference<>();
    try (EngineRuns runs = at(url)) {
      runs.engine.run(
          TASK,
          scope ->
              scope.end(
                  scope.implement(assignment -> done(assignment, body, failure), Feedback.none())));
    }
    if (failure.get() != null) {
      throw failure.get();
    }
  }

  private static Outcome done(
      Assignment assignment, Body body, AtomicReference<Exception> failure) {
    try {
      body.work(assignment);
    } catch (Exception failed) {
      failure.set(failed);
    }
    return new Outcome.NothingToDo("it was only measured", "");
  }

  private static ModelImplementer implementer() {
    return ModelImplementer.builder(Prompt.MODEL).maxSteps(1_000).build();
  }

  @Override
  public void close() {
    engine.close();
  }

  /** What is done within a run. */
  @FunctionalInterface
  private interface Body {
    void work(Assignment assignment) throws Exception;
  }
}
