package dev.nightshift.core.internal.metering;

import dev.nightshift.core.budget.BudgetShortfall;
import dev.nightshift.core.budget.BudgetWarning;
import dev.nightshift.core.budget.CallEstimate;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.model.ModelException;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.core.provider.ModelResponse;
import dev.nightshift.core.report.Compaction;
import dev.nightshift.core.routing.ModelChoice;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The events of model calls, as listeners and {@code events.jsonl} see them. */
final class CallEvents {
  private final RunMeter meter;

  CallEvents(RunMeter meter) {
    this.meter = meter;
  }

  /** A role has another model than before, or than it asked for. */
  static void routed(RunSignals signals, ModelChoice choice) {
    signals.emit(
        "model.routed",
        () -> {
          Map<String, Object> attributes = new LinkedHashMap<>();
          attributes.put("role", choice.role().name());
          attributes.put("from", choice.from().toString());
          attributes.put("to", choice.to().toString());
          attributes.put("cause", choice.cause().name());
          attributes.put("why", choice.why());
          return attributes;
        });
  }

  /** The history of a conversation was compacted, or that was paid for in vain. */
  static void compacted(RunSignals signals, Compaction compaction) {
    signals.emit(
        "model.compacted",
        () -> {
          Map<String, Object> attributes = new LinkedHashMap<>();
          attributes.put("role", compaction.role().name());
          attributes.put("model", compaction.model().toString());
          attributes.put("turnsLeftOut", compaction.turnsLeftOut());
          attributes.put("tokensBefore", compaction.tokensBefore());
          attributes.put("tokensAfter", compaction.tokensAfter());
          attributes.put("failure", compaction.failure());
          return attributes;
        });
  }

  /** A call waits for what others hold of a cap. */
  static void waiting(RunSignals signals, CallEstimate call, BudgetShortfall lacking) {
    signals.emit(
        "budget.waiting",
        () -> {
          Map<String, Object> attributes = ofCall(call);
          attributes.put("scope", lacking.scope().scope().name());
          attributes.put("name", lacking.scope().name());
          attributes.put("cap", lacking.cap().toDisplay());
          attributes.put("needed", lacking.needed());
          attributes.put("left", lacking.left());
          attributes.put("held", lacking.held());
          return attributes;
        });
  }

  /** Such a wait is over; an event behind it says what came of it. */
  static void waited(RunSignals signals, CallEstimate call, Duration time) {
    signals.emit(
        "budget.waited",
        () -> {
          Map<String, Object> attributes = ofCall(call);
          attributes.put("waitMs", time.toMillis());
          return attributes;
        });
  }

  /** A call was not sent, because nothing is sent to its model or its account for a while. */
  void refused(ResolvedModel seat, ModelException refusal, Optional<Duration> wait) {
    meter
        .signals()
        .emit(
            "model.refused",
            () -> {
              Map<String, Object> attributes = new LinkedHashMap<>();
              attributes.put("role", seat.role().name());
              attributes.put("model", seat.requested().toString());
              attributes.put("kind", refusal.kind().name());
              wait.ifPresent(pause -> attributes.put("waitMs", pause.toMillis()));
              return attributes;
            });
  }

  /** A breaker changed by a call of this run; it stands in the way of other runs too. */
  void breaker(String of, CircuitBreaker.State state, ModelId model) {
    meter
        .signals()
        .emit(
            "breaker.changed",
            () -> {
              Map<String, Object> attributes = new LinkedHashMap<>();
              attributes.put("of", of);
              attributes.put("state", state.name());
              attributes.put("model", model.toString());
              return attributes;
            });
  }

  /** The worst case of an attempt was set aside; it is about to be sent. */
  void reserved(Attempt attempt, int number) {
    meter
        .signals()
        .emit(
            "model.reserved",
            () -> {
              Map<String, Object> attributes = ofCall(attempt.call());
              attributes.put("attempt", (long) number);
              attributes.put("inputUpperBound", attempt.call().inputUpperBound());
              attributes.put("maxOutputTokens", (long) attempt.call().maxOutputTokens());
              attributes.put("holdNanos", attempt.hold().nanos());
              return attributes;
            });
  }

  /** An attempt was answered and settled. */
  void answered(Attempt attempt, ModelResponse response, Duration took) {
    meter
        .signals()
        .emit(
            "model.call",
            () -> {
              Map<String, Object> attributes = billed(attempt);
              attributes.put("answeredBy", response.model().toString());
              attributes.put("stopReason", response.turn().stopReason().name());
              attributes.put("durationMs", took.toMillis());
              attributes.put("requestId", response.requestId());
              return attributes;
            });
    warn(attempt);
  }

  /** An attempt failed and is made again after a wait. */
  void retried(Attempt attempt, ModelException failure, int number, Duration wait) {
    meter
        .signals()
        .emit(
            "model.retry",
            () -> {
              Map<String, Object> attributes = failed(attempt, failure);
              attributes.put("attempt", (long) number);
              attributes.put("waitMs", wait.toMillis());
              return attributes;
            });
    warn(attempt);
  }

  /** An attempt failed and is not made again. */
  void failed(Attempt attempt, ModelException failure, int number) {
    meter
        .signals()
        .emit(
            "model.failed",
            () -> {
              Map<String, Object> attributes = failed(attempt, failure);
              attributes.put("attempt", (long) number);
              return attributes;
            });
    warn(attempt);
  }

  /** An attempt ended without anybody knowing how. */
  void lost(Attempt attempt) {
    meter.signals().emit("model.failed", () -> billed(attempt));
    warn(attempt);
  }

  /** What was charged may have reached a part of a cap that nobody was told of yet. */
  private void warn(Attempt attempt) {
    AgentRole role = attempt.call().role();
    meter.signals().timeAccount().bookAroundCall();
    for (BudgetWarning warning : meter.access().ledger().warnings(meter.run(), role)) {
      meter.notices().reached(role, warning);
      meter
          .signals()
          .emit(
              "budget.threshold",
              () -> {
                Map<String, Object> attributes = new LinkedHashMap<>();
                attributes.put("scope", warning.scope().scope().name());
                attributes.put("name", warning.scope().name());
                attributes.put("cap", warning.cap().toDisplay());
                attributes.put("percent", (long) warning.percent());
                attributes.put("spent", warning.spent());
                return attributes;
              });
    }
  }

  private Map<String, Object> failed(Attempt attempt, ModelException failure) {
    Map<String, Object> attributes = billed(attempt);
    attributes.put("kind", failure.kind().name());
    attributes.put("billing", failure.billing().name());
    attributes.put("requestId", failure.requestId());
    failure.httpStatus().ifPresent(status -> attributes.put("httpStatus", (long) status));
    return attributes;
  }

  private Map<String, Object> billed(Attempt attempt) {
    TokenUsage usage = attempt.usage();
    Map<String, Object> attributes = ofCall(attempt.call());
    attributes.put("inputTokens", usage.input());
    attributes.put("cacheReadTokens", usage.cacheRead());
    attributes.put("cacheCreationTokens", usage.cacheWrites().total());
    attributes.put("outputTokens", usage.output());
    attributes.put("terms", usage.terms().toString());
    attributes.put("priceOrigin", attempt.origin().toString());
    attributes.put("costNanos", attempt.cost().nanos());
    attributes.put("totalNanos", meter.access().ledger().spend(meter.run()).spent().cost().nanos());
    attributes.put("estimated", usage.isEstimated());
    return attributes;
  }

  private static Map<String, Object> ofCall(CallEstimate call) {
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put("role", call.role().name());
    attributes.put("model", call.model().toString());
    return attributes;
  }
}
