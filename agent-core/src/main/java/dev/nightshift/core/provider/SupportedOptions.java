package dev.nightshift.core.provider;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.ModelOptions;
import dev.nightshift.core.model.ModelOptions.Effort;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/**
 * The values of {@link ModelOptions} that a model takes; leaving one out is always taken.
 *
 * @param efforts the efforts it can be told
 * @param cacheLifetimes the lifetimes of a prompt cache it can be told, zero if caching can be left
 *     out
 */
public record SupportedOptions(Set<Effort> efforts, Set<Duration> cacheLifetimes) {
  private static final SupportedOptions NONE = new SupportedOptions(Set.of(), Set.of());

  /** Copies the sets. */
  public SupportedOptions {
    efforts = Set.copyOf(Require.elements(efforts, "efforts"));
    cacheLifetimes = Set.copyOf(Require.elements(cacheLifetimes, "cacheLifetimes"));
  }

  /**
   * Returns what a model takes that cannot be told anything.
   *
   * @return no values
   */
  public static SupportedOptions none() {
    return NONE;
  }

  /**
   * Refuses options that a model does not take.
   *
   * @param model the model, as it was asked for
   * @param options what it is asked
   * @throws IllegalArgumentException naming the model, the value and what can be said instead
   */
  public void require(ModelId model, ModelOptions options) {
    Require.nonNull(model, "model");
    Require.nonNull(options, "options");
    Effort effort = options.effort();
    if (effort != null && !efforts.contains(effort)) {
      throw refused(model, "the effort " + effort, efforts);
    }
    Duration lifetime = options.cacheLifetime();
    if (lifetime != null && !cacheLifetimes.contains(lifetime)) {
      String what = lifetime.isZero() ? "no prompt cache" : "a prompt cache of " + lifetime;
      throw refused(model, what, cacheLifetimes);
    }
  }

  private static <T extends Comparable<? super T>> IllegalArgumentException refused(
      ModelId model, String what, Collection<T> taken) {
    String remedy =
        taken.isEmpty() ? "leave that option out" : "say one of " + new TreeSet<>(taken);
    return new IllegalArgumentException(
        "model '" + model + "' does not take " + what + "; " + remedy + " in its ModelOptions");
  }
}
