package dev.nightshift.models.openai;

import dev.nightshift.core.provider.ModelProvider;
import dev.nightshift.core.provider.ModelProviderFactory;
import dev.nightshift.core.provider.ModelSpelling;
import java.util.Map;

/**
 * Finds {@link OpenAiCompatibleProvider} for {@code openai-compatible:URL#MODEL}; a key is in
 * {@code OPENAI_COMPATIBLE_API_KEY} if the server wants one.
 */
public final class OpenAiCompatibleProviderFactory implements ModelProviderFactory {
  /** For {@link java.util.ServiceLoader}. */
  public OpenAiCompatibleProviderFactory() {}

  @Override
  public String name() {
    return OpenAiCompatibleProvider.NAME;
  }

  @Override
  public boolean isAtUrl() {
    return true;
  }

  @Override
  public ModelProvider create(ModelSpelling spelling, Map<String, String> environment) {
    return OpenAiCompatibleProvider.builder(spelling.baseUrl(), environment).build();
  }
}
