package dev.nightshift.models.internal.wire;

import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.provider.ModelResponse;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Notices answers that came without their usage. Threads: safe for concurrent use. */
final class UsageCheck {
  private static final Logger LOG = LoggerFactory.getLogger(UsageCheck.class);

  private final Set<ModelId> told = ConcurrentHashMap.newKeySet();

  /**
   * Warns once of each model.
   *
   * @return whether it warned
   */
  boolean check(ModelResponse response) {
    if (!response.usage().isEstimated() || !told.add(response.model())) {
      return false;
    }
    LOG.warn(
        "an answer of {} came without its usage; such answers are charged by what they can have"
            + " cost at most, and marked as estimated",
        response.model());
    return true;
  }
}
