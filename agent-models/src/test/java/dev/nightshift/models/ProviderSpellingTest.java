package dev.nightshift.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.nightshift.core.provider.ModelProviderFactory;
import dev.nightshift.core.provider.ModelProviders;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.module.ModuleFinder;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is made of each spelling, and of which variables. */
class ProviderSpellingTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "anthropic:m | ANTHROPIC_API_KEY=k | AnthropicProvider[https://api.anthropic.com/v1/messages]",
        "openai:m | OPENAI_API_KEY=k | OpenAiProvider[https://api.openai.com/v1/responses]",
        "gemini:m | GEMINI_API_KEY=k | GeminiProvider[https://generativelanguage.googleapis.com/v1beta]",
        "anthropic:m | ANTHROPIC_BASE_URL=http://localhost:1 | AnthropicProvider[http://localhost:1/v1/messages]",
        "openai:m | OPENAI_BASE_URL=http://127.0.0.1:1/x | OpenAiProvider[http://127.0.0.1:1/x/responses]",
        "gemini:m | GOOGLE_GEMINI_BASE_URL=http://[::1]:1 | GeminiProvider[http://[::1]:1/v1beta]",
        "ollama:qwen3:30b | OLLAMA_HOST=box:1 | OpenAiCompatibleProvider[ollama, http://box:1/v1]",
        "vllm:m | A=b | OpenAiCompatibleProvider[vllm, http://localhost:8000/v1]",
        "llama-cpp:m | A=b | OpenAiCompatibleProvider[llama-cpp, http://localhost:8080/v1]",
        "lm-studio:m | A=b | OpenAiCompatibleProvider[lm-studio, http://localhost:1234/v1]",
        "openrouter:v/m | OPENROUTER_API_KEY=k | OpenAiCompatibleProvider[openrouter, https://openrouter.ai/api/v1]",
        "openai-compatible:http://box#m | A=b | OpenAiCompatibleProvider[openai-compatible, http://box/v1]"
      })
  void makesTheProviderOfEachSpelling(String spelling, String variable, String made) {
    assertThat(ModelProviders.of(spelling, environment(variable))).hasToString(made);
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "anthropic:m, A=b, ANTHROPIC_API_KEY",
    "openai:m, OPENAI_BASE_URL=http://127.0.0.1.example.org, OPENAI_API_KEY",
    "gemini:m, GEMINI_API_KEY= , GOOGLE_API_KEY",
    "openrouter:m, OPENAI_API_KEY=k, OPENROUTER_API_KEY"
  })
  void missingKeyNamesItsVariable(String spelling, String variable, String missing) {
    assertThatIllegalStateException()
        .isThrownBy(() -> ModelProviders.of(spelling, environment(variable)))
        .withMessageContaining(missing);
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "anthropic:m, ANTHROPIC_BASE_URL=nonsense",
    "openai:m, OPENAI_API_KEY=se cret",
    "gemini:m, GOOGLE_API_KEY=se cret",
    "ollama:m, OLLAMA_HOST=a host",
    "openrouter:m, OPENROUTER_API_KEY=se cret",
    "openai-compatible:http://box#m, OPENAI_COMPATIBLE_API_KEY_BOX=se cret"
  })
  void variableWithAWrongValueIsNamedAndNoKeyIsShown(String spelling, String variable) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ModelProviders.of(spelling, environment(variable)))
        .withMessageStartingWith(variable.substring(0, variable.indexOf('=')) + ": ")
        .satisfies(refused -> assertThat(refused.getMessage()).doesNotContain("se cret"));
  }

  /** One list is read on the module path, the other on the class path. */
  @Test
  void bothListsOfFactoriesAreTheSame() {
    Path classes =
        Path.of(
            URI.create(
                BundledPrices.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toString()));
    List<String> provided =
        ModuleFinder.of(classes)
            .find("dev.nightshift.models")
            .orElseThrow()
            .descriptor()
            .provides()
            .stream()
            .filter(one -> one.service().equals(ModelProviderFactory.class.getName()))
            .flatMap(one -> one.providers().stream())
            .toList();

    assertThat(listed()).containsExactlyInAnyOrderElementsOf(provided).hasSize(9);
    assertThat(ModelProviders.names()).hasSize(9);
  }

  private static List<String> listed() {
    URL list =
        BundledPrices.class.getResource(
            "/META-INF/services/" + ModelProviderFactory.class.getName());
    if (list == null) {
      throw new AssertionError("there is no list");
    }
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(list.openStream(), StandardCharsets.UTF_8))) {
      return lines.lines().filter(line -> !line.isBlank()).toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static Map<String, String> environment(String variable) {
    int end = variable.indexOf('=');
    return Map.of(variable.substring(0, end), variable.substring(end + 1));
  }
}
