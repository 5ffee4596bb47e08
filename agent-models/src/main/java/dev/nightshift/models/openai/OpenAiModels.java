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
  private static final Pattern SNAPSHOT = Pattern.compile("-20\\d{2}-\\d{2}-\\d{2}$");

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

  /** Returns the exact model: without the provider's prefix and the date of a snapshot. */
  static ModelId canonical(ModelId id) {
    String bare = SNAPSHOT.matcher(onTheWire(id.model())).replaceFirst("");
    return bare.equals(id.model()) ? id : new ModelId(id.provider(), bare);
  }

  static ModelLimits limits(ModelId canonical) {
    return known(canonical).limits;
  }

  static SupportedOptions options(ModelId canonical) {
    return new SupportedOptions(known(canonical).efforts, known(canonical).cacheLifetimes);
  }

  /** Tells whether a model thinks; one that does not refuses to be asked for its thoughts. */
  static boolean reasons(ModelId canonical) {
    return known(canonical).reasons;
  }

  private static Known known(ModelId canonical) {
    return KNOWN.getOrDefault(canonical.model(), NEW);
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
