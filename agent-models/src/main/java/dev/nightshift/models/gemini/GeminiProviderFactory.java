package dev.nightshift.models.gemini;

import dev.nightshift.core.provider.ModelProvider;
import dev.nightshift.core.provider.ModelProviderFactory;
import dev.nightshift.core.provider.ModelSpelling;

/** Finds {@link GeminiProvider} for {@code gemini:MODEL}; its key is in the environment. */
public final class GeminiProviderFactory implements ModelProviderFactory {
  /** For {@link java.util.ServiceLoader}. */
  public GeminiProviderFactory() {}

  @Override
  public String name() {
    return "gemini";
  }

  @Override
  public ModelProvider create(ModelSpelling spelling) {
    return GeminiProvider.fromEnvironment();
  }
}
