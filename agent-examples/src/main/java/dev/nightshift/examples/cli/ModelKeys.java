package dev.nightshift.examples.cli;

import dev.nightshift.core.NightshiftBuilder;
import dev.nightshift.core.provider.MissingKeyException;
import dev.nightshift.core.provider.ModelProvider;
import dev.nightshift.core.provider.ModelProviders;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Where the keys of models are from, and whether a model is going to be asked at all.
 *
 * @param environment the environment variables
 * @param areNeeded false if nothing is done but what needs no model
 */
record ModelKeys(Map<String, String> environment, boolean areNeeded) {
  /**
   * Makes the provider of a model; of one whose key is neither there nor needed, one that refuses
   * to ask it.
   */
  ModelProvider provider(String spelling) {
    try {
      return ModelProviders.of(spelling, environment);
    } catch (MissingKeyException missing) {
      if (areNeeded) {
        throw missing;
      }
      // The facts of a model do not depend on its key, and nothing is sent with this one.
      Map<String, String> other = new HashMap<>(environment);
      other.put(missing.variables().get(0), UUID.randomUUID().toString());
      return new KeylessProvider(ModelProviders.of(spelling, other), missing);
    }
  }

  /** Gives an engine the providers of models. */
  NightshiftBuilder addTo(NightshiftBuilder engine, String... spellings) {
    for (String spelling : spellings) {
      try {
        engine.models(environment, spelling);
      } catch (MissingKeyException missing) {
        engine.provider(provider(spelling));
      }
    }
    return engine;
  }
}
