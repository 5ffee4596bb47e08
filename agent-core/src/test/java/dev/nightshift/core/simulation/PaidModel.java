package dev.nightshift.core.simulation;

import static dev.nightshift.core.testing.ScriptedSteps.approves;
import static dev.nightshift.core.testing.ScriptedSteps.finish;
import static dev.nightshift.core.testing.ScriptedSteps.write;

import dev.nightshift.core.base.Registration;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.budget.Price;
import dev.nightshift.core.budget.Rates;
import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.Billing;
import dev.nightshift.core.model.ModelErrorKind;
import dev.nightshift.core.model.ModelException;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.core.provider.CallContext;
import dev.nightshift.core.provider.ModelFacts;
import dev.nightshift.core.provider.ModelProvider;
import dev.nightshift.core.provider.ModelRequest;
import dev.nightshift.core.provider.ModelResponse;
import dev.nightshift.core.testing.ScriptedModel;
import dev.nightshift.core.testing.ScriptedStep;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;

/**
 * A model on the other side of the wire: it takes its time, fails in every way there is, and bills
 * what it served, whether the answer was heard or not. What it billed is the truth.
 */
final class PaidModel {
  private static final Price PRICE = Price.of(Rates.perMillionTokens("100", "500"));
  private final Schedule schedule;
  private final Map<RunId, Long> billed = new HashMap<>();
  private final Set<RunId> uncertain = new HashSet<>();

  PaidModel(Schedule schedule) {
    this.schedule = schedule;
  }

  /** What the calls of each run really cost, in nano-dollars. */
  Map<RunId, Long> billed() {
    return billed;
  }

  /** Whether each call of a run told its caller what it cost, so that its bill has to be exact. */
  boolean isCertain(RunId run) {
    return !uncertain.contains(run);
  }

  /** What calls of these runs told may not be on the disk. */
  void forgetWhatIsCertain(Predicate<RunId> which) {
    billed.keySet().stream().filter(which).forEach(uncertain::add);
  }

  /** The provider that one process has of it. */
  ModelProvider named(String name, Life life) {
    return new Connection(name, life);
  }

  private void bill(RunId run, long nanos) {
    billed.merge(run, nanos, Math::addExact);
  }

  private final class Connection implements ModelProvider {
    private final String name;
    private final Life life;

    Connection(String name, Life life) {
      this.name = name;
      this.life = life;
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
      schedule.point(life);
      int answered =
          (int)
              request.transcript().turns().stream().filter(AssistantTurn.class::isInstance).count();
      ModelResponse scripted =
          ScriptedModel.named(name, step(context.run(), answered)).complete(request, context);
      TokenUsage usage = TokenUsage.of(100, 1 + schedule.random().nextInt(mostOutput(request)));
      ModelResponse answer = ModelResponse.of(scripted.turn(), usage);
      long cost = PRICE.cost(answer.usage()).nanos();
      int fate = schedule.random().nextInt(100);
      if (fate < 5) {
        throw failure(fate < 2 ? ModelErrorKind.THROTTLED : ModelErrorKind.OVERLOADED)
            .billing(Billing.NOT_BILLED)
            .build();
      }
      boolean isServed = fate < 95 || schedule.random().nextBoolean();
      boolean isHeard = false;
      try {
        serve(context);
        isHeard = fate < 95;
      } finally {
        if (isServed) {
          bill(context.run(), cost);
        }
        if (!isHeard) {
          uncertain.add(context.run());
        }
      }
      if (!isHeard) {
        throw failure(ModelErrorKind.TIMEOUT).billing(Billing.UNKNOWN).build();
      }
      schedule.point(life);
      return answer;
    }

    /** Sometimes all that was asked for: what an answer costs comes close to what was set aside. */
    private int mostOutput(ModelRequest request) {
      return schedule.chance(200) ? request.maxOutputTokens() : 200;
    }

    private void serve(CallContext context) throws InterruptedException {
      CountDownLatch cancelled = new CountDownLatch(1);
      boolean hangs = schedule.chance(5);
      Duration time =
          hangs
              ? Duration.ofHours(1)
              : schedule.between(Duration.ofMillis(10), Duration.ofSeconds(4));
      Registration registration = context.onCancel(cancelled::countDown);
      try {
        schedule.await(cancelled, time);
      } finally {
        registration.close();
      }
      if (cancelled.getCount() == 0) {
        throw failure(ModelErrorKind.CANCELLED).billing(Billing.UNKNOWN).build();
      }
    }

    private ModelException.Builder failure(ModelErrorKind kind) {
      schedule.trace(name + " fails: " + kind);
      return ModelException.builder(kind, "model " + name + " of the simulation: " + kind);
    }

    private ScriptedStep step(RunId run, int answered) {
      if (name.equals("critic")) {
        return approves();
      }
      boolean writes = answered % 2 == 0;
      boolean meets = schedule.chance(150);
      return writes
          ? write(
              meets ? "shared.txt" : Simulation.fileOf(run), "by " + run + " " + answered + "\n")
          : finish("wrote what was asked for");
    }
  }
}
