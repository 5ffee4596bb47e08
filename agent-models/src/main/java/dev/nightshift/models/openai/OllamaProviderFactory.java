package dev.nightshift.models.openai;

import dev.nightshift.core.provider.ModelProvider;
import dev.nightshift.core.provider.ModelProviderFactory;
import dev.nightshift.core.provider.ModelSpelling;

/** Finds the provider of {@code ollama:MODEL}, at {@code OLLAMA_HOST} if that is set. */
public final class OllamaProviderFactory implements ModelProviderFactory {
  /** For {@link java.util.ServiceLoader}. */
  public OllamaProviderFactory() {}

  @Override
  public String name() {
    return "ollama";
  }

  @Override
  public ModelProvider create(ModelSpelling spelling) {
    return OpenAiCompatibleProvider.ollama().build();
  }
}
