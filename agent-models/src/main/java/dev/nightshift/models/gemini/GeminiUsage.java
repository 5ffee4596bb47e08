package dev.nightshift.models.gemini;

import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.core.model.BillingTerms;
import dev.nightshift.core.model.ServiceTier;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.models.internal.wire.UsageCounts;
import java.util.Locale;

/**
 * The usage of an answer of the Gemini API, in every piece of its stream: what was read from a
 * cache is part of the prompt, and what was thought is not part of the candidates. Counts only
 * grow, so the largest is the last one.
 */
final class GeminiUsage extends UsageCounts {
  private long prompt = UNKNOWN;
  private long toolUsePrompt = UNKNOWN;
  private long cached = UNKNOWN;
  private long candidates = UNKNOWN;
  private long thoughts = UNKNOWN;
  private long total = UNKNOWN;
  private String traffic = "";

  /**
   * Takes the usage of one piece.
   *
   * @param usage its {@code usageMetadata}
   * @param isLast whether the answer had ended by then
   */
  void take(JsonValue usage, boolean isLast) {
    prompt = most(usage, "promptTokenCount", prompt);
    toolUsePrompt = most(usage, "toolUsePromptTokenCount", toolUsePrompt);
    cached = most(usage, "cachedContentTokenCount", cached);
    candidates = most(usage, "candidatesTokenCount", candidates);
    thoughts = most(usage, "thoughtsTokenCount", thoughts);
    total = most(usage, "totalTokenCount", total);
    traffic = usage.text("trafficType", traffic);
    if (prompt != UNKNOWN) {
      input = prompt + known(toolUsePrompt);
    }
    if (saysTheOutput(usage)) {
      // A count of zero is left out, and then only the total tells it from one that is missing.
      long rest = input == UNKNOWN ? 0 : total - input;
      output = Math.max(known(candidates) + known(thoughts), rest);
      outputIsFinal = outputIsFinal || isLast;
    }
  }

  private boolean saysTheOutput(JsonValue usage) {
    return usage.path("candidatesTokenCount").isWholeNumber()
        || usage.path("thoughtsTokenCount").isWholeNumber()
        || (prompt != UNKNOWN && usage.path("totalTokenCount").isWholeNumber());
  }

  @Override
  protected TokenUsage.Builder build(long inputTokens, long outputTokens) {
    long read = Math.min(known(cached), inputTokens);
    return TokenUsage.builder()
        .input(inputTokens - read)
        .cacheRead(read)
        .output(outputTokens)
        .reasoning(Math.min(known(thoughts), outputTokens))
        .terms(terms());
  }

  /** Capacity that was paid for in advance is billed like any other. */
  @Override
  protected BillingTerms terms() {
    String word = traffic.toLowerCase(Locale.ROOT).replaceFirst("^on_demand_?", "");
    boolean isPlain = word.equals("provisioned_throughput") || word.endsWith("unspecified");
    return new BillingTerms(isPlain ? ServiceTier.STANDARD : ServiceTier.of(word), "");
  }
}
