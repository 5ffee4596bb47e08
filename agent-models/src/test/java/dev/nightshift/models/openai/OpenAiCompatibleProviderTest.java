package dev.nightshift.models.openai;

import static dev.nightshift.models.openai.ChatFixture.LOCAL;
import static dev.nightshift.models.openai.OpenAiFixture.SOL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.nightshift.core.budget.Price;
import dev.nightshift.core.budget.PriceBook;
import dev.nightshift.core.model.ModelErrorKind;
import dev.nightshift.core.model.ModelException;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.ModelOptions;
import dev.nightshift.core.model.ModelOptions.Effort;
import dev.nightshift.core.model.UserTurn;
import dev.nightshift.core.provider.ModelLimits;
import dev.nightshift.core.provider.ModelRequest;
import dev.nightshift.models.internal.wire.BaseUrl;
import dev.nightshift.models.testing.ReplayServer;
import dev.nightshift.models.testing.ReplayServer.Recording;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenAiCompatibleProviderTest {
  private static final Instant NOW = Instant.parse("2026-11-23T00:00:00Z");

  @Test
  void presetsHaveTheirNamesAndPlaces() {
    assertThat(OpenAiCompatibleProvider.ollama(Map.of()).build())
        .hasToString("OpenAiCompatibleProvider[ollama, http://localhost:11434/v1]");
    assertThat(OpenAiCompatibleProvider.vllm().build())
        .hasToString("OpenAiCompatibleProvider[vllm, http://localhost:8000/v1]");
    assertThat(OpenAiCompatibleProvider.llamaCpp().build())
        .hasToString("OpenAiCompatibleProvider[llama-cpp, http://localhost:8080/v1]");
    assertThat(OpenAiCompatibleProvider.lmStudio().build())
        .hasToString("OpenAiCompatibleProvider[lm-studio, http://localhost:1234/v1]");
    assertThat(OpenAiCompatibleProvider.openRouter(Map.of("OPENROUTER_API_KEY", "k")).build())
        .hasToString("OpenAiCompatibleProvider[openrouter, https://openrouter.ai/api/v1]");
    assertThat(
            OpenAiCompatibleProvider.openAi(
                    Map.of("OPENAI_API_KEY", "k", "OPENAI_BASE_URL", "https://gateway/x/"))
                .build())
        .hasToString("OpenAiCompatibleProvider[openai, https://gateway/x]");
    assertThat(OpenAiCompatibleProvider.builder("http://box:1").name("box").build().name())
        .isEqualTo("box");
  }

  @Test
  void missingKeysAndWrongNamesAreRefused() {
    assertThatIllegalStateException()
        .isThrownBy(() -> OpenAiCompatibleProvider.openAi(Map.of()).build())
        .withMessageContaining("OPENAI_API_KEY");
    assertThatIllegalStateException()
        .isThrownBy(() -> OpenAiCompatibleProvider.openRouter(Map.of()).build())
        .withMessageContaining("OPENROUTER_API_KEY");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OpenAiCompatibleProvider.vllm().name("a:b"))
        .withMessageContaining("'a:b'");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "127.0.0.1:1234, http://127.0.0.1:1234/v1",
    "box, http://box:11434/v1",
    ":8080, http://127.0.0.1:8080/v1",
    "0.0.0.0, http://127.0.0.1:11434/v1",
    "[::], http://127.0.0.1:11434/v1",
    "[::1]:9, http://[::1]:9/v1",
    "https://box, https://box/v1",
    "http://box:80/ollama/, http://box:80/ollama/v1"
  })
  void findsOllamaWhereItsVariableSays(String host, String url) {
    assertThat(OpenAiCompatibleProvider.ollama(Map.of("OLLAMA_HOST", host)).build())
        .hasToString("OpenAiCompatibleProvider[ollama, " + url + "]");
  }

  /** A model without a price is refused by the engine; nothing makes a local one free unasked. */
  @Test
  void onlyTheHostSaysWhatALocalModelCosts() {
    ModelId qwen = ModelId.parse("ollama:qwen3");
    var free = OpenAiCompatibleProvider.ollama(Map.of()).prices(PriceBook.free(qwen)).build();
    var unpriced = OpenAiCompatibleProvider.ollama(Map.of()).build();
    var openAi = OpenAiCompatibleProvider.openAi(Map.of("OPENAI_API_KEY", "k")).build();

    assertThat(free.facts(qwen).prices().price(qwen, NOW)).contains(Price.free());
    assertThat(unpriced.facts(qwen).prices().price(qwen, NOW)).isEmpty();
    assertThat(openAi.facts(SOL).prices().price(SOL, NOW)).isPresent();
  }

  @Test
  void factsAreThoseOfTheServerOrOfOpenAi() {
    ModelLimits small = new ModelLimits(32_768, 4_096);
    var ollama = OpenAiCompatibleProvider.ollama(Map.of()).limits(small).build();
    var openAi = OpenAiCompatibleProvider.openAi(Map.of("OPENAI_API_KEY", "k")).build();
    ModelId dated = ModelId.parse("openai:gpt-5.4-2026-03-05");

    assertThat(ollama.facts(ModelId.parse("ollama:qwen3:8b")).limits()).isEqualTo(small);
    assertThat(ollama.facts(ModelId.parse("ollama:qwen3:8b")).options().efforts())
        .containsExactlyInAnyOrder(Effort.LOW, Effort.MEDIUM, Effort.HIGH);
    assertThat(openAi.facts(dated).canonical().model()).isEqualTo("gpt-5.4");
    assertThat(openAi.facts(dated).options().efforts()).doesNotContain(Effort.MAX);
    assertThat(openAi.facts(SOL).options().cacheLifetimes()).contains(Duration.ofMinutes(30));
  }

  @Test
  void quirksKeepTheEffortsThatTheyWereGiven() {
    Set<Effort> given = EnumSet.of(Effort.LOW);
    Quirks quirks = Quirks.standard().withEfforts(given);

    given.clear();

    assertThat(quirks.efforts()).containsExactly(Effort.LOW);
  }

  @Test
  void modelOfAnotherServerIsRefused() {
    var provider = OpenAiCompatibleProvider.builder("http://box:8000").build();
    ModelId here = ModelId.parse("openai-compatible:http://box:8000#qwen3");

    assertThat(provider.facts(here).canonical()).isEqualTo(LOCAL);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> provider.facts(ModelId.parse("openai-compatible:http://other/v1#qwen3")))
        .withMessageContaining("http://box:8000/v1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> provider.facts(ModelId.parse("openai-compatible:http://box:8000/v1#")))
        .withMessageContaining("URL#MODEL");
  }

  @Test
  void optionThatAServerDoesNotTakeIsRefusedBeforeItIsSent() {
    try (ReplayServer server = ReplayServer.start()) {
      ModelRequest request =
          ChatFixture.ask().toBuilder()
              .options(ModelOptions.standard().withEffort(Effort.LOW))
              .build();

      assertThatIllegalArgumentException()
          .isThrownBy(
              () ->
                  ChatFixture.provider(server, Quirks.standard())
                      .complete(request, new OpenAiFixture.Call()));
      assertThat(server.asked()).isEmpty();
    }
  }

  @Test
  void keyIsSentAsABearerAndNamedWhenItIsRefused() {
    Recording refusal = Recording.json(401, "{\"error\":{\"message\":\"bad key\",\"code\":401}}");
    try (ReplayServer server = ReplayServer.start(refusal)) {
      String variable = ServerKey.variable(BaseUrl.withPath(server.url(), "v1"));
      OpenAiCompatibleProvider provider =
          OpenAiCompatibleProvider.builder(server.url(), Map.of(variable, "sk-or")).build();

      ModelException failure =
          catchThrowableOfType(
              ModelException.class,
              () -> provider.complete(ChatFixture.ask(), new OpenAiFixture.Call()));

      assertThat(server.asked().get(0).headers()).containsEntry("authorization", "Bearer sk-or");
      assertThat(failure.kind()).isEqualTo(ModelErrorKind.AUTHENTICATION);
      assertThat(failure)
          .hasMessageContaining("check " + variable)
          .hasMessageNotContaining("sk-or");
    }
  }

  /** Symptom: a base URL set later got the key that a variable has for the preset's service. */
  @Test
  void keyOfAVariableStaysWithItsServerWhenTheBaseUrlIsAnother() {
    Map<String, String> keys = Map.of("OPENROUTER_API_KEY", "sk-or", "OPENAI_API_KEY", "sk-o");

    assertThatIllegalStateException()
        .isThrownBy(
            () -> OpenAiCompatibleProvider.openRouter(keys).baseUrl("https://evil.example").build())
        .withMessageContaining("the key of OPENROUTER_API_KEY is for https://openrouter.ai:443")
        .withMessageContaining("not sent to https://evil.example:443");
    assertThatIllegalStateException()
        .isThrownBy(
            () -> OpenAiCompatibleProvider.openAi(keys).baseUrl("http://127.0.0.1:1").build());
    assertThat(
            OpenAiCompatibleProvider.openRouter(keys)
                .baseUrl("https://OpenRouter.ai:443/api/v2")
                .build())
        .isNotNull();
    assertThat(
            OpenAiCompatibleProvider.openRouter(keys)
                .baseUrl("https://gateway.example")
                .apiKey("its-own")
                .build())
        .isNotNull();
  }

  /** Symptom: Ollama dropped the task from the beginning of its prompt, and nobody was told. */
  @Test
  void promptThatAServerCutIsToldOnceAModel() {
    ModelRequest large = OpenAiFixture.request(LOCAL, UserTurn.text("word ".repeat(8_000)));
    PromptCheck check = new PromptCheck(true);

    assertThat(check.check(large, 9_000)).isFalse();
    assertThat(check.check(large, -1)).isFalse();
    assertThat(check.check(ChatFixture.ask(), 1)).isFalse();
    assertThat(new PromptCheck(false).check(large, 2_048)).isFalse();
    assertThat(check.check(large, 2_048)).isTrue();
    assertThat(check.check(large, 2_048)).isFalse();
  }
}
