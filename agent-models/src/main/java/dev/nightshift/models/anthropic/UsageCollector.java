package dev.nightshift.models.anthropic;

import dev.nightshift.core.model.BillingTerms;
import dev.nightshift.core.model.ServiceTier;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.models.internal.Json;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * The usage of one answer as it becomes known. Counts are cumulative, so the largest counts; only
 * the first output count is a placeholder, which a later one replaces. Every field is optional.
 */
final class UsageCollector {
  private static final Logger LOG = LoggerFactory.getLogger(UsageCollector.class);
  private static final long UNKNOWN = -1;
  private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);
  private static final Duration ONE_HOUR = Duration.ofHours(1);

  /** What an answer says that was processed wherever there was room. */
  private static final Set<String> NO_REGION = Set.of("global", "not_available");

  /** Far beyond every model, and small enough to be multiplied by every price. */
  private static final long MOST = 100_000_000;

  private final Duration cacheLifetime;
  private long input = UNKNOWN;
  private long cacheRead = UNKNOWN;
  private long cacheCreation = UNKNOWN;
  private long cacheCreation5m = UNKNOWN;
  private long cacheCreation1h = UNKNOWN;
  private long output = UNKNOWN;
  private long reasoning = UNKNOWN;
  private String service = "";
  private String speed = "";
  private String region = "";
  private boolean outputIsFinal;
  private boolean absurd;

  UsageCollector(Duration cacheLifetime) {
    this.cacheLifetime = cacheLifetime.isZero() ? FIVE_MINUTES : cacheLifetime;
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
    if (absurd || (input == UNKNOWN && output == UNKNOWN)) {
      return Optional.empty();
    }
    return Optional.of(build(known(input), known(output), !isExact()));
  }

  boolean isExact() {
    return input != UNKNOWN && outputIsFinal && !absurd;
  }

  /** Returns the exact usage, or the bounds in place of what never arrived. */
  TokenUsage orBounded(long inputUpperBound, int maxOutputTokens) {
    if (absurd) {
      return TokenUsage.builder()
          .terms(terms())
          .input(inputUpperBound)
          .output(maxOutputTokens)
          .estimated(true)
          .build();
    }
    long boundedInput = input == UNKNOWN ? inputUpperBound : input;
    long boundedOutput = outputIsFinal ? output : maxOutputTokens;
    return build(boundedInput, boundedOutput, !isExact());
  }

  private void take(JsonNode usage) {
    input = most(usage, "input_tokens", input);
    cacheRead = most(usage, "cache_read_input_tokens", cacheRead);
    cacheCreation = most(usage, "cache_creation_input_tokens", cacheCreation);
    JsonNode byLifetime = usage.path("cache_creation");
    cacheCreation5m = most(byLifetime, "ephemeral_5m_input_tokens", cacheCreation5m);
    cacheCreation1h = most(byLifetime, "ephemeral_1h_input_tokens", cacheCreation1h);
    service = Json.text(usage, "service_tier", service);
    speed = Json.text(usage, "speed", speed);
    region = Json.text(usage, "inference_geo", region);
    output = outputOf(usage);
    reasoning = most(usage.path("output_tokens_details"), "thinking_tokens", reasoning);
  }

  private long outputOf(JsonNode usage) {
    return outputIsFinal
        ? most(usage, "output_tokens", output)
        : count(usage, "output_tokens", output);
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
        .cacheWrite(FIVE_MINUTES, fiveMinutes)
        .cacheWrite(ONE_HOUR, oneHour)
        .cacheWrite(cacheLifetime, rest)
        .output(outputTokens)
        .reasoning(Math.min(known(reasoning), outputTokens))
        .estimated(estimated)
        .terms(terms())
        .build();
  }

  /** A priority tier is capacity paid for in advance; its tokens are billed like any others. */
  private BillingTerms terms() {
    ServiceTier billed = ServiceTier.of(speed.equals("fast") ? speed : service);
    return new BillingTerms(
        billed == ServiceTier.PRIORITY ? ServiceTier.STANDARD : billed,
        NO_REGION.contains(region) ? "" : region);
  }

  private static long known(long count) {
    return Math.max(0, count);
  }

  private long most(JsonNode node, String property, long before) {
    return Math.max(before, count(node, property, before));
  }

  private long count(JsonNode node, String property, long before) {
    JsonNode value = node.path(property);
    if (!value.isIntegralNumber()) {
      return before;
    }
    if (!value.canConvertToLong() || value.longValue() < 0 || value.longValue() > MOST) {
      LOG.warn("{} is {}, which no model has; the usage is not believed", property, value);
      absurd = true;
      return before;
    }
    return value.longValue();
  }
}
