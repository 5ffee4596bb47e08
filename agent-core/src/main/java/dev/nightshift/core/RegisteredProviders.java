package dev.nightshift.core;

import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.provider.ModelProvider;
import dev.nightshift.core.provider.ModelProviders;
import dev.nightshift.core.provider.ModelSpelling;
import java.util.LinkedHashMap;
import java.util.Map;

/** The providers of an engine by the names under which models are asked for. */
final class RegisteredProviders {
  private final Map<String, ModelProvider> byName = new LinkedHashMap<>();

  boolean isEmpty() {
    return byName.isEmpty();
  }

  Map<String, ModelProvider> byName() {
    return byName;
  }

  /** Adds a provider, or refuses a name that is taken or is none. */
  void add(String name, ModelProvider provider) {
    String shown = VisibleText.cut(VisibleText.name(name), 100);
    if (!ModelId.isProviderName(name)) {
      throw new IllegalArgumentException(
          "provider name '"
              + shown
              + "' must not be blank, hold a colon or a character nobody sees, or begin or end with"
              + " a space, because a model is named provider:model; use provider(name, provider)"
              + " with a plain name, for example 'anthropic'");
    }
    if (byName.putIfAbsent(name, provider) != null) {
      throw new IllegalArgumentException(
          "a provider named '"
              + shown
              + "' is already registered; use provider(name, provider) with another name");
    }
  }

  /** Adds the provider of a model by its spelling, unless its name has one. */
  void addSpelled(String text, Map<String, String> environment) {
    ModelSpelling spelling = ModelSpelling.parse(text);
    if (!byName.containsKey(spelling.provider())) {
      byName.computeIfAbsent(spelling.server(), server -> ModelProviders.of(text, environment));
    }
  }
}
