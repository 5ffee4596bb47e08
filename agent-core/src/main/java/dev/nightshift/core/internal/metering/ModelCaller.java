package dev.nightshift.core.internal.metering;

import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.RunStoppedException;
import dev.nightshift.core.budget.AttemptKey;
import dev.nightshift.core.model.AdmissionControl.Admission;
import dev.nightshift.core.model.AdmissionRequest;
import dev.nightshift.core.model.ModelErrorKind;
import dev.nightshift.core.model.ModelException;
import dev.nightshift.core.model.ModelRequest;
import dev.nightshift.core.model.ModelResponse;
import dev.nightshift.core.provider.CallContext;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the calls of one conversation: admitted, reserved, sent, settled, and tried again within
 * the retry rules. The only class that calls a provider.
 */
final class ModelCaller {
  /** The smallest answer worth paying for. */
  static final int LEAST_OUTPUT_TOKENS = 1_024;

  private static final Logger LOG = LoggerFactory.getLogger(ModelCaller.class);
  private final RunMeter meter;
  private final ModelAccess access;
  private final ResolvedModel seat;
  private final String conversation;
  private final CallEvents events;

  ModelCaller(RunMeter meter, ResolvedModel seat, String conversation) {
    this.meter = meter;
    this.access = meter.access();
    this.seat = seat;
    this.conversation = conversation;
    this.events = new CallEvents(meter);
  }

  ModelResponse call(ModelRequest request, AdmissionRequest asked, int turn)
      throws InterruptedException {
    for (int number = 1; ; number++) {
      meter.throwIfStopped();
      AttemptKey key = new AttemptKey(meter.run(), seat.role(), conversation, turn, number);
      Attempt attempt = reserve(key, asked);
      try {
        return send(request, attempt, number);
      } catch (ModelException failure) {
        Duration wait = waitBeforeRetry(failure, attempt, number);
        events.retried(attempt, failure, number, wait);
        LOG.info(
            "call {} of {} failed as {}, trying again in {}",
            number,
            seat.requested(),
            failure.kind(),
            wait);
        meter.sleep(wait);
      }
    }
  }

  private Attempt reserve(AttemptKey key, AdmissionRequest asked) throws InterruptedException {
    Admission admission = meter.admit(asked);
    return Attempt.reserve(meter, seat, admission, key, asked.call());
  }

  private ModelResponse send(ModelRequest request, Attempt attempt, int number)
      throws InterruptedException {
    announce(attempt, number);
    long started = access.time().nanoTime();
    meter.signals().callStarted();
    try {
      ModelResponse response =
          seat.provider()
              .complete(
                  request.withMaxOutputTokens(attempt.call().maxOutputTokens()), context(attempt));
      attempt.settle(response);
      Duration took = Duration.ofNanos(access.time().nanoTime() - started);
      events.answered(attempt, response, took);
      return response;
    } catch (ModelException failure) {
      attempt.settle(failure);
      throw failure;
    } finally {
      meter.signals().callEnded();
      meter.signals().touch();
      // Interrupted, or a defect of the provider: what left this computer may have been billed.
      if (!attempt.isClosed()) {
        attempt.settleByBound("the outcome of the call is unknown");
        events.lost(attempt);
      }
    }
  }

  private CallContext context(Attempt attempt) {
    return new RunCallContext(
        meter.run(), seat.role(), meter.deadline(), meter.signals(), attempt.admission());
  }

  private void announce(Attempt attempt, int number) {
    meter.signals().touch();
    boolean isDispatched = false;
    try {
      events.reserved(attempt, number);
      attempt.dispatch();
      // What was noted just now may be what broke the record.
      meter.signals().requireRecord();
      isDispatched = true;
    } finally {
      if (!isDispatched) {
        attempt.release("the call was not sent");
      }
    }
  }

  /** Returns the wait, or raises the end of the call. */
  private Duration waitBeforeRetry(ModelException failure, Attempt attempt, int attemptsMade) {
    Duration left = meter.signals().activeTime().left();
    boolean isOver = meter.isStopped() || failure.kind() == ModelErrorKind.CONTEXT_LENGTH;
    Optional<Duration> wait =
        isOver
            ? Optional.empty()
            : access
                .retry()
                .waitBeforeRetry(failure, attemptsMade, left)
                .filter(pause -> pause.compareTo(left) < 0);
    if (wait.isPresent()) {
      return wait.get();
    }
    events.failed(attempt, failure, attemptsMade);
    meter.throwIfStopped();
    if (failure.kind() == ModelErrorKind.CONTEXT_LENGTH) {
      throw new RunStoppedException(
          EndReason.CONTEXT_EXHAUSTED,
          seat.requested() + " refused the conversation of the " + seat.role() + " as too long");
    }
    throw failure;
  }
}
