package dev.nightshift.core.internal.metering;

import dev.nightshift.core.base.TimeSource;
import dev.nightshift.core.internal.metering.CircuitBreaker.Entry;
import dev.nightshift.core.internal.metering.CircuitBreaker.Refusal;
import dev.nightshift.core.internal.metering.CircuitBreaker.State;
import dev.nightshift.core.model.Billing;
import dev.nightshift.core.model.ModelErrorKind;
import dev.nightshift.core.model.ModelException;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.provider.ModelSpelling;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The circuit breakers of one engine: one for each model, which counts failures, and one for the
 * account at each server, which a single lack of money opens. Thread-safe.
 */
final class Breakers {
  /** Five failures and half of all calls within a minute. */
  private static final CircuitBreaker.Rules OF_MODEL =
      new CircuitBreaker.Rules(
          5, 50, Duration.ofSeconds(60), Duration.ofSeconds(30), Duration.ofMinutes(5));

  /** No money is an answer that does not change by asking again. */
  private static final CircuitBreaker.Rules OF_ACCOUNT =
      new CircuitBreaker.Rules(1, 0, Duration.ofHours(1), Duration.ofHours(1), Duration.ofHours(1));

  private final TimeSource time;
  private final Map<ModelId, CircuitBreaker> models = new ConcurrentHashMap<>();
  private final Map<String, CircuitBreaker> accounts = new ConcurrentHashMap<>();

  Breakers(TimeSource time) {
    this.time = time;
  }

  /** Hears that a breaker is in another state. */
  @FunctionalInterface
  interface Listener {
    /**
     * Hears of one change.
     *
     * @param of the model, or the provider whose account it is
     * @param state the state from now on
     */
    void changed(String of, State state);
  }

  /**
   * Asks to send one call.
   *
   * @param model the model as it is asked for
   * @param listener hears of what this call changes, on its thread
   * @return the right to send it, to be closed
   * @throws ModelException of kind MONEY or BREAKER_OPEN, with the wait, if it must not be sent
   */
  Pass enter(ModelId model, Listener listener) {
    String server = ModelSpelling.of(model).server();
    Gate money = new Gate(account(server), () -> "the account at " + server, listener);
    money
        .entry
        .refusal()
        .ifPresent(
            refusal -> {
              throw noMoney(model, refusal);
            });
    Gate calls = new Gate(breaker(model), model::toString, listener);
    calls
        .entry
        .refusal()
        .ifPresent(
            refusal -> {
              money.withdrawn();
              throw isDown(model, refusal);
            });
    return new Pass(money, calls);
  }

  /** Tells what {@link #enter} would raise now; takes nothing. */
  Optional<ModelException> refusal(ModelId model) {
    Optional<Refusal> money = account(ModelSpelling.of(model).server()).refusal();
    return money.isPresent()
        ? money.map(refusal -> noMoney(model, refusal))
        : breaker(model).refusal().map(refusal -> isDown(model, refusal));
  }

  /** Without money a run ends; while another call finds out whether there is some, it waits. */
  private static ModelException noMoney(ModelId model, Refusal refusal) {
    if (refusal.isTried()) {
      return refusal(
          ModelErrorKind.BREAKER_OPEN,
          "nothing is sent to "
              + model
              + " for now, because another call tries whether its account has money again",
          refusal.retryIn());
    }
    return refusal(
        ModelErrorKind.MONEY,
        "nothing is sent to "
            + model
            + ", because the account at '"
            + ModelSpelling.of(model).server()
            + "' had no money left; add some and call Nightshift.unblock(\""
            + model.provider()
            + "\")",
        refusal.retryIn());
  }

  private static ModelException isDown(ModelId model, Refusal refusal) {
    return refusal(
        ModelErrorKind.BREAKER_OPEN,
        "nothing is sent to " + model + " for now, because most of its last calls failed",
        refusal.retryIn());
  }

  private CircuitBreaker breaker(ModelId model) {
    return models.computeIfAbsent(model, id -> new CircuitBreaker(OF_MODEL, time));
  }

  /** Lets calls to a provider pass again, whatever its accounts lacked; tells if any was held. */
  boolean unblock(String provider) {
    boolean isAny = false;
    for (Map.Entry<String, CircuitBreaker> account : accounts.entrySet()) {
      if (ModelSpelling.isOf(account.getKey(), provider)) {
        isAny |= account.getValue().close();
      }
    }
    return isAny;
  }

  private CircuitBreaker account(String server) {
    return accounts.computeIfAbsent(server, name -> new CircuitBreaker(OF_ACCOUNT, time));
  }

  private static ModelException refusal(ModelErrorKind kind, String message, Duration wait) {
    return ModelException.builder(kind, message).billing(Billing.NOT_SENT).retryAfter(wait).build();
  }

  /** The right to send one call; says once what came of it. Used by one thread. */
  static final class Pass implements AutoCloseable {
    private final Gate money;
    private final Gate calls;
    private boolean isDone;

    private Pass(Gate money, Gate calls) {
      this.money = money;
      this.calls = calls;
    }

    void answered() {
      isDone = true;
      money.tell(money.breaker.succeeded(money.entry));
      calls.tell(calls.breaker.succeeded(calls.entry));
    }

    void failed(ModelException failure) {
      isDone = true;
      if (failure.kind() == ModelErrorKind.MONEY) {
        Duration hint = failure.retryAfter().orElse(Duration.ZERO);
        money.tell(money.breaker.failed(money.entry, hint));
      } else {
        money.withdrawn();
      }
      switch (failure.kind()) {
        case NOT_SENT, OVERLOADED, SERVER, TIMEOUT ->
            calls.tell(calls.breaker.failed(calls.entry, Duration.ZERO));
        case CANCELLED, BREAKER_OPEN -> calls.withdrawn();
        case THROTTLED, MODEL_NOT_FOUND, MONEY, CALLER, AUTHENTICATION, CONTEXT_LENGTH ->
            calls.tell(calls.breaker.alive(calls.entry));
      }
    }

    /** Gives the right back if nothing is known of the call. */
    @Override
    public void close() {
      if (!isDone) {
        money.withdrawn();
        calls.withdrawn();
      }
    }
  }

  /** One breaker on the way of one call. */
  private static final class Gate {
    private final CircuitBreaker breaker;
    private final Supplier<String> of;
    private final Listener listener;
    private final Entry entry;

    Gate(CircuitBreaker breaker, Supplier<String> of, Listener listener) {
      this.breaker = breaker;
      this.of = of;
      this.listener = listener;
      this.entry = breaker.enter();
      tell(entry.changed());
    }

    void withdrawn() {
      breaker.withdrawn(entry);
    }

    void tell(@Nullable State changed) {
      if (changed != null) {
        listener.changed(of.get(), changed);
      }
    }
  }
}
