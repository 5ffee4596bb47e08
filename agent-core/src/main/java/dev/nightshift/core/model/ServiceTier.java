package dev.nightshift.core.model;

import dev.nightshift.core.base.Require;
import java.util.Locale;

/** The service for which a provider billed a call; list prices may have a multiplier for each. */
public enum ServiceTier {
  /** The service that list prices are for, also where the provider does not say. */
  STANDARD,
  /** Answers within hours, for less. */
  BATCH,
  /** Answers when there is room, for less. */
  FLEX,
  /** Answers before others, for more. */
  PRIORITY,
  /** Answers at a higher speed, for more. */
  FAST,
  /** A service this library does not know. */
  OTHER;

  /**
   * Reads the word of a provider, such as {@code default} or {@code flex}.
   *
   * @param word any text; case does not matter
   * @return the tier; {@link #STANDARD} for an empty text or {@code auto}, {@link #OTHER} for a
   *     word that is not known
   */
  public static ServiceTier of(String word) {
    return switch (Require.nonNull(word, "word").strip().toLowerCase(Locale.ROOT)) {
      case "", "auto", "default", "standard" -> STANDARD;
      case "batch" -> BATCH;
      case "flex" -> FLEX;
      case "priority" -> PRIORITY;
      case "fast" -> FAST;
      default -> OTHER;
    };
  }
}
