package dev.nightshift.models.gemini;

import static dev.nightshift.models.gemini.GeminiFixture.FLASH;
import static dev.nightshift.models.gemini.GeminiFixture.PRO;
import static dev.nightshift.models.gemini.GeminiFixture.last;
import static dev.nightshift.models.gemini.GeminiFixture.provider;
import static dev.nightshift.models.gemini.GeminiFixture.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.nightshift.core.budget.Price;
import dev.nightshift.core.budget.PriceBook;
import dev.nightshift.core.budget.Rates;
import dev.nightshift.core.model.ModelErrorKind;
import dev.nightshift.core.model.ModelException;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.ModelOptions;
import dev.nightshift.core.model.ModelOptions.Effort;
import dev.nightshift.core.model.UserTurn;
import dev.nightshift.core.provider.ModelLimits;
import dev.nightshift.core.provider.ModelRequest;
import dev.nightshift.models.internal.wire.FakeCall;
import dev.nightshift.models.testing.GeminiServer;
import dev.nightshift.models.testing.GeminiServer.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GeminiProviderTest {
  private static final Answer HI = Answer.stream(last("{\"text\":\"hi\"}"));

  @Test
  void keyIsSentInAHeaderAndStandsInNoUrl() throws InterruptedException {
    try (GeminiServer server = GeminiServer.start(HI)) {
      FakeCall call = FakeCall.open();

      provider(server).complete(request(FLASH, UserTurn.text("go")), call);

      GeminiServer.Request sent = server.requests().get(0);
      assertThat(sent.path())
          .isEqualTo("/v1beta/models/gemini-3.8-flash:streamGenerateContent?alt=sse");
      assertThat(sent.headers().get("x-goog-api-key")).containsExactly("key-test");
      assertThat(sent.body()).doesNotContain("key-test");
      assertThat(call.receivedBytes()).isPositive();
      assertThat(call.openRegistrations()).isZero();
      assertThat(call.limits()).isEmpty();
      server.assertExhausted();
    }
  }

  /** Symptom: a name with a question mark or dots called another place of the server. */
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "models/gemini-3.8-flash, gemini-3.8-flash",
    "google/gemini-3.8-flash, gemini-3.8-flash",
    "a b?key=1#x, a%20b%3Fkey%3D1%23x",
    "../files, ..%2Ffiles",
    "caf\u00e9, caf%C3%A9"
  })
  void nameOfAModelStaysOnePieceOfThePath(String model, String escaped)
      throws InterruptedException {
    try (GeminiServer server = GeminiServer.start(HI)) {
      provider(server)
          .complete(request(new ModelId("gemini", model), UserTurn.text("go")), FakeCall.open());

      assertThat(server.requests().get(0).path())
          .isEqualTo("/v1beta/models/" + escaped + ":streamGenerateContent?alt=sse");
      server.assertExhausted();
    }
  }

  @ParameterizedTest(name = "{0} {1} {2}")
  @CsvSource({
    "gemini-3.8-flash, LOW, 1024, '\"thinkingLevel\":\"low\"'",
    "gemini-3.1-pro-preview, HIGH, 1024, '\"thinkingLevel\":\"high\"'",
    "gemini-4-argon, MEDIUM, 1024, '\"thinkingLevel\":\"medium\"'",
    "gemini-2.5-pro, LOW, 8000, '\"thinkingBudget\":1024'",
    "gemini-2.5-flash, MEDIUM, 65536, '\"thinkingBudget\":8192'",
    "gemini-2.5-flash-lite, HIGH, 65536, '\"thinkingBudget\":24576'",
    "models/gemini-2.5-pro, HIGH, 2000, '\"thinkingBudget\":1000'"
  })
  void effortIsToldInTheWordsOfTheModel(
      String model, Effort effort, int largestAnswer, String expected) throws InterruptedException {
    try (GeminiServer server = GeminiServer.start(HI)) {
      ModelRequest request =
          request(new ModelId("gemini", model), UserTurn.text("go")).toBuilder()
              .options(ModelOptions.standard().withEffort(effort))
              .maxOutputTokens(largestAnswer)
              .build();

      provider(server).complete(request, FakeCall.open());

      assertThat(server.requests().get(0).body())
          .endsWith(largestAnswer + ",\"thinkingConfig\":{" + expected + "}}}");
      server.assertExhausted();
    }
  }

  /** Symptom: a short answer was refused for a budget that no model takes. */
  @Test
  void budgetTooSmallForAModelIsLeftOut() throws InterruptedException {
    try (GeminiServer server = GeminiServer.start(HI)) {
      ModelRequest request =
          request(PRO, UserTurn.text("go")).toBuilder()
              .options(ModelOptions.standard().withEffort(Effort.HIGH))
              .maxOutputTokens(1000)
              .build();

      provider(server).complete(request, FakeCall.open());

      assertThat(server.requests().get(0).body()).endsWith("{\"maxOutputTokens\":1000}}");
    }
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "gemini-3.8-flash, XHIGH",
    "gemini-2.5-pro, MAX",
    "gemini-3-pro-preview, MEDIUM",
    "gemini-2.0-flash, LOW",
    "gemma-4-31b-it, LOW"
  })
  void effortThatAModelDoesNotTakeIsRefusedBeforeTheCall(String model, Effort effort) {
    try (GeminiServer server = GeminiServer.start()) {
      ModelRequest request =
          request(new ModelId("gemini", model), UserTurn.text("go")).toBuilder()
              .options(ModelOptions.standard().withEffort(effort))
              .build();

      assertThatThrownBy(() -> provider(server).complete(request, FakeCall.open()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(model);
      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  void lifetimeOfTheCacheIsNotTaken() {
    assertThatThrownBy(
            () ->
                GeminiProvider.builder()
                    .apiKey("k")
                    .build()
                    .facts(FLASH)
                    .options()
                    .require(FLASH, ModelOptions.standard().withCacheLifetime(Duration.ofHours(1))))
        .hasMessageContaining("leave that option out");
  }

  @Test
  void missingKeyNamesBothVariables() {
    assertThatThrownBy(() -> GeminiProvider.fromEnvironment(Map.of()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("GEMINI_API_KEY")
        .hasMessageContaining("GOOGLE_API_KEY");
    assertThatThrownBy(() -> GeminiProvider.builder().build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("GEMINI_API_KEY");
  }

  @Test
  void environmentOfOneNameComesBeforeThatOfTheOther() throws InterruptedException {
    try (GeminiServer server = GeminiServer.start(HI, HI, HI)) {
      String url = server.baseUrl();
      send(Map.of("GEMINI_API_KEY", "one", "GOOGLE_API_KEY", "two", "GEMINI_BASE_URL", url));
      send(Map.of("GEMINI_API_KEY", " ", "GOOGLE_API_KEY", "two", "GEMINI_BASE_URL", url));
      send(
          Map.of(
              "GOOGLE_API_KEY", "two",
              "GEMINI_BASE_URL", url,
              "GOOGLE_GEMINI_BASE_URL", "http://127.0.0.1:1"));

      assertThat(server.requests())
          .extracting(sent -> sent.headers().get("x-goog-api-key").get(0))
          .containsExactly("one", "two", "two");
      server.assertExhausted();
    }
  }

  @Test
  void environmentNamesTheBaseUrlWithOrWithoutVersion() {
    for (String url : new String[] {"http://localhost:9/x", "http://localhost:9/x/v1beta/"}) {
      GeminiProvider provider =
          GeminiProvider.fromEnvironment(
              Map.of("GOOGLE_API_KEY", "secret", "GOOGLE_GEMINI_BASE_URL", url));

      assertThat(provider).hasToString("GeminiProvider[http://localhost:9/x/v1beta]");
    }
    assertThat(GeminiProvider.builder().apiKey("k").build())
        .hasToString("GeminiProvider[https://generativelanguage.googleapis.com/v1beta]");
  }

  @Test
  void neverRepeatsAKeyItRefuses() {
    assertThatThrownBy(() -> GeminiProvider.builder().apiKey("secret\nx"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("secret");
    assertThatThrownBy(() -> GeminiProvider.builder().baseUrl("https://host/?key=secret"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void knowsModelsByAllTheirNames() {
    GeminiProvider provider = GeminiProvider.builder().apiKey("k").build();
    ModelId prefixed = ModelId.parse("gemini:models/gemini-2.5-pro");
    ModelId unknown = ModelId.parse("gemini:gemini-9-moon");

    assertThat(provider.name()).isEqualTo("gemini");
    assertThat(provider.facts(prefixed).canonical()).isEqualTo(PRO);
    assertThat(provider.facts(PRO).canonical()).isSameAs(PRO);
    assertThat(provider.facts(PRO).limits()).isEqualTo(new ModelLimits(1_048_576, 65_536));
    assertThat(provider.facts(unknown).canonical()).isSameAs(unknown);
    assertThat(provider.facts(unknown).limits()).isEqualTo(ModelLimits.cautious());
  }

  @Test
  void ownPricesComeBeforeTheBundledOnes() {
    Instant at = Instant.parse("2026-11-29T00:00:00Z");
    Price own = Price.of(Rates.perMillionTokens("1", "2"));
    GeminiProvider bundled = GeminiProvider.builder().apiKey("k").build();
    GeminiProvider priced = GeminiProvider.builder().apiKey("k").prices(PriceBook.of(own)).build();

    assertThat(bundled.facts(PRO).prices().price(PRO, at)).isPresent();
    assertThat(priced.facts(PRO).prices().price(PRO, at)).contains(own);
    assertThat(bundled.facts(PRO).prices().price(ModelId.parse("gemini:gemini-9-moon"), at))
        .isEmpty();
  }

  @Test
  void passedDeadlineSendsNothing() {
    try (GeminiServer server = GeminiServer.start()) {
      ModelException late =
          catchThrowableOfType(
              ModelException.class,
              () ->
                  provider(server)
                      .complete(
                          request(FLASH, UserTurn.text("go")), FakeCall.within(Duration.ZERO)));

      assertThat(late.kind()).isEqualTo(ModelErrorKind.TIMEOUT);
      assertThat(server.requests()).isEmpty();
    }
  }

  private static void send(Map<String, String> environment) throws InterruptedException {
    GeminiProvider.fromEnvironment(environment)
        .complete(request(FLASH, UserTurn.text("go")), FakeCall.open());
  }
}
