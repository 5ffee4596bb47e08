package dev.nightshift.models.openai;

import dev.nightshift.core.provider.ModelProvider;
import dev.nightshift.core.provider.ModelProviderFactory;
import dev.nightshift.core.provider.ModelSpelling;
import java.util.Map;
import java.util.function.Function;

/** Finds {@link OpenAiCompatibleProvider} by the name of one of its presets. */
abstract class PresetFactory implements ModelProviderFactory {
  private final String name;
  private final Function<Map<String, String>, OpenAiCompatibleProvider.Builder> preset;

  PresetFactory(
      String name, Function<Map<String, String>, OpenAiCompatibleProvider.Builder> preset) {
    this.name = name;
    this.preset = preset;
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final ModelProvider create(ModelSpelling spelling, Map<String, String> environment) {
    return preset.apply(environment).build();
  }
}
