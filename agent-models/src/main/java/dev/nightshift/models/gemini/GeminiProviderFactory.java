package dev.nightshift.models.gemini;

import dev.nightshift.core.provider.ModelProvider;
import dev.nightshift.core.provider.ModelProviderFactory;
import dev.nightshift.core.provider.ModelSpelling;
import java.util.Map;

/** Finds {@link GeminiProvider} for {@code gemini:MODEL}. */
public final class GeminiProviderFactory implements ModelProviderFactory {
  /** For {@link java.util.ServiceLoader}. */
  public GeminiProviderFactory() {}

  @Override
  public String name() {
    return "gemini";
  }

  @Override
  public ModelProvider create(ModelSpelling spelling, Map<String, String> environment) {
    return GeminiProvider.fromEnvironment(environment);
  }
}
