package dev.nightshift.models.openai;

/** Finds the models of OpenRouter for {@code openrouter:MODEL}. */
public final class OpenRouterProviderFactory extends PresetFactory {
  /** For {@link java.util.ServiceLoader}. */
  public OpenRouterProviderFactory() {
    super("openrouter", OpenAiCompatibleProvider::openRouter);
  }
}
