package dev.nightshift.models.anthropic;

import dev.nightshift.core.provider.ModelProvider;
import dev.nightshift.core.provider.ModelProviderFactory;
import dev.nightshift.core.provider.ModelSpelling;

/** Finds {@link AnthropicProvider} for {@code anthropic:MODEL}; its key is in the environment. */
public final class AnthropicProviderFactory implements ModelProviderFactory {
  /** For {@link java.util.ServiceLoader}. */
  public AnthropicProviderFactory() {}

  @Override
  public String name() {
    return "anthropic";
  }

  @Override
  public ModelProvider create(ModelSpelling spelling) {
    return AnthropicProvider.fromEnvironment();
  }
}
