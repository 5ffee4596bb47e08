package dev.nightshift.core.internal.json;

import tools.jackson.core.JsonGenerator;
import tools.jackson.core.util.JsonGeneratorDelegate;

/**
 * Writes JSON without half surrogate pairs. A model's text, an id or the name of a property may
 * hold one, as a cut text does; most APIs refuse a request with it, also as an escape.
 */
final class WellFormedJson extends JsonGeneratorDelegate {
  WellFormedJson(JsonGenerator json) {
    super(json, false);
  }

  @Override
  public JsonGenerator writeName(String name) {
    return super.writeName(JsonText.wellFormed(name));
  }

  @Override
  public JsonGenerator writeString(String text) {
    return super.writeString(JsonText.wellFormed(text));
  }
}
