package dev.nightshift.models.openai;

import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.ModelOptions.Effort;
import dev.nightshift.core.provider.ModelLimits;
import dev.nightshift.core.provider.SupportedOptions;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What is known about OpenAI's models besides their prices, and the rules of their names. */
final class OpenAiModels {
  private static final String PREFIX = "openai/";
  private static final Pattern DATE = Pattern.compile("-20\\d{2}-\\d{2}-\\d{2}$");

  /**
   * The dated names that are the undated model, as the aliases of the bundled prices say. Any other
   * may be a model of its own, at its own price: gpt-4o-2024-05-13 costs twice what gpt-4o does.
   */
  private static final Set<String> SNAPSHOTS =
      Set.of(
          "gpt-5.5-2026-04-23",
          "gpt-5.4-2026-03-05",
          "gpt-5.4-mini-2026-03-17",
          "gpt-5.4-nano-2026-03-17");

  private static final ModelLimits LARGE = new ModelLimits(1_050_000, 128_000);
  private static final ModelLimits MEDIUM = new ModelLimits(400_000, 128_000);
  private static final ModelLimits SMALL = new ModelLimits(200_000, 100_000);

  private static final Set<Effort> ALL = EnumSet.allOf(Effort.class);
  private static final Set<Effort> TO_XHIGH = EnumSet.range(Effort.LOW, Effort.XHIGH);
  private static final Set<Effort> TO_HIGH = EnumSet.range(Effort.LOW, Effort.HIGH);

  /** Since GPT-5.6 the lifetime of the prompt cache can be said, or no cache at all. */
  private static final Set<Duration> HALF_AN_HOUR = Set.of(Duration.ZERO, Duration.ofMinutes(30));

  private static final Set<Duration> UP_TO_TWELVE_HOURS =
      Set.of(Duration.ZERO, Duration.ofMinutes(30), Duration.ofHours(12));

  /** That nothing is known of may take anything. */
  private static final Known NEW = new Known(ModelLimits.cautious(), ALL, HALF_AN_HOUR, true);

  private static final Map<String, Known> KNOWN =
      Map.ofEntries(
          // Nobody published the limits of GPT-6; they are taken to be those of GPT-5.5.
          Map.entry("gpt-6-astra", new Known(LARGE, ALL, HALF_AN_HOUR, true)),
          Map.entry("gpt-6-sol", new Known(LARGE, ALL, HALF_AN_HOUR, true)),
          Map.entry("gpt-6.1-sol", new Known(LARGE, ALL, HALF_AN_HOUR, true)),
          Map.entry("gpt-6.1-terra", new Known(LARGE, ALL, UP_TO_TWELVE_HOURS, true)),
          Map.entry("gpt-6-luna", new Known(LARGE, ALL, HALF_AN_HOUR, true)),
          Map.entry("gpt-5.6", new Known(LARGE, ALL, HALF_AN_HOUR, true)),
          Map.entry("gpt-5.6-sol", new Known(MEDIUM, ALL, HALF_AN_HOUR, true)),
          Map.entry("gpt-5.6-terra", new Known(MEDIUM, ALL, HALF_AN_HOUR, true)),
          Map.entry("gpt-5.6-luna", new Known(MEDIUM, ALL, HALF_AN_HOUR, true)),
          Map.entry("gpt-5.5", reasoning(LARGE, TO_XHIGH)),
          Map.entry("gpt-5.4", reasoning(LARGE, TO_XHIGH)),
          Map.entry("gpt-5.4-mini", reasoning(MEDIUM, TO_XHIGH)),
          Map.entry("gpt-5.4-nano", reasoning(MEDIUM, TO_XHIGH)),
          Map.entry("gpt-5.3-codex", reasoning(MEDIUM, TO_XHIGH)),
          Map.entry("gpt-5.2", reasoning(MEDIUM, TO_XHIGH)),
          Map.entry("gpt-5.1", reasoning(MEDIUM, TO_HIGH)),
          Map.entry("gpt-5", reasoning(MEDIUM, TO_HIGH)),
          Map.entry("gpt-5-mini", reasoning(MEDIUM, TO_HIGH)),
          Map.entry("gpt-5-nano", reasoning(MEDIUM, TO_HIGH)),
          Map.entry("o3", reasoning(SMALL, TO_HIGH)),
          Map.entry("o4-mini", reasoning(SMALL, TO_HIGH)),
          Map.entry("gpt-4.1", plain(1_047_576, 32_768)),
          Map.entry("gpt-4.1-mini", plain(1_047_576, 32_768)),
          Map.entry("gpt-4.1-nano", plain(1_047_576, 32_768)),
          Map.entry("gpt-4o", plain(128_000, 16_384)),
          Map.entry("gpt-4o-mini", plain(128_000, 16_384)));

  private OpenAiModels() {}

  /** Returns the name as the API takes it: without the provider's prefix. */
  static String onTheWire(String model) {
    return model.startsWith(PREFIX) ? model.substring(PREFIX.length()) : model;
  }

  /** Returns the exact model, which is what is priced: its dated name, unless an alias lists it. */
  static ModelId canonical(ModelId id) {
    String bare = onTheWire(id.model());
    return named(id, SNAPSHOTS.contains(bare) ? withoutDate(bare) : bare);
  }

  /** Returns the model whose limits and options hold, and whose thoughts are understood. */
  static ModelId undated(ModelId id) {
    return named(id, withoutDate(onTheWire(id.model())));
  }

  private static String withoutDate(String model) {
    return DATE.matcher(model).replaceFirst("");
  }

  private static ModelId named(ModelId id, String model) {
    return model.equals(id.model()) ? id : new ModelId(id.provider(), model);
  }

  static ModelLimits limits(ModelId id) {
    return known(id).limits;
  }

  static SupportedOptions options(ModelId id) {
    return new SupportedOptions(known(id).efforts, known(id).cacheLifetimes);
  }

  /** Tells whether a model thinks; one that does not refuses to be asked for its thoughts. */
  static boolean reasons(ModelId id) {
    return known(id).reasons;
  }

  private static Known known(ModelId id) {
    return KNOWN.getOrDefault(undated(id).model(), NEW);
  }

  private static Known reasoning(ModelLimits limits, Set<Effort> efforts) {
    return new Known(limits, efforts, Set.of(), true);
  }

  private static Known plain(long contextWindow, int maxOutput) {
    return new Known(new ModelLimits(contextWindow, maxOutput), Set.of(), Set.of(), false);
  }

  private record Known(
      ModelLimits limits, Set<Effort> efforts, Set<Duration> cacheLifetimes, boolean reasons) {}
}
