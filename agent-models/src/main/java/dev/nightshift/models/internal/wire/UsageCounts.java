package dev.nightshift.models.internal.wire;

import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.core.model.BillingTerms;
import dev.nightshift.core.model.TokenUsage;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The usage of one answer as it becomes known. Every field is optional; what never arrives is
 * bounded. A vendor's counts are made disjoint in {@link #build}. Not safe for concurrent use.
 */
public abstract class UsageCounts {
  /** What stands for a count that has not arrived. */
  protected static final long UNKNOWN = -1;

  private static final Logger LOG = LoggerFactory.getLogger(UsageCounts.class);

  /** Far beyond every model, and small enough to be multiplied by every price. */
  private static final long MOST = 100_000_000;

  /** The vendor's count of input tokens, with or without cached ones. */
  protected long input = UNKNOWN;

  /** The vendor's count of output tokens, with or without those of reasoning. */
  protected long output = UNKNOWN;

  /** Whether the output count is the last one. */
  protected boolean outputIsFinal;

  private boolean absurd;
  private long told;

  /** Returns what is known; marked as estimated unless the output count is final. */
  public final Optional<TokenUsage> soFar() {
    if (absurd || (input == UNKNOWN && output == UNKNOWN)) {
      return Optional.empty();
    }
    return Optional.of(build(known(input), known(output)).estimated(!isExact()).build());
  }

  /** Tells whether there are other counts than when this was asked before. */
  public final boolean hasChanged() {
    long before = told;
    told = known(input) + known(output);
    return told != before;
  }

  /** Tells whether everything is known that is billed. */
  public final boolean isExact() {
    return input != UNKNOWN && outputIsFinal && !absurd;
  }

  /** Returns the exact usage, or the bounds in place of what never arrived. */
  public final TokenUsage orBounded(long inputUpperBound, int maxOutputTokens) {
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
    return build(boundedInput, boundedOutput).estimated(!isExact()).build();
  }

  /**
   * Returns the disjoint counts of a usage.
   *
   * @param inputTokens what counts as {@link #input}
   * @param outputTokens what counts as {@link #output}
   */
  protected abstract TokenUsage.Builder build(long inputTokens, long outputTokens);

  /** Returns what the answer was billed as. */
  protected abstract BillingTerms terms();

  /** Returns a count, zero if it is not known. */
  protected static long known(long count) {
    return Math.max(0, count);
  }

  /** Returns the larger of a count and the one before it, for counts that only grow. */
  protected final long most(JsonValue usage, String property, long before) {
    return Math.max(before, count(usage, property, before));
  }

  /** Returns a count, or the one before if it is not there or no model can have it. */
  protected final long count(JsonValue usage, String property, long before) {
    JsonValue value = usage.path(property);
    if (!value.isWholeNumber()) {
      return before;
    }
    long count = value.number(-1);
    if (count < 0 || count > MOST) {
      LOG.warn("{} is {}, which no model has; the usage is not believed", property, value);
      absurd = true;
      return before;
    }
    return count;
  }
}
