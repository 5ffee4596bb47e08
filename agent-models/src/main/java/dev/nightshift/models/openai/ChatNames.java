package dev.nightshift.models.openai;

import dev.nightshift.core.model.ModelId;
import dev.nightshift.models.internal.wire.BaseUrl;

/**
 * The names of the models of one server. A model may be written with the URL of its server before
 * it, {@code URL#MODEL}.
 *
 * @param isOpenAi whether the rules for the names of OpenAI's models hold
 * @param baseUrl where the server is
 */
record ChatNames(boolean isOpenAi, String baseUrl) {
  /** Returns the exact model. */
  ModelId canonical(ModelId id) {
    ModelId bare = new ModelId(id.provider(), withoutUrl(id));
    return isOpenAi ? OpenAiModels.canonical(bare) : bare;
  }

  /** Returns the name as the server takes it. */
  String onTheWire(ModelId id) {
    return isOpenAi ? OpenAiModels.onTheWire(withoutUrl(id)) : withoutUrl(id);
  }

  private String withoutUrl(ModelId id) {
    String model = id.model();
    int mark = model.indexOf('#');
    if (mark < 0 || !model.matches("(?i)https?://.*")) {
      return model;
    }
    String url = model.substring(0, mark).replaceFirst("/+$", "");
    if (!url.equals(baseUrl) && !(url + "/v1").equals(baseUrl)) {
      throw new IllegalArgumentException(
          ("model '%s' is at another server than its provider, which is at %s; give the engine a"
                  + " provider with that base URL")
              .formatted(BaseUrl.shown(id.toString()), baseUrl));
    }
    if (mark == model.length() - 1) {
      throw new IllegalArgumentException(
          "model '"
              + BaseUrl.shown(id.toString())
              + "' names a server and no model; write URL#MODEL");
    }
    return model.substring(mark + 1);
  }
}
