package dev.nightshift.core.model;

/**
 * The name of a model at a provider, written {@code provider:model}.
 *
 * @param provider the name under which the provider was registered, for example {@code anthropic}
 * @param model the provider's own model id, for example {@code claude-opus-5-5}
 */
public record ModelId(String provider, String model) {
  /** Refuses blank parts. */
  public ModelId {
    if (provider.isBlank() || model.isBlank() || provider.indexOf(':') >= 0) {
      throw new IllegalArgumentException(
          "model '"
              + provider
              + ":"
              + model
              + "' must be written provider:model, for example anthropic:claude-opus-5-5");
    }
  }

  /**
   * Reads {@code provider:model}.
   *
   * @param text the two parts, joined by the first colon
   * @return the model id
   * @throws IllegalArgumentException if there is no colon or a part is blank
   */
  public static ModelId parse(String text) {
    int colon = text.indexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException(
          "model '"
              + text
              + "' must be written provider:model, for example anthropic:claude-opus-5-5");
    }
    return new ModelId(text.substring(0, colon).strip(), text.substring(colon + 1).strip());
  }

  @Override
  public String toString() {
    return provider + ":" + model;
  }
}
