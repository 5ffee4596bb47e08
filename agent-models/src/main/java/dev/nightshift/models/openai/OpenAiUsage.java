package dev.nightshift.models.openai;

import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.core.model.BillingTerms;
import dev.nightshift.core.model.ModelOptions;
import dev.nightshift.core.model.ServiceTier;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.models.internal.wire.UsageCounts;
import java.time.Duration;
import java.util.Set;

/**
 * The usage of an answer of OpenAI's APIs, where tokens read from and written to the cache are part
 * of the input, and those of reasoning part of the output.
 */
final class OpenAiUsage extends UsageCounts {
  /** A scale tier is capacity paid for in advance; on demand is what Groq calls having none. */
  private static final Set<String> LIST_PRICED = Set.of("scale", "on_demand");

  private static final Duration HALF_AN_HOUR = Duration.ofMinutes(30);

  private final String inputName;
  private final String outputName;
  private Duration cacheLifetime;
  private long cached = UNKNOWN;
  private long written = UNKNOWN;
  private long reasoning = UNKNOWN;
  private long total = UNKNOWN;
  private String service = "";

  private OpenAiUsage(String inputName, String outputName, ModelOptions options) {
    this.inputName = inputName;
    this.outputName = outputName;
    Duration asked = options.cacheLifetime();
    this.cacheLifetime = asked == null || asked.isZero() ? HALF_AN_HOUR : asked;
  }

  /** Returns the usage of an answer of the Responses API. */
  static OpenAiUsage ofResponse(ModelOptions options) {
    return new OpenAiUsage("input_tokens", "output_tokens", options);
  }

  /** Returns the usage of an answer of the Chat Completions API. */
  static OpenAiUsage ofCompletion(ModelOptions options) {
    return new OpenAiUsage("prompt_tokens", "completion_tokens", options);
  }

  /**
   * Takes a usage; counts are cumulative, so the largest counts.
   *
   * @param isLast whether the answer ended with it or before it
   */
  void take(JsonValue usage, boolean isLast) {
    input = most(usage, inputName, input);
    JsonValue ofInput = usage.path(inputName + "_details");
    cached = most(ofInput, "cached_tokens", cached);
    written = most(ofInput, "cache_write_tokens", written);
    output = most(usage, outputName, output);
    reasoning = most(usage.path(outputName + "_details"), "reasoning_tokens", reasoning);
    total = most(usage, "total_tokens", total);
    outputIsFinal = outputIsFinal || (isLast && usage.path(outputName).isWholeNumber());
  }

  /** Takes the end of an answer after which nothing came but the last counts. */
  void ended() {
    outputIsFinal = output != UNKNOWN;
  }

  /** Takes what else an answer says that its price depends on. */
  void terms(JsonValue answer) {
    service = answer.text("service_tier", service);
    GoDuration.parse(answer.path("prompt_cache_options").text("ttl", ""))
        .filter(told -> !told.isZero())
        .ifPresent(told -> cacheLifetime = told);
  }

  /** Returns how many tokens the prompt had as the server counted them, -1 if it did not say. */
  long promptTokens() {
    return input;
  }

  @Override
  protected TokenUsage.Builder build(long inputTokens, long outputTokens) {
    long read = Math.min(known(cached), inputTokens);
    long writes = Math.min(known(written), inputTokens - read);
    long thought = known(reasoning);
    // Some servers count what was thought beside the output, or not at all; their total tells.
    long billed = Math.max(outputTokens, total - inputTokens);
    return TokenUsage.builder()
        .input(inputTokens - read - writes)
        .cacheRead(read)
        .cacheWrite(cacheLifetime, writes)
        .output(billed)
        .reasoning(Math.min(thought, billed))
        .terms(terms());
  }

  /** Reserved capacity and its opposite are billed by token like all else. */
  @Override
  protected BillingTerms terms() {
    return BillingTerms.of(
        LIST_PRICED.contains(service) ? ServiceTier.STANDARD : ServiceTier.of(service));
  }
}
