package dev.nightshift.models.openai;

/** Finds the model of a vLLM on this computer for {@code vllm:MODEL}. */
public final class VllmProviderFactory extends PresetFactory {
  /** For {@link java.util.ServiceLoader}. */
  public VllmProviderFactory() {
    super("vllm", environment -> OpenAiCompatibleProvider.vllm());
  }
}
