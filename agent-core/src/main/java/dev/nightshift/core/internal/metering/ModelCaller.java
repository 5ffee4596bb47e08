package dev.nightshift.core.internal.metering;

import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.RunStoppedException;
import dev.nightshift.core.budget.BudgetExhaustedException;
import dev.nightshift.core.budget.CallEstimate;
import dev.nightshift.core.ledger.AttemptKey;
import dev.nightshift.core.model.Billing;
import dev.nightshift.core.model.ModelErrorKind;
import dev.nightshift.core.model.ModelException;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.StopReason;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.core.provider.AdmissionControl.Admission;
import dev.nightshift.core.provider.AdmissionRequest;
import dev.nightshift.core.provider.CallContext;
import dev.nightshift.core.provider.ModelRequest;
import dev.nightshift.core.provider.ModelResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the calls of one conversation: admitted, reserved, sent, settled, and tried again within
 * the retry rules. The only class that calls a provider.
 */
final class ModelCaller {
  /** The smallest answer worth paying for. */
  static final int LEAST_OUTPUT_TOKENS = 1_024;

  /**
   * What one call waits for its model in all while another could be asked: longer than the usual
   * backoff, so that a short one does not cost the conversation its prompt cache.
   */
  static final Duration LONGEST_WAIT_BESIDE_ANOTHER = Duration.ofSeconds(30);

  private static final Logger LOG = LoggerFactory.getLogger(ModelCaller.class);
  private final RunMeter meter;
  private final ModelAccess access;
  private final String conversation;
  private final CallEvents events;

  ModelCaller(RunMeter meter, String conversation) {
    this.meter = meter;
    this.access = meter.access();
    this.conversation = conversation;
    this.events = new CallEvents(meter);
  }

  /**
   * A call to make.
   *
   * @param seat the model that is asked
   * @param request what is sent
   * @param asked what it is admitted for, with the largest answer that is wanted
   * @param turn its number in the conversation
   * @param hasAnother whether another model could be asked now in place of one that must wait
   */
  record Call(
      ResolvedModel seat,
      ModelRequest request,
      AdmissionRequest asked,
      int turn,
      BooleanSupplier hasAnother) {}

  /**
   * What a call brought.
   *
   * @param response the answer
   * @param isWhole whether the largest answer that was wanted was also affordable
   */
  record Answered(ModelResponse response, boolean isWhole) {
    /** Money that ran out is no sign that the model is too weak. */
    boolean isCutAtItsLimit() {
      return isWhole && response.turn().stopReason().equals(StopReason.MAX_TOKENS);
    }
  }

  Answered call(Call call) throws InterruptedException {
    WaitBudget budget = new WaitBudget(call.hasAnother());
    for (int number = 1; ; number++) {
      Answered answered = tryOnce(call, ready(call, number), number, budget);
      if (answered != null) {
        return answered;
      }
    }
  }

  /** The smallest answer to a call that is worth paying for. */
  static int leastOutput(CallEstimate call) {
    return Math.min(LEAST_OUTPUT_TOKENS, call.maxOutputTokens());
  }

  /** What a call needs before its money is set aside. */
  private record Admitted(Admission admission, Breakers.Pass pass) {}

  /** What a call needs before it is sent. */
  private record Ready(Attempt attempt, Breakers.Pass pass) {}

  /**
   * Has a call admitted and its money set aside. While that is held by others, the call waits with
   * neither; such waits are no attempts.
   */
  private Ready ready(Call call, int number) throws InterruptedException {
    try (SharedCapWait wait = new SharedCapWait(meter, call.seat(), call.asked().call())) {
      while (true) {
        try {
          return reserved(call, admitted(call), number);
        } catch (BudgetExhaustedException refused) {
          wait.after(refused);
        }
      }
    }
  }

  private Ready reserved(Call call, Admitted admitted, int number) {
    AttemptKey key =
        new AttemptKey(meter.run(), call.seat().role(), conversation, call.turn(), number);
    boolean isReserved = false;
    try {
      Attempt attempt =
          Attempt.reserve(meter, call.seat(), admitted.admission(), key, call.asked().call());
      isReserved = true;
      return new Ready(attempt, admitted.pass());
    } finally {
      if (!isReserved) {
        admitted.pass().close();
      }
    }
  }

  /**
   * Waits until a call is admitted and the breakers let it pass. Such waits are no attempts: only
   * the time of the run bounds them. The pass comes last, so that the one call that may try a model
   * does not hold it while it waits for its turn.
   */
  private Admitted admitted(Call call) throws InterruptedException {
    ModelId model = call.seat().requested();
    while (true) {
      meter.throwIfStopped();
      Optional<ModelException> refused = access.breakers().refusal(model);
      if (refused.isEmpty()) {
        Admission admission = meter.admit(call.asked());
        Breakers.Pass pass = null;
        try {
          pass = access.breakers().enter(model, (of, state) -> events.breaker(of, state, model));
          return new Admitted(admission, pass);
        } catch (ModelException late) {
          refused = Optional.of(late);
        } finally {
          if (pass == null) {
            admission.settle(TokenUsage.zero());
          }
        }
      }
      waitForBreaker(call, refused.orElseThrow());
    }
  }

