package dev.nightshift.models;

import dev.nightshift.core.base.AgentException;
import dev.nightshift.core.budget.Price.Tier;
import dev.nightshift.core.budget.Rates;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.provider.ModelName;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What calls of a model are known to be charged for, by the bundled rows of the same model and the
 * nature of its vendor. A row of a table of others that does not state all of it would make a price
 * that is too low, because what has no rate costs what plain input costs.
 */
final class KnownCharges {
  /** Claude keeps what is written to a cache for five minutes or an hour, as it is asked to. */
  private static final Set<Duration> OF_CLAUDE = Set.of(Duration.ofMinutes(5), Duration.ofHours(1));

  /** OpenAI charges more for cache writes than for input since GPT-5.6; these came before it. */
  private static final Pattern WRITES_FOR_NOTHING =
      Pattern.compile(
          "gpt-(?:[34]|oss).*|gpt-5(?:-[1-5])?(?:-[a-z].*)?|o[134](?:-.*)?"
              + "|chatgpt-4o.*|codex-mini|computer-use-preview");

  private static final Map<String, Set<PriceRow>> BUNDLED = BundledPrices.load().rowsByName();

  private final ModelId model;
  private final String name;
  private final Set<PriceRow> bundled;

  private KnownCharges(ModelId model, String name, Set<PriceRow> bundled) {
    this.model = model;
    this.name = name;
    this.bundled = bundled;
  }

  /** Returns the charges of a model, whoever serves it. */
  static KnownCharges of(ModelId model) {
    String name = ModelName.of(model).name();
    return new KnownCharges(model, name, BUNDLED.getOrDefault(name, Set.of()));
  }

  /**
   * Refuses a row that leaves one of them open.
   *
   * @throws AgentException if there is one
   */
  void requireStated(ForeignRow row) {
    Set<ForeignRate> stated = row.standard().above(0).keySet();
    if (isClaude()) {
      require(stated, ForeignRate.CACHE_READ);
      requireWrites(stated, OF_CLAUDE);
    } else if (chargesWrites()) {
      require(stated, ForeignRate.CACHE_WRITE);
    }
    for (PriceRow known : bundled) {
      Rates rates = known.price().tiers().get(0).rates();
      if (rates.cacheRead() != rates.input()) {
        require(stated, ForeignRate.CACHE_READ);
      }
      requireWrites(stated, rates.cacheWrites().keySet());
      requireTiers(row, known.price().tiers());
      requireRegions(row, known);
    }
  }

  /**
   * Returns when the model is known to cost something else than on the day of a table, which has no
   * dates; null if that is not known.
   */
  @Nullable Instant changeSince(LocalDate day) {
    Instant looked = day.atStartOfDay(ZoneOffset.UTC).toInstant();
    return bundled.stream()
        .map(PriceRow::from)
        .filter(from -> from != null && !from.isBefore(looked))
        .min(Comparator.naturalOrder())
        .orElse(null);
  }

  private boolean isClaude() {
    return model.provider().equals("anthropic") || name.contains("claude");
  }

  private boolean chargesWrites() {
    return (model.provider().equals("openai") || name.startsWith("gpt-"))
        && !WRITES_FOR_NOTHING.matcher(name).matches();
  }

  private static void require(Set<ForeignRate> stated, ForeignRate needed) {
    if (!stated.contains(needed)) {
      throw new AgentException(
          "it has no rate for " + needed + ", which calls of this model may be charged");
    }
  }

  /** A rate without a lifetime is that of the only one there is. */
  private static void requireWrites(Set<ForeignRate> stated, Set<Duration> lifetimes) {
    if (!lifetimes.isEmpty()) {
      require(stated, ForeignRate.CACHE_WRITE);
    }
    if (lifetimes.equals(OF_CLAUDE)) {
      require(stated, ForeignRate.CACHE_WRITE_FOR_AN_HOUR);
    } else if (lifetimes.size() > 1) {
      throw new AgentException(
          "it does not say for which of the lifetimes %s its rate for %s is"
              .formatted(lifetimes, ForeignRate.CACHE_WRITE));
    }
  }

  private static void requireTiers(ForeignRow row, List<Tier> tiers) {
    for (Tier tier : tiers) {
      if (!row.standard().borders().contains(tier.promptTokensAbove())) {
        throw new AgentException(
            "it has no rates above %s tokens, where this model is known to have other ones"
                .formatted(tier.promptTokensAbove()));
      }
    }
  }

  /** Another seller of the model may have other regions, or none. */
  private void requireRegions(ForeignRow row, PriceRow known) {
    Set<String> regions = known.price().multipliers().regions().keySet();
    boolean isOfSeller = known.models().get(0).provider().equals(model.provider());
    if (isOfSeller && !row.regions().containsAll(regions)) {
      throw new AgentException(
          "it has factors for the regions %s, where this model is known to have some for %s"
              .formatted(row.regions(), new TreeSet<>(regions)));
    }
  }
}
