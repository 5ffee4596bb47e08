package dev.nightshift.models.limits;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.provider.AdmissionRequest;
import dev.nightshift.core.provider.RateLimitStatus.Dimension;
import dev.nightshift.models.limits.TokenBucket.Hold;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** A call in the queue. Guarded by the lock of its {@link RateLimits}. */
final class Waiter {
  private final AdmissionRequest request;
  private final double share;
  private final long arrived;
  private final Map<Dimension, Hold> holds = new EnumMap<>(Dimension.class);
  private CountDownLatch wake = new CountDownLatch(1);

  /**
   * Creates a call that has just come.
   *
   * @param share the part of a minute's limit it takes, of the dimension that is shortest
   */
  Waiter(AdmissionRequest request, double share, long arrived) {
    this.request = request;
    this.share = share;
    this.arrived = arrived;
  }

  ModelId model() {
    return request.call().model();
  }

  RunId run() {
    return request.run();
  }

  boolean isReviewer() {
    return request.call().role().equals(AgentRole.REVIEWER);
  }

  /** Takes its worst case from a limit. */
  void takeFrom(Dimension dimension, TokenBucket bucket) {
    holds.put(dimension, bucket.take(cost(dimension)));
  }

  /** What it took of a limit. */
  Hold hold(Dimension dimension) {
    return Require.nonNull(holds.get(dimension), "what was taken of " + dimension);
  }

  long cost(Dimension dimension) {
    return cost(request, dimension);
  }

  /** What a call takes of a limit at most. */
  static long cost(AdmissionRequest request, Dimension dimension) {
    return switch (dimension) {
      case REQUESTS -> 1;
      case INPUT_TOKENS -> request.uncachedInput();
      case OUTPUT_TOKENS -> request.call().maxOutputTokens();
      case TOKENS -> request.call().totalTokens();
    };
  }

  double share() {
    return share;
  }

  long arrived() {
    return arrived;
  }

  /** What it waits for next. */
  CountDownLatch rest() {
    wake = new CountDownLatch(1);
    return wake;
  }

  void wake() {
    wake.countDown();
  }
}
