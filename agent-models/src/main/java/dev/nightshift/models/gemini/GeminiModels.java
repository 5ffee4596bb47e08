package dev.nightshift.models.gemini;

import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.ModelOptions.Effort;
import dev.nightshift.core.provider.ModelLimits;
import dev.nightshift.core.provider.SupportedOptions;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What is known about Google's models besides their prices, and how they are named. */
final class GeminiModels {
  private static final Pattern PREFIX = Pattern.compile("^(models|google)/");

  private static final ModelLimits LIMITS = new ModelLimits(1_048_576, 65_536);
  private static final ModelLimits OLD_LIMITS = new ModelLimits(1_048_576, 8_192);
  private static final Set<Effort> UP_TO_HIGH = EnumSet.range(Effort.LOW, Effort.HIGH);

  private static final Known LEVELS = new Known(LIMITS, Thinking.LEVEL, UP_TO_HIGH);
  private static final Known TWO_LEVELS =
      new Known(LIMITS, Thinking.LEVEL, EnumSet.of(Effort.LOW, Effort.HIGH));
  private static final Known BUDGET = new Known(LIMITS, Thinking.BUDGET, UP_TO_HIGH);
  private static final Known OLD = new Known(OLD_LIMITS, Thinking.NONE, Set.of());

  private static final Map<String, Known> KNOWN =
      Map.ofEntries(
          Map.entry("gemini-3.8-flash", LEVELS),
          Map.entry("gemini-3.6-flash", LEVELS),
          Map.entry("gemini-3.5-flash", LEVELS),
          Map.entry("gemini-3.5-flash-lite", LEVELS),
          Map.entry("gemini-3.1-pro-preview", LEVELS),
          Map.entry("gemini-3.1-pro-preview-customtools", LEVELS),
          Map.entry("gemini-3.1-flash-lite", LEVELS),
          Map.entry("gemini-3.1-flash-lite-preview", LEVELS),
          Map.entry("gemini-3-flash-preview", LEVELS),
          Map.entry("gemini-3-pro-preview", TWO_LEVELS),
          Map.entry("gemini-2.5-pro", BUDGET),
          Map.entry("gemini-2.5-flash", BUDGET),
          Map.entry("gemini-2.5-flash-lite", BUDGET),
          Map.entry("gemini-2.0-flash", OLD),
          Map.entry("gemini-2.0-flash-lite", OLD));

  /** A model that is not known is taken for a new one. */
  private static final Known NEW = new Known(ModelLimits.cautious(), Thinking.LEVEL, UP_TO_HIGH);

  private static final Known FOREIGN = new Known(ModelLimits.cautious(), Thinking.NONE, Set.of());

  private GeminiModels() {}

  /** Returns the one name of a model: without the prefixes that name lists write before it. */
  static String canonical(String model) {
    String bare = PREFIX.matcher(model).replaceFirst("");
    return bare.isBlank() ? model : bare;
  }

  /** Returns a model under its one name. */
  static ModelId canonical(ModelId id) {
    String canonical = canonical(id.model());
    return canonical.equals(id.model()) ? id : new ModelId(id.provider(), canonical);
  }

  static ModelLimits limits(String canonical) {
    return known(canonical).limits;
  }

  /** Caching is the server's own doing, so no lifetime can be asked for. */
  static SupportedOptions options(String canonical) {
    return new SupportedOptions(known(canonical).efforts, Set.of());
  }

  /** Returns how a model is told its effort. */
  static Thinking thinking(String canonical) {
    return known(canonical).thinking;
  }

  private static Known known(String canonical) {
    Known known = KNOWN.get(canonical);
    if (known != null) {
      return known;
    }
    return canonical.startsWith("gemini-") ? NEW : FOREIGN;
  }

  /** How a model is told how much to think. */
  enum Thinking {
    /** It is told nothing. */
    NONE,
    /** By a number of tokens: the 2.5 generation. */
    BUDGET,
    /** By a word: the third generation, which also refuses calls of tools without a signature. */
    LEVEL
  }

  private static final class Known {
    private final ModelLimits limits;
    private final Thinking thinking;
    private final Set<Effort> efforts;

    Known(ModelLimits limits, Thinking thinking, Set<Effort> efforts) {
      this.limits = limits;
      this.thinking = thinking;
      this.efforts = efforts;
    }
  }
}
