package dev.nightshift.models.anthropic;

import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.core.model.BillingTerms;
import dev.nightshift.core.model.ServiceTier;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.models.internal.wire.UsageCounts;
import java.time.Duration;
import java.util.Set;

/**
 * The usage of an answer of the Messages API: input and cache counts are disjoint, thinking is part
 * of the output. Counts are cumulative, so the largest counts; only the first output count is a
 * placeholder, which a later one replaces.
 */
final class AnthropicUsage extends UsageCounts {
  private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);
  private static final Duration ONE_HOUR = Duration.ofHours(1);

  /** What an answer says that was processed wherever there was room. */
  private static final Set<String> NO_REGION = Set.of("global", "not_available");

  private final Duration cacheLifetime;
  private long cacheRead = UNKNOWN;
  private long cacheCreation = UNKNOWN;
  private long cacheCreation5m = UNKNOWN;
  private long cacheCreation1h = UNKNOWN;
  private long reasoning = UNKNOWN;
  private String service = "";
  private String speed = "";
  private String region = "";

  AnthropicUsage(Duration cacheLifetime) {
    this.cacheLifetime = cacheLifetime.isZero() ? FIVE_MINUTES : cacheLifetime;
  }

  /** Takes the usage of {@code message_start}, whose output count is only a placeholder. */
  void started(JsonValue usage) {
    take(usage);
  }

  /** Takes the usage of {@code message_delta} or of a whole message. */
  void finished(JsonValue usage) {
    take(usage);
    outputIsFinal = outputIsFinal || usage.path("output_tokens").isWholeNumber();
  }

  private void take(JsonValue usage) {
    input = most(usage, "input_tokens", input);
    cacheRead = most(usage, "cache_read_input_tokens", cacheRead);
    cacheCreation = most(usage, "cache_creation_input_tokens", cacheCreation);
    JsonValue byLifetime = usage.path("cache_creation");
    cacheCreation5m = most(byLifetime, "ephemeral_5m_input_tokens", cacheCreation5m);
    cacheCreation1h = most(byLifetime, "ephemeral_1h_input_tokens", cacheCreation1h);
    service = usage.text("service_tier", service);
    speed = usage.text("speed", speed);
    region = usage.text("inference_geo", region);
    output = outputOf(usage);
    reasoning = most(usage.path("output_tokens_details"), "thinking_tokens", reasoning);
  }

  private long outputOf(JsonValue usage) {
    return outputIsFinal
        ? most(usage, "output_tokens", output)
        : count(usage, "output_tokens", output);
  }

  @Override
  protected TokenUsage.Builder build(long inputTokens, long outputTokens) {
    long fiveMinutes = known(cacheCreation5m);
    long oneHour = known(cacheCreation1h);
    // Without a split, or with one that covers less than the total, the rest has the lifetime asked
    // for.
    long rest = Math.max(0, known(cacheCreation) - fiveMinutes - oneHour);
    return TokenUsage.builder()
        .input(inputTokens)
        .cacheRead(known(cacheRead))
        .cacheWrite(FIVE_MINUTES, fiveMinutes)
        .cacheWrite(ONE_HOUR, oneHour)
        .cacheWrite(cacheLifetime, rest)
        .output(outputTokens)
        .reasoning(Math.min(known(reasoning), outputTokens))
        .terms(terms());
  }

  /** A priority tier is capacity paid for in advance; its tokens are billed like any others. */
  @Override
  protected BillingTerms terms() {
    ServiceTier billed = ServiceTier.of(speed.equals("fast") ? speed : service);
    return new BillingTerms(
        billed == ServiceTier.PRIORITY ? ServiceTier.STANDARD : billed,
        NO_REGION.contains(region) ? "" : region);
  }
}
