package dev.nightshift.models.testing;

import dev.nightshift.core.base.TimeSource;
import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.core.model.TokenUsage;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Counts input as Anthropic's prompt cache would, at four bytes a token. An entry is written at a
 * cache mark and nowhere else, if the prompt up to it is long enough for the model. A mark finds
 * entries at itself and at the 19 blocks before it; what was found lives on for its own lifetime.
 *
 * <p>Not safe for concurrent use.
 */
final class SimulatedCache {
  private static final int LOOKBACK_BLOCKS = 20;
  private final Map<String, Entry> entryByPrefix = new HashMap<>();
  private final boolean caching;
  private final TimeSource time;

  SimulatedCache(boolean caching, TimeSource time) {
    this.caching = caching;
    this.time = time;
  }

  /** Returns the usage of a request, without output, and remembers its marked prefixes. */
  TokenUsage count(JsonValue request) {
    List<PromptBlock> blocks = PromptBlock.of(request);
    long total = blocks.isEmpty() ? 0 : blocks.get(blocks.size() - 1).tokensUpTo();
    if (!caching) {
      return TokenUsage.of(Math.max(1, total), 0);
    }
    long least = CacheMinimum.tokens(request.path("model").text(""));
    int[] marks =
        IntStream.range(0, blocks.size())
            .filter(i -> blocks.get(i).isMarked() && blocks.get(i).tokensUpTo() >= least)
            .toArray();
    Instant now = time.now();
    long read = 0;
    for (int mark : marks) {
      read = Math.max(read, found(blocks, mark, now));
    }
    TokenUsage usage = TokenUsage.builder().cacheRead(read).build();
    long upTo = read;
    for (int mark : marks) {
      PromptBlock end = blocks.get(mark);
      long written = Math.max(0, end.tokensUpTo() - upTo);
      usage = usage.plus(TokenUsage.builder().cacheWrite(end.lifetime(), written).build());
      upTo += written;
      use(end.prefix(), end.lifetime(), now);
    }
    return usage.plus(TokenUsage.of(total - upTo, 0));
  }

  /** How many tokens the longest entry has that a mark finds. */
  private long found(List<PromptBlock> blocks, int mark, Instant now) {
    for (int i = mark; i >= 0 && i > mark - LOOKBACK_BLOCKS; i--) {
      PromptBlock block = blocks.get(i);
      Entry entry = entryByPrefix.get(block.prefix());
      if (entry != null && entry.isAliveAt(now)) {
        use(block.prefix(), entry.lifetime(), now);
        return block.tokensUpTo();
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
