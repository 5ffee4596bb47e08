package dev.nightshift.core.budget;

import dev.nightshift.core.base.AgentException;
import dev.nightshift.core.base.Require;
import java.util.Set;
import java.util.TreeSet;

/** Prices refused for a region that none of them lists; nothing was sent and nothing is charged. */
public final class UnknownRegionException extends AgentException {
  private static final long serialVersionUID = 1L;
  private final String region;

  /**
   * Creates the refusal.
   *
   * @param region the region nobody prices
   * @param known the regions that prices list
   */
  public UnknownRegionException(String region, Set<String> known) {
    super(
        "no price lists region '"
            + Require.nonNull(region, "region")
            + "'; "
            + (Require.elements(known, "known").isEmpty()
                ? "no region is listed at all: leave inRegion(..) out, or add multipliers for it"
                : "listed are " + new TreeSet<>(known) + ", spelled as their providers do"));
    this.region = region;
  }

  /**
   * Returns the region nobody prices.
   *
   * @return as it was asked for
   */
  public String region() {
    return region;
  }
}
