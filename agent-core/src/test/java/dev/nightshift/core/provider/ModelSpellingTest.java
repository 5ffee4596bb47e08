package dev.nightshift.core.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.nightshift.core.model.ModelId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelSpellingTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "anthropic:claude-opus-5-5, anthropic, '', claude-opus-5-5",
    "ollama:qwen3:30b, ollama, '', qwen3:30b",
    "openrouter:meta/llama:free, openrouter, '', meta/llama:free",
    "'openai-compatible:http://localhost:8000/v1#org/m:7b', openai-compatible,"
        + " http://localhost:8000/v1, org/m:7b",
    "'openai-compatible:HTTPS://[::1]:8000#a#b', openai-compatible, 'HTTPS://[::1]:8000', a#b",
    "' openai : gpt-6 ', openai, '', gpt-6"
  })
  void tellsTheUrlFromTheModel(String text, String provider, String url, String model) {
    ModelSpelling spelling = ModelSpelling.parse(text);

    assertThat(spelling).isEqualTo(new ModelSpelling(provider, url, model));
    assertThat(ModelSpelling.of(spelling.id())).isEqualTo(spelling);
    assertThat(ModelSpelling.parse(spelling.toString())).isEqualTo(spelling);
    assertThat(spelling.id()).isEqualTo(ModelId.parse(text));
  }

  @ParameterizedTest(name = "''{0}''")
  @ValueSource(
      strings = {
        "",
        "claude",
        ":claude",
        "anthropic:",
        "own:http://localhost:8000",
        "own:http://localhost:8000#",
        "own:http://#model",
        "own:http://not a host#model",
        "own:https://#"
      })
  void refusesWhatIsNeither(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ModelSpelling.parse(text))
        .withMessageContaining("NAME:MODEL")
        .withMessageContaining("NAME:URL#MODEL");
  }

  @Test
  void takesAnIdThatHoldsNoUrlForAModelAsAWhole() {
    ModelId odd = new ModelId("own", "http://odd");

    assertThat(ModelSpelling.of(odd).server()).isEqualTo("own");
    assertThat(ModelSpelling.of(ModelId.parse("own:http://a:1#m")).server())
        .isEqualTo("own:http://a:1");
  }
}
