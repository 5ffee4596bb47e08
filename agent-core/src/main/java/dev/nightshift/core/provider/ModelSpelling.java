package dev.nightshift.core.provider;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.model.ModelId;
import java.net.URI;
import java.util.Locale;

/**
 * A model as it is written where programs are configured: {@code NAME:MODEL}, or {@code
 * NAME:URL#MODEL} for a server of one's own. It is the {@link ModelId}, with its URL told apart.
 *
 * <p><b>Shape:</b> the name ends at the first colon; what follows is a URL if it begins with {@code
 * http://} or {@code https://}, and then ends at the first {@code #}. Colons and slashes may stand
 * in URL and model, a {@code #} in the model.
 *
 * @param provider the name of the provider
 * @param baseUrl where its server is, as it was written; empty if none was named
 * @param model the provider's own model id
 */
public record ModelSpelling(String provider, String baseUrl, String model) {
  /** Refuses what is no name of a provider, no URL of a host, and a model that is blank. */
  public ModelSpelling {
    Require.nonNull(provider, "provider");
    Require.nonNull(baseUrl, "baseUrl");
    Require.nonNull(model, "model");
    if (!ModelId.isProviderName(provider) || model.isBlank() || !isUrlOrEmpty(baseUrl)) {
      throw malformed(id(provider, baseUrl, model));
    }
  }

  /**
   * Reads a spelling.
   *
   * @param text {@code NAME:MODEL} or {@code NAME:URL#MODEL}
   * @return its parts
   * @throws IllegalArgumentException if it is neither; says how to write it
   */
  public static ModelSpelling parse(String text) {
    Require.nonNull(text, "text");
    int colon = text.indexOf(':');
    if (colon < 0) {
      throw malformed(text);
    }
    String provider = text.substring(0, colon).strip();
    String rest = text.substring(colon + 1).strip();
    if (!beginsLikeAUrl(rest)) {
      return new ModelSpelling(provider, "", rest);
    }
    int end = rest.indexOf('#');
    if (end < 0) {
      throw malformed(text);
    }
    return new ModelSpelling(
        provider, rest.substring(0, end).strip(), rest.substring(end + 1).strip());
  }

  /**
   * Returns the parts of a model id.
   *
   * @param id a model
   * @return its spelling; without a URL if it holds none
   */
  public static ModelSpelling of(ModelId id) {
    String text = Require.nonNull(id, "id").model();
    int end = text.indexOf('#');
    boolean isAtUrl =
        beginsLikeAUrl(text)
            && end > 0
            && isUrlOrEmpty(text.substring(0, end))
            && !text.substring(end + 1).isBlank();
    return isAtUrl
        ? new ModelSpelling(id.provider(), text.substring(0, end), text.substring(end + 1))
        : new ModelSpelling(id.provider(), "", text);
  }

  /**
   * Returns where a model is served, which is also who bills it.
   *
   * @return the name of the provider, with the URL if one was named
   */
  public String server() {
    return baseUrl.isEmpty() ? provider : provider + ":" + baseUrl;
  }

  /**
   * Tells whether a {@linkplain #server server} is one of a provider.
   *
   * @param server the name of a provider, with or without a URL
   * @param provider the name of a provider
   * @return true if the names are the same
   */
  public static boolean isOf(String server, String provider) {
    Require.nonNull(server, "server");
    Require.nonNull(provider, "provider");
    return server.equals(provider) || server.startsWith(provider + ":");
  }

  /**
   * Returns what a role asks for, and what the engine calls the model everywhere.
   *
   * @return the whole spelling as an id; its model part holds the URL
   */
  public ModelId id() {
    return new ModelId(provider, baseUrl.isEmpty() ? model : baseUrl + "#" + model);
  }

  @Override
  public String toString() {
    return id(provider, baseUrl, model);
  }

  private static String id(String provider, String baseUrl, String model) {
    return provider + ":" + (baseUrl.isEmpty() ? model : baseUrl + "#" + model);
  }

  private static boolean beginsLikeAUrl(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    return lower.startsWith("http://") || lower.startsWith("https://");
  }

  private static boolean isUrlOrEmpty(String baseUrl) {
    if (baseUrl.isEmpty()) {
      return true;
    }
    try {
      return beginsLikeAUrl(baseUrl) && URI.create(baseUrl).getHost() != null;
    } catch (IllegalArgumentException noUrl) {
      return false;
    }
  }

  private static IllegalArgumentException malformed(String text) {
    return new IllegalArgumentException(
        "model '"
            + VisibleText.cut(VisibleText.name(text), 200)
            + "' must be written NAME:MODEL, for example anthropic:claude-opus-5-5, or"
            + " NAME:URL#MODEL, for example openai-compatible:http://localhost:8000/v1#qwen3:30b");
  }
}
