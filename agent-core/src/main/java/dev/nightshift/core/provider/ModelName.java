package dev.nightshift.core.provider;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.model.ModelId;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The bare name of a model, whoever serves it: what two roles of a run must not share. Two names
 * are one if they differ only in what says nothing of the model itself: server and account,
 * publisher ({@code vendor/}), case, dots for hyphens, the date of a snapshot or the number of a
 * release ({@code -20251101}, {@code -0613}, {@code -001}), and tags of a service such as {@code
 * :latest} and {@code :free}. A name without a tag may be any of those with one, so that it counts
 * as each of them.
 *
 * <p>Names that differ in anything else, such as a size, a quantisation or a fine-tune, are two
 * models, though they can hide the same weights.
 *
 * @param name the bare name
 * @param tag what tells models of one name apart, such as {@code 30b}; empty if nothing does
 */
public record ModelName(String name, String tag) {
  /** Dates as vendors write them, from the year or without it, and a release of three digits. */
  private static final Pattern SNAPSHOT =
      Pattern.compile(
          "[-@](latest|\\d{8}|\\d{6}|\\d{3,4}|\\d{4}-\\d{2}-\\d{2}|\\d{2}-\\d{2}(?:\\d{2})?)$");

  /** Ollama's default tag, and what OpenRouter calls its ways to serve a model. */
  private static final Set<String> OF_A_SERVICE =
      Set.of(
          "latest", "free", "nitro", "floor", "online", "exacto", "extended", "thinking", "beta");

  /** Refuses nulls. */
  public ModelName {
    Require.nonNull(name, "name");
    Require.nonNull(tag, "tag");
  }

  /**
   * Returns the bare name of a model.
   *
   * @param canonical its exact name, {@link ModelFacts#canonical}
   * @return its name, in lower case
   */
  public static ModelName of(ModelId canonical) {
    String model =
        ModelSpelling.of(Require.nonNull(canonical, "canonical")).model().toLowerCase(Locale.ROOT);
    String bare = model.substring(model.lastIndexOf('/') + 1);
    int colon = bare.indexOf(':');
    String name = colon < 0 ? bare : bare.substring(0, colon);
    String tag = colon < 0 ? "" : bare.substring(colon + 1);
    return new ModelName(
        SNAPSHOT.matcher(name).replaceFirst("").replace('.', '-').replace('_', '-'),
        OF_A_SERVICE.contains(tag) ? "" : tag);
  }

  /**
   * Tells whether nobody can know two models apart.
   *
   * @param other another name
   * @return true also in doubt
   */
  public boolean isSameAs(ModelName other) {
    Require.nonNull(other, "other");
    return name.equals(other.name)
        && (tag.equals(other.tag) || tag.isEmpty() || other.tag.isEmpty());
  }
}