  private void waitForBreaker(Call call, ModelException refused) throws InterruptedException {
    Optional<Duration> wait =
        call.hasAnother().getAsBoolean() ? Optional.empty() : allowedWait(refused, 1);
    events.refused(call.seat(), refused, wait);
    meter.sleep(wait.orElseThrow(() -> refused));
  }

  /** Makes one attempt; null if it failed and the wait before the next is over. */
  private @Nullable Answered tryOnce(Call call, Ready ready, int number, WaitBudget budget)
      throws InterruptedException {
    Attempt attempt = ready.attempt();
    try (Breakers.Pass pass = ready.pass()) {
      try {
        ModelResponse response = send(call, attempt, number);
        pass.answered();
        return new Answered(
            response, attempt.call().maxOutputTokens() == call.asked().call().maxOutputTokens());
      } catch (ModelException failure) {
        if (!meter.isStopped()) {
          pass.failed(failure);
        }
        Duration wait = waitBeforeRetry(call, failure, attempt, number, budget);
        events.retried(attempt, failure, number, wait);
        LOG.info(
            "call {} of {} failed as {}, trying again in {}",
            number,
            call.seat().requested(),
            failure.kind(),
            wait);
        budget.spend(wait);
        meter.sleep(wait);
        return null;
      }
    }
  }

  private ModelResponse send(Call call, Attempt attempt, int number) throws InterruptedException {
    announce(attempt, number);
    long started = access.time().nanoTime();
    meter.signals().callStarted(call.seat().role());
    try {
      ModelRequest request = call.request().withMaxOutputTokens(attempt.call().maxOutputTokens());
      ModelResponse response =
          call.seat().provider().complete(request, context(call.seat(), attempt));
      attempt.settle(response);
      Duration took = Duration.ofNanos(access.time().nanoTime() - started);
      events.answered(attempt, response, took);
      return response;
    } catch (ModelException failure) {
      attempt.settle(failure);
      meter.signals().forceRecord();
      throw failure;
    } finally {
      meter.signals().callEnded(call.seat().role());
      meter.signals().touch();
      // Interrupted, or a defect of the provider: what left this computer may have been billed.
      if (!attempt.isClosed()) {
        attempt.settleByBound("the outcome of the call is unknown");
        meter.signals().forceRecord();
        events.lost(attempt);
      }
    }
  }

  private CallContext context(ResolvedModel seat, Attempt attempt) {
    return new RunCallContext(meter.run(), seat.role(), meter.deadline(), meter.signals(), attempt);
  }

  private void announce(Attempt attempt, int number) {
    meter.signals().touch();
    boolean isDispatched = false;
    try {
      events.reserved(attempt, number);
      attempt.dispatch();
      meter.signals().forceRecord();
      // What was noted just now may be what broke the record.
      meter.signals().requireRecord();
      isDispatched = true;
    } finally {
      if (!isDispatched) {
        attempt.release(Billing.NOT_SENT, "the call was not sent");
      }
    }
  }

  /** Returns the wait, or raises the end of the call. */
  private Duration waitBeforeRetry(
      Call call, ModelException failure, Attempt attempt, int attemptsMade, WaitBudget budget) {
    Optional<Duration> wait =
        allowedWait(failure, attemptsMade).filter(pause -> budget.allows(pause, failure));
    if (wait.isPresent()) {
      return wait.get();
    }
    events.failed(attempt, failure, attemptsMade);
    meter.throwIfStopped();
    if (failure.kind() == ModelErrorKind.CONTEXT_LENGTH) {
      throw new RunStoppedException(
          EndReason.CONTEXT_EXHAUSTED,
          call.seat().requested()
              + " refused the conversation of the "
              + call.seat().role()
              + " as too long");
    }
    throw failure;
  }

  /** Asks the policy, but for what no policy can help. */
  private Optional<Duration> allowedWait(ModelException failure, int attemptsMade) {
    if (meter.isStopped()
        || failure.kind() == ModelErrorKind.CONTEXT_LENGTH
        || failure.kind() == ModelErrorKind.MONEY) {
      return Optional.empty();
    }
    Duration left = meter.signals().timeAccount().left();
    return access
        .retry()
        .waitBeforeRetry(failure, attemptsMade, left)
        .filter(pause -> pause.compareTo(left) < 0);
  }

  /** How long one call still waits for its model, where another stands idle. */
  private static final class WaitBudget {
    private final BooleanSupplier hasAnother;
    private Duration waited = Duration.ZERO;

    WaitBudget(BooleanSupplier hasAnother) {
      this.hasAnother = hasAnother;
    }

    boolean allows(Duration pause, ModelException failure) {
      boolean isLong = pause.compareTo(LONGEST_WAIT_BESIDE_ANOTHER.minus(waited)) > 0;
      return !isLong || !failure.isAboutTheModel() || !hasAnother.getAsBoolean();
    }

    void spend(Duration pause) {
      waited = waited.plus(pause);
    }
  }
}
