package dev.nightshift.models.openai;

import dev.nightshift.core.provider.ModelProvider;
import dev.nightshift.core.provider.ModelProviderFactory;
import dev.nightshift.core.provider.ModelSpelling;
import java.util.Map;

/** Finds {@link OpenAiProvider} for {@code openai:MODEL}. */
public final class OpenAiProviderFactory implements ModelProviderFactory {
  /** For {@link java.util.ServiceLoader}. */
  public OpenAiProviderFactory() {}

  @Override
  public String name() {
    return OpenAiProvider.NAME;
  }

  @Override
  public ModelProvider create(ModelSpelling spelling, Map<String, String> environment) {
    return OpenAiProvider.fromEnvironment(environment);
  }
}
