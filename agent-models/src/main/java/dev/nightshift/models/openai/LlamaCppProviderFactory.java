package dev.nightshift.models.openai;

/** Finds the model of a llama.cpp on this computer for {@code llama-cpp:MODEL}. */
public final class LlamaCppProviderFactory extends PresetFactory {
  /** For {@link java.util.ServiceLoader}. */
  public LlamaCppProviderFactory() {
    super("llama-cpp", environment -> OpenAiCompatibleProvider.llamaCpp());
  }
}
