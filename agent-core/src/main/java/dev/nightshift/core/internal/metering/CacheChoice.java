package dev.nightshift.core.internal.metering;

import dev.nightshift.core.model.ModelOptions;
import dev.nightshift.core.model.TokenUsage;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one conversation asks of its provider's prompt cache: what its role said, else what {@link
 * CacheLifetimes} finds cheapest, chosen while nothing of it is cached, so that it does not pay for
 * two lifetimes. Used by one thread at a time.
 */
final class CacheChoice {
  private final ModelAccess access;
  private final ResolvedModel seat;
  private final ModelOptions said;
  private final List<Duration> lifetimes;
  private @Nullable Duration lifetime;
  private long usedNanos;
  private long promptTokens;
  private boolean isAfterPause;

  CacheChoice(ModelAccess access, ResolvedModel seat, ModelOptions said) {
    this.access = access;
    this.seat = seat;
    this.said = said;
    this.lifetimes =
        seat.facts().options().cacheLifetimes().stream()
            .filter(lifetime -> !lifetime.isZero())
            .sorted()
            .toList();
  }

  /** Returns the options of the call that is made now. */
  ModelOptions calling() {
    if (said.cacheLifetime() != null || lifetimes.size() < 2) {
      return said;
    }
    long now = access.time().nanoTime();
    Duration pause = Duration.ofNanos(now - usedNanos);
    if (lifetime == null) {
      lifetime = cheapest(tally(false));
    } else if (pause.compareTo(lifetimes.get(0)) >= 0) {
      goOn(pause);
    }
    usedNanos = now;
    return said.withCacheLifetime(lifetime);
  }

  void answered(TokenUsage usage) {
    if (lifetime == null || usage.isEstimated()) {
      return;
    }
    long before = promptTokens == 0 ? usage.cacheRead() : promptTokens;
    promptTokens = usage.totalInput();
    wrote(false, promptTokens - before);
    if (isAfterPause) {
      wrote(true, promptTokens - before);
    }
  }

  private void goOn(Duration pause) {
    tally(false).wentOn(promptTokens, pause);
    if (isAfterPause) {
      tally(true).wentOn(promptTokens, pause);
    } else {
      wrote(true, promptTokens);
    }
    isAfterPause = true;
    if (pause.compareTo(lifetime) >= 0) {
      lifetime = cheapest(tally(true));
    }
  }

  private void wrote(boolean afterPause, long tokens) {
    tally(afterPause).wrote(Math.max(0, tokens));
  }

  private Duration cheapest(CacheLifetimes.Tally tally) {
    return access
        .price(seat, seat.requested(), access.time().now())
        .map(tally::cheapest)
        .orElse(lifetimes.get(0));
  }

  private CacheLifetimes.Tally tally(boolean afterPause) {
    CacheLifetimes.Kind kind = new CacheLifetimes.Kind(seat.role(), seat.model(), afterPause);
    return access.cacheLifetimes().of(kind, lifetimes);
  }
}
