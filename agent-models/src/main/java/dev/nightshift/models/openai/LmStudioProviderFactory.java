package dev.nightshift.models.openai;

/** Finds the models of an LM Studio on this computer for {@code lm-studio:MODEL}. */
public final class LmStudioProviderFactory extends PresetFactory {
  /** For {@link java.util.ServiceLoader}. */
  public LmStudioProviderFactory() {
    super("lm-studio", environment -> OpenAiCompatibleProvider.lmStudio());
  }
}
