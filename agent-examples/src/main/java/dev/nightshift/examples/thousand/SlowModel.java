package dev.nightshift.examples.thousand;

import static dev.nightshift.core.testing.ScriptedSteps.approves;
import static dev.nightshift.core.testing.ScriptedSteps.finish;
import static dev.nightshift.core.testing.ScriptedSteps.write;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.budget.Price;
import dev.nightshift.core.budget.Rates;
import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.provider.CallContext;
import dev.nightshift.core.provider.ModelFacts;
import dev.nightshift.core.provider.ModelProvider;
import dev.nightshift.core.provider.ModelRequest;
import dev.nightshift.core.provider.ModelResponse;
import dev.nightshift.core.testing.ScriptedModel;
import dev.nightshift.core.testing.ScriptedStep;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A model that takes its time and writes one file of its own for each run, as a coder, or approves,
 * as a critic. Keeps its own bill. Safe for concurrent use.
 */
final class SlowModel implements ModelProvider {
  /** How long each answer takes. */
  static final Duration ANSWER = Duration.ofMillis(50);

  /** How many answers a run waits for: two of the coder, one of the critic. */
  static final int ANSWERS_PER_RUN = 3;

  private static final Price PRICE = Price.of(Rates.perMillionTokens("1", "5"));
  private final AtomicLong billed;
  private final String name;
  private final Pause pause;

  SlowModel(String name, AtomicLong billed) {
    this(name, billed, (run, number) -> Thread.sleep(ANSWER.toMillis()));
  }

  /** One that waits otherwise before it answers. */
  SlowModel(String name, AtomicLong billed, Pause pause) {
    this.name = name;
    this.billed = billed;
    this.pause = pause;
  }

  /** The wait before an answer. */
  @FunctionalInterface
  interface Pause {
    /** Waits before answer 0 or 1 of the coder or answer 2, the critic's. */
    void before(RunId run, long number) throws InterruptedException;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public ModelFacts facts(ModelId id) {
    return ScriptedModel.named(name).facts(id).withPrice(PRICE);
  }

  @Override
  public ModelResponse complete(ModelRequest request, CallContext context)
      throws InterruptedException {
    long answered =
        request.transcript().turns().stream().filter(AssistantTurn.class::isInstance).count();
    pause.before(context.run(), name.equals("critic") ? 2 : answered);
    String file = "runs/" + context.run() + ".txt";
    ScriptedStep step =
        name.equals("critic")
            ? approves()
            : answered == 0 ? write(file, "done by " + context.run() + "\n") : finish("done");
    ModelResponse response = ScriptedModel.named(name, step).complete(request, context);
    billed.addAndGet(PRICE.cost(response.usage()).nanos());
    return response;
  }
}
