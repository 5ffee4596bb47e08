package dev.nightshift.core.budget;

import dev.nightshift.core.base.Require;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Where a price comes from, so that a bill can be explained.
 *
 * @param place where it stands, for example {@code prices.json, line 12, row 2 (openai:gpt-5.5)}
 * @param source who said so, in the words of the price's author; may be empty
 * @param asOf the day on which it was looked up, null if nobody wrote it down
 */
public record PriceOrigin(String place, String source, @Nullable LocalDate asOf) {
  private static final PriceOrigin CODE = new PriceOrigin("set in code", "", null);

  /** Refuses a missing place or source. */
  public PriceOrigin {
    Require.nonNull(place, "place");
    Require.nonNull(source, "source");
  }

  /**
   * Returns the origin of a price that a program made.
   *
   * @return a place, no source and no day
   */
  public static PriceOrigin code() {
    return CODE;
  }

  /**
   * Returns all of it on one line, for people.
   *
   * @return for example {@code prices.json, line 12: list of the vendor, as of 2026-11-23}
   */
  @Override
  public String toString() {
    return place
        + (source.isEmpty() ? "" : ": " + source)
        + (asOf == null ? "" : ", as of " + asOf);
  }
}
