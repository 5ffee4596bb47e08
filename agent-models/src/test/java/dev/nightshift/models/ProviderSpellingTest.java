package dev.nightshift.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.provider.ModelProvider;
import dev.nightshift.core.provider.ModelProviders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The providers of this library, as they are found by how a model is written. */
class ProviderSpellingTest {
  @Test
  void everyProviderIsFoundByItsName() {
    assertThat(ModelProviders.names())
        .contains("anthropic", "gemini", "ollama", "openai", "openai-compatible");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {"ollama:qwen3:30b", "openai-compatible:http://localhost:8000/v1#org/m:7b"})
  void aServerOfOnesOwnNeedsNothingButTheSpelling(String model) {
    ModelId id = ModelId.parse(model);

    ModelProvider provider = ModelProviders.of(model);

    assertThat(provider.name()).isEqualTo(id.provider());
    assertThat(provider.facts(id).canonical().provider()).isEqualTo(id.provider());
  }

  @Test
  void aServerWithoutItsUrlIsRefusedWithHowToWriteIt() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ModelProviders.of("openai-compatible:model"))
        .withMessageContaining("must be written openai-compatible:URL#MODEL");
  }
}
