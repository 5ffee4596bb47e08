package dev.nightshift.models.anthropic;

import dev.nightshift.core.model.TokenUsage;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The usage of one answer as it becomes known. Counts are cumulative: a later one replaces an
 * earlier one. Every field is optional.
 */
final class UsageCollector {
  private static final long UNKNOWN = -1;
  private final boolean hourCache;
  private long input = UNKNOWN;
  private long cacheRead = UNKNOWN;
  private long cacheCreation = UNKNOWN;
  private long cacheCreation5m = UNKNOWN;
  private long cacheCreation1h = UNKNOWN;
  private long output = UNKNOWN;
  private long reasoning = UNKNOWN;
  private boolean outputIsFinal;

  UsageCollector(boolean hourCache) {
    this.hourCache = hourCache;
  }

  /** Takes the usage of {@code message_start}, whose output count is only a placeholder. */
  void started(JsonNode usage) {
    take(usage);
  }

  /** Takes the usage of {@code message_delta} or of a whole message. */
  void finished(JsonNode usage) {
    take(usage);
    outputIsFinal = outputIsFinal || usage.path("output_tokens").isIntegralNumber();
  }

  /** Returns what is known; marked as estimated unless the output count is final. */
  Optional<TokenUsage> soFar() {
    if (input == UNKNOWN && output == UNKNOWN) {
      return Optional.empty();
    }
    return Optional.of(build(known(input), known(output), !isExact()));
  }

  boolean isExact() {
    return input != UNKNOWN && outputIsFinal;
  }

  /** Returns the exact usage, or the bounds in place of what never arrived. */
  TokenUsage orBounded(long inputUpperBound, int maxOutputTokens) {
    long boundedInput = input == UNKNOWN ? inputUpperBound : input;
    long boundedOutput = outputIsFinal ? output : maxOutputTokens;
    return build(boundedInput, boundedOutput, !isExact());
  }

  private void take(JsonNode usage) {
    input = count(usage, "input_tokens", input);
    cacheRead = count(usage, "cache_read_input_tokens", cacheRead);
    cacheCreation = count(usage, "cache_creation_input_tokens", cacheCreation);
    JsonNode byLifetime = usage.path("cache_creation");
    cacheCreation5m = count(byLifetime, "ephemeral_5m_input_tokens", cacheCreation5m);
    cacheCreation1h = count(byLifetime, "ephemeral_1h_input_tokens", cacheCreation1h);
    output = count(usage, "output_tokens", output);
    reasoning = count(usage.path("output_tokens_details"), "thinking_tokens", reasoning);
  }

  private TokenUsage build(long inputTokens, long outputTokens, boolean estimated) {
    long fiveMinutes = known(cacheCreation5m);
    long oneHour = known(cacheCreation1h);
    // Without a split, or with one that covers less than the total, the rest has the lifetime asked
    // for.
    long rest = Math.max(0, known(cacheCreation) - fiveMinutes - oneHour);
    return TokenUsage.builder()
        .input(inputTokens)
        .cacheRead(known(cacheRead))
        .cacheCreation5m(hourCache ? fiveMinutes : fiveMinutes + rest)
        .cacheCreation1h(hourCache ? oneHour + rest : oneHour)
        .output(outputTokens)
        .reasoning(Math.min(known(reasoning), outputTokens))
        .estimated(estimated)
        .build();
  }

  private static long known(long count) {
    return Math.max(0, count);
  }

  private static long count(JsonNode node, String property, long before) {
    JsonNode value = node.path(property);
    return value.isIntegralNumber() && value.canConvertToLong()
        ? Math.max(0, value.longValue())
        : before;
  }
}
