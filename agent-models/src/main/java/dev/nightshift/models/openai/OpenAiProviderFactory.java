package dev.nightshift.models.openai;

import dev.nightshift.core.provider.ModelProvider;
import dev.nightshift.core.provider.ModelProviderFactory;
import dev.nightshift.core.provider.ModelSpelling;

/** Finds {@link OpenAiProvider} for {@code openai:MODEL}; its key is in the environment. */
public final class OpenAiProviderFactory implements ModelProviderFactory {
  /** For {@link java.util.ServiceLoader}. */
  public OpenAiProviderFactory() {}

  @Override
  public String name() {
    return OpenAiProvider.NAME;
  }

  @Override
  public ModelProvider create(ModelSpelling spelling) {
    return OpenAiProvider.fromEnvironment();
  }
}
