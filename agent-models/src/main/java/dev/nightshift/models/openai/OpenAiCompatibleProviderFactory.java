package dev.nightshift.models.openai;

import dev.nightshift.core.provider.ModelProvider;
import dev.nightshift.core.provider.ModelProviderFactory;
import dev.nightshift.core.provider.ModelSpelling;

/** Finds the provider of {@code openai-compatible:URL#MODEL}, a server that takes no key. */
public final class OpenAiCompatibleProviderFactory implements ModelProviderFactory {
  /** For {@link java.util.ServiceLoader}. */
  public OpenAiCompatibleProviderFactory() {}

  @Override
  public String name() {
    return "openai-compatible";
  }

  @Override
  public boolean isAtUrl() {
    return true;
  }

  @Override
  public ModelProvider create(ModelSpelling spelling) {
    return OpenAiCompatibleProvider.builder(spelling.baseUrl()).build();
  }
}
