package dev.nightshift.models.openai;

/** Finds the models of Ollama for {@code ollama:MODEL}. */
public final class OllamaProviderFactory extends PresetFactory {
  /** For {@link java.util.ServiceLoader}. */
  public OllamaProviderFactory() {
    super("ollama", OpenAiCompatibleProvider::ollama);
  }
}
