package dev.nightshift.models.testing;

import dev.nightshift.core.base.TimeSource;
import dev.nightshift.core.model.TokenUsage;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts input as a vendor's prompt cache would, at four bytes a token: what is found is read and
 * lives on for its own lifetime, and the rest is written up to the last entry of the request.
 *
 * <p>Not safe for concurrent use.
 */
final class SimulatedCache {
  private final Map<String, Entry> entryByPrefix = new HashMap<>();
  private final boolean caching;
  private final TimeSource time;

  SimulatedCache(boolean caching, TimeSource time) {
    this.caching = caching;
    this.time = time;
  }

  /** Returns the usage of a request, without output, and remembers what of it is cached. */
  TokenUsage count(AskedPrompt prompt, CacheRules rules) {
    long total = prompt.tokens();
    boolean isRefused = prompt.lifetime().filter(Duration::isZero).isPresent();
    if (!caching || isRefused) {
      return TokenUsage.of(Math.max(1, total), 0);
    }
    Instant now = time.now();
    long read = 0;
    for (List<PromptPoint> places : rules.lookups(prompt)) {
      read = Math.max(read, found(places, now));
    }
    TokenUsage usage = TokenUsage.builder().cacheRead(read).build();
    long upTo = read;
    for (CacheRules.Write write : rules.writes(prompt)) {
      long written = Math.max(0, write.end().tokensUpTo() - upTo);
      if (rules.chargesWrites()) {
        usage = usage.plus(TokenUsage.builder().cacheWrite(write.lifetime(), written).build());
        upTo += written;
      }
      use(write.end().prefix(), write.lifetime(), now);
    }
    return usage.plus(TokenUsage.of(total - upTo, 0));
  }

  /** How many tokens the first entry has that is found. */
  private long found(List<PromptPoint> places, Instant now) {
    for (PromptPoint place : places) {
      Entry entry = entryByPrefix.get(place.prefix());
      if (entry != null && entry.isAliveAt(now)) {
        use(place.prefix(), entry.lifetime(), now);
        return place.tokensUpTo();
      }
    }
    return 0;
  }

  /** An entry that is alive keeps the lifetime with which it was written. */
  private void use(String prefix, Duration lifetime, Instant now) {
    Entry known = entryByPrefix.get(prefix);
    Duration kept = known != null && known.isAliveAt(now) ? known.lifetime() : lifetime;
    entryByPrefix.put(prefix, new Entry(kept, now.plus(kept)));
  }

  private record Entry(Duration lifetime, Instant expiry) {
    boolean isAliveAt(Instant now) {
      return now.isBefore(expiry);
    }
  }
}
