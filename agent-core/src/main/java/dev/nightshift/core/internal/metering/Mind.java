package dev.nightshift.core.internal.metering;

import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.provider.ModelSpelling;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What two roles must not share: a model by its name, whoever serves it. Two names are one model if
 * they differ only in what says nothing of the model itself: server and account, publisher, case,
 * dots for hyphens, the date of a snapshot, and tags of a service. A name without a tag may be any
 * of those with one, so that it counts as each of them.
 *
 * @param spelled the model as it was asked for, for messages
 * @param name its bare name
 * @param tag what tells models of one name apart, such as {@code 30b}; empty if nothing does
 */
public record Mind(ModelId spelled, String name, String tag) {
  private static final Pattern SNAPSHOT =
      Pattern.compile("[-@](latest|\\d{8}|\\d{4}-\\d{2}-\\d{2})$");

  /** Ollama's default tag, and what OpenRouter calls its ways to serve a model. */
  private static final Set<String> OF_A_SERVICE =
      Set.of(
          "latest", "free", "nitro", "floor", "online", "exacto", "extended", "thinking", "beta");

  /**
   * Returns the mind of a model.
   *
   * @param spelled as it was asked for
   * @param canonical its exact name, as its provider says
   * @return the mind
   */
  public static Mind of(ModelId spelled, ModelId canonical) {
    String model = ModelSpelling.of(canonical).model().toLowerCase(Locale.ROOT);
    String bare = model.substring(model.lastIndexOf('/') + 1);
    int colon = bare.indexOf(':');
    String name = colon < 0 ? bare : bare.substring(0, colon);
    String tag = colon < 0 ? "" : bare.substring(colon + 1);
    return new Mind(
        spelled,
        SNAPSHOT.matcher(name).replaceFirst("").replace('.', '-').replace('_', '-'),
        OF_A_SERVICE.contains(tag) ? "" : tag);
  }

  /**
   * Returns the mind of a model of which nothing is known but how it is written.
   *
   * @param spelled as it was asked for
   * @return the same as that of the same spelling only
   */
  public static Mind asSpelled(ModelId spelled) {
    return new Mind(spelled, spelled.toString(), "");
  }

  /**
   * Tells whether nobody can know two models apart.
   *
   * @param other another
   * @return true also in doubt
   */
  public boolean isSame(Mind other) {
    return name.equals(other.name)
        && (tag.equals(other.tag) || tag.isEmpty() || other.tag.isEmpty());
  }
}
