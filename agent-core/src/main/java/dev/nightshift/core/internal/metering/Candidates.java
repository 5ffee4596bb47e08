package dev.nightshift.core.internal.metering;

import java.util.List;

/**
 * The models that may serve a role in one conversation. All are registered, have a price and take
 * the options that the role asks for.
 *
 * @param rungs the ladder, the lowest rung first
 * @param spares what is asked once neither the model nor a rung above it is available
 * @param why how the ladder was chosen
 */
record Candidates(List<ResolvedModel> rungs, List<ResolvedModel> spares, String why) {
  /** The rung of a level; those above the ladder are its top. */
  int rung(int level) {
    return Math.min(level, rungs.size() - 1);
  }
}
