package dev.nightshift.models.anthropic;

import dev.nightshift.core.provider.ModelProvider;
import dev.nightshift.core.provider.ModelProviderFactory;
import dev.nightshift.core.provider.ModelSpelling;
import java.util.Map;

/** Finds {@link AnthropicProvider} for {@code anthropic:MODEL}. */
public final class AnthropicProviderFactory implements ModelProviderFactory {
  /** For {@link java.util.ServiceLoader}. */
  public AnthropicProviderFactory() {}

  @Override
  public String name() {
    return "anthropic";
  }

  @Override
  public ModelProvider create(ModelSpelling spelling, Map<String, String> environment) {
    return AnthropicProvider.fromEnvironment(environment);
  }
}
