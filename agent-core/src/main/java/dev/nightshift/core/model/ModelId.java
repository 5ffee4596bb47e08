package dev.nightshift.core.model;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.internal.text.VisibleText;

/**
 * The name of a model at a provider, written {@code provider:model}.
 *
 * @param provider the name under which the provider was registered, for example {@code anthropic}
 * @param model the provider's own model id, for example {@code claude-opus-5-5}
 */
public record ModelId(String provider, String model) {
  /** Refuses blank parts, and what is no name of a provider. */
  public ModelId {
    Require.nonNull(provider, "provider");
    Require.nonNull(model, "model");
    if (!isProviderName(provider) || model.isBlank()) {
      throw malformed(provider + ":" + model);
    }
  }

  /**
   * Tells whether a provider can be registered under a name and found again by its model ids.
   *
   * @param name the name
   * @return false if it is blank, holds a colon or a character nobody sees, or begins or ends with
   *     a space
   */
  public static boolean isProviderName(String name) {
    Require.nonNull(name, "name");
    return !name.isBlank()
        && name.equals(name.strip())
        && VisibleText.isVisibleLine(name)
        && name.indexOf(':') < 0;
  }

  /**
   * Reads {@code provider:model}.
   *
   * @param text the two parts, joined by the first colon
   * @return the model id
   * @throws IllegalArgumentException if there is no colon or a part is blank
   */
  public static ModelId parse(String text) {
    Require.nonNull(text, "text");
    int colon = text.indexOf(':');
    if (colon < 0) {
      throw malformed(text);
    }
    return new ModelId(text.substring(0, colon).strip(), text.substring(colon + 1).strip());
  }

  private static IllegalArgumentException malformed(String text) {
    return new IllegalArgumentException(
        "model '"
            + VisibleText.cut(VisibleText.name(text), 200)
            + "' must be written provider:model in visible characters, for example"
            + " anthropic:claude-opus-5-5");
  }

  @Override
  public String toString() {
    return provider + ":" + model;
  }
}
