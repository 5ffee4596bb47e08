package dev.nightshift.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.nightshift.core.provider.ModelProvider;
import dev.nightshift.core.provider.ModelProviders;
import dev.nightshift.models.anthropic.AnthropicProvider;
import dev.nightshift.models.gemini.GeminiProvider;
import dev.nightshift.models.openai.OpenAiCompatibleProvider;
import dev.nightshift.models.openai.OpenAiProvider;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Symptom: one variable's key was sent to whatever host a model was spelled with. */
class KeyBelongsToItsServerTest {
  private static final String KEY = "sk-of-one-server";

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "https://api.example.com/v1, OPENAI_COMPATIBLE_API_KEY_API_EXAMPLE_COM",
    "https://API.Example.com, OPENAI_COMPATIBLE_API_KEY_API_EXAMPLE_COM",
    "https://my-box:8443/v1, OPENAI_COMPATIBLE_API_KEY_MY__BOX_8443",
    "http://127.0.0.1:8000/v1, OPENAI_COMPATIBLE_API_KEY_127_0_0_1_8000",
  })
  void aKeyThatNamesNoServerIsRefusedWithTheVariableOfTheServer(String url, String variable) {
    assertThatIllegalStateException()
        .isThrownBy(() -> at(url, "OPENAI_COMPATIBLE_API_KEY=" + KEY))
        .withMessageContaining("does not say which server its key is for")
        .withMessageEndingWith("name the variable " + variable)
        .satisfies(refused -> assertThat(refused.getMessage()).doesNotContain(KEY));
    assertThatCode(() -> at(url, "OPENAI_COMPATIBLE_API_KEY=" + KEY, variable + "=other"))
        .doesNotThrowAnyException();
  }

  /**
   * Of a wrong key its variable is named before anything is sent, so that it says who has which.
   */
  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "https://evil.example.org, OPENAI_COMPATIBLE_API_KEY_API_EXAMPLE_COM",
    "https://api.example.com:444, OPENAI_COMPATIBLE_API_KEY_API_EXAMPLE_COM",
    "https://my.box, OPENAI_COMPATIBLE_API_KEY_MY__BOX",
    "https://my-box, OPENAI_COMPATIBLE_API_KEY_MY_BOX",
    "https://api.example.com, OPENAI_API_KEY",
    "https://openrouter.ai, OPENROUTER_API_KEY",
  })
  void theKeyOfOneServerIsNotThatOfAnother(String url, String variable) {
    assertThatCode(() -> at(url, variable + "=no key at all")).doesNotThrowAnyException();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("keyed")
  void aKeyIsNotSentOverPlainHttpToAnotherComputerUnasked(
      String name, Function<String, ModelProvider> provider) {
    assertThatIllegalStateException()
        .isThrownBy(() -> provider.apply("http://box:8000"))
        .withMessageContaining("the key would be sent unencrypted to http://box:8000")
        .withMessageContaining("NIGHTSHIFT_KEYS_OVER_HTTP")
        .satisfies(refused -> assertThat(refused.getMessage()).doesNotContain(KEY));
    for (String safe :
        new String[] {
          "https://box:8000", "http://localhost:1", "http://127.0.0.1", "http://[::1]:1"
        }) {
      assertThatCode(() -> provider.apply(safe)).doesNotThrowAnyException();
    }
    assertThatIllegalStateException()
        .isThrownBy(() -> provider.apply("http://127.0.0.1.example.org"));
    assertThatIllegalStateException().isThrownBy(() -> provider.apply("http://localhost.evil"));
  }

  static Stream<Arguments> keyed() {
    return Stream.of(
        Arguments.of("anthropic", of(url -> anthropic(url).build())),
        Arguments.of("openai", of(url -> openAi(url).build())),
        Arguments.of("gemini", of(url -> gemini(url).build())),
        Arguments.of("compatible", of(url -> compatible(url).build())),
        Arguments.of(
            "anthropic by variables", of(url -> variables("anthropic:m", "ANTHROPIC", url))),
        Arguments.of("openai by variables", of(url -> variables("openai:m", "OPENAI", url))),
        Arguments.of("gemini by variables", of(url -> variables("gemini:m", "GEMINI", url))));
  }

  @Test
  void whoeverAsksForItSendsAKeyOverPlainHttp() {
    ConnectionSettings open = ConnectionSettings.standard().withKeySentOverHttp();
    String url = "http://box:8000";

    assertThatCode(() -> anthropic(url).connection(open).build()).doesNotThrowAnyException();
    assertThatCode(() -> openAi(url).connection(open).build()).doesNotThrowAnyException();
    assertThatCode(() -> gemini(url).connection(open).build()).doesNotThrowAnyException();
    assertThatCode(() -> compatible(url).connection(open).build()).doesNotThrowAnyException();
    assertThatCode(() -> OpenAiCompatibleProvider.builder(url).build()).doesNotThrowAnyException();
  }

  @Test
  void aVariableAsksForTheServersItNamesAlone() {
    String named = "NIGHTSHIFT_KEYS_OVER_HTTP=other, BOX:8000";

    assertThatCode(
            () -> at("http://box:8000/v1", "OPENAI_COMPATIBLE_API_KEY_BOX_8000=" + KEY, named))
        .doesNotThrowAnyException();
    assertThatIllegalStateException()
        .isThrownBy(
            () -> at("http://box:8001/v1", "OPENAI_COMPATIBLE_API_KEY_BOX_8001=" + KEY, named))
        .withMessageContaining("box:8001");
    assertThatCode(
            () ->
                ModelProviders.of(
                    "openai:m",
                    environment(
                        "OPENAI_API_KEY=" + KEY, "OPENAI_BASE_URL=http://box:8000/v1", named)))
        .doesNotThrowAnyException();
  }

  private static ModelProvider at(String url, String... variables) {
    return ModelProviders.of("openai-compatible:" + url + "#m", environment(variables));
  }

  private static ModelProvider variables(String spelling, String prefix, String url) {
    return ModelProviders.of(
        spelling, environment(prefix + "_API_KEY=" + KEY, prefix + "_BASE_URL=" + url));
  }

  private static Map<String, String> environment(String... variables) {
    return Arrays.stream(variables)
        .map(variable -> variable.split("=", 2))
        .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
  }

  private static Function<String, ModelProvider> of(Function<String, ModelProvider> provider) {
    return provider;
  }

  private static AnthropicProvider.Builder anthropic(String url) {
    return AnthropicProvider.builder().apiKey(KEY).baseUrl(url);
  }

  private static OpenAiProvider.Builder openAi(String url) {
    return OpenAiProvider.builder().apiKey(KEY).baseUrl(url);
  }

  private static GeminiProvider.Builder gemini(String url) {
    return GeminiProvider.builder().apiKey(KEY).baseUrl(url);
  }

  private static OpenAiCompatibleProvider.Builder compatible(String url) {
    return OpenAiCompatibleProvider.builder(url).apiKey(KEY);
  }
}
