package dev.nightshift.models.openai;

import static dev.nightshift.models.openai.OpenAiFixture.SOL;
import static dev.nightshift.models.openai.OpenAiFixture.ask;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.nightshift.core.budget.Price;
import dev.nightshift.core.budget.PriceBook;
import dev.nightshift.core.budget.Rates;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.ModelOptions;
import dev.nightshift.core.model.ModelOptions.Effort;
import dev.nightshift.core.provider.ModelFacts;
import dev.nightshift.core.provider.ModelLimits;
import dev.nightshift.models.BundledPrices;
import dev.nightshift.models.testing.ReplayServer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiProviderTest {
  private static final Instant NOW = Instant.parse("2026-11-23T00:00:00Z");
  private final OpenAiProvider provider = OpenAiProvider.builder().apiKey("k").build();

  @Test
  void environmentNamesKeyAndPlace() {
    assertThat(
            OpenAiProvider.fromEnvironment(
                Map.of("OPENAI_API_KEY", "k", "OPENAI_BASE_URL", "http://localhost:8080/v1/")))
        .hasToString("OpenAiProvider[http://localhost:8080/v1/responses]");
    assertThat(OpenAiProvider.fromEnvironment(Map.of("OPENAI_API_KEY", " k ")))
        .hasToString("OpenAiProvider[https://api.openai.com/v1/responses]");
  }

  @Test
  void missingKeyNamesTheVariable() {
    assertThatIllegalStateException()
        .isThrownBy(() -> OpenAiProvider.fromEnvironment(Map.of("OPENAI_API_KEY", " ")))
        .withMessageContaining("OPENAI_API_KEY");
    assertThatIllegalStateException()
        .isThrownBy(() -> OpenAiProvider.builder().build())
        .withMessageContaining("OPENAI_API_KEY");
  }

  @ParameterizedTest
  @CsvSource({
    "https://gateway:80, https://gateway:80/v1/responses",
    "http://localhost/, http://localhost/v1/responses",
    "https://x.example/openai/v2, https://x.example/openai/v2/responses"
  })
  void baseUrlIsTakenAsItIsUnlessItHasNoPath(String url, String endpoint) {
    assertThat(OpenAiProvider.builder().apiKey("k").baseUrl(url).build())
        .hasToString("OpenAiProvider[" + endpoint + "]");
  }

  @Test
  void baseUrlThatIsNoneIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OpenAiProvider.builder().baseUrl("api.openai.com"))
        .withMessageContaining("api.openai.com");
  }

  @Test
  void knowsModelsByAllTheirNames() {
    ModelId dated = ModelId.parse("openai:openai/gpt-5.4-2026-03-05");

    assertThat(provider.name()).isEqualTo("openai");
    assertThat(provider.facts(dated).canonical()).isEqualTo(ModelId.parse("openai:gpt-5.4"));
    assertThat(provider.facts(SOL).canonical()).isSameAs(SOL);
    assertThat(provider.facts(dated).limits()).isEqualTo(new ModelLimits(1_050_000, 128_000));
    assertThat(provider.facts(ModelId.parse("openai:new")).limits())
        .isEqualTo(ModelLimits.cautious());
  }

  @Test
  void pricesGivenComeBeforeTheBundledOnesForSnapshotsToo() {
    Price mine = Price.of(Rates.perMillionTokens("1", "2"));
    ModelId snapshot = ModelId.parse("openai:gpt-5.4-2026-03-05");
    PriceBook given = PriceBook.of(Map.of(ModelId.parse("openai:gpt-5.4"), mine));
    OpenAiProvider with = OpenAiProvider.builder().apiKey("k").prices(given).build();

    assertThat(with.facts(snapshot).prices().price(snapshot, NOW)).contains(mine);
    assertThat(provider.facts(SOL).prices().price(SOL, NOW)).isPresent();
    ModelId unknown = ModelId.parse("openai:gpt-99");
    assertThat(provider.facts(unknown).prices().price(unknown, NOW)).isEmpty();
  }

  /** Symptom: gpt-4o-2024-05-13 was billed at half of its price, by a row for gpt-4o. */
  @ParameterizedTest
  @ValueSource(strings = {"gpt-4o-2024-05-13", "openai/gpt-4o-2024-05-13"})
  void datedModelThatNoAliasListsHadThePriceOfTheUndatedOne(String name) {
    ModelId dated = new ModelId("openai", name);
    PriceBook given =
        PriceBook.of(
            Map.of(ModelId.parse("openai:gpt-4o"), Price.of(Rates.perMillionTokens("2.50", "10"))));
    ModelFacts facts = OpenAiProvider.builder().apiKey("k").prices(given).build().facts(dated);

    assertThat(facts.prices().price(dated, NOW)).isEmpty();
    assertThat(facts.prices().price(facts.canonical(), NOW)).isEmpty();
    assertThat(facts.canonical().model()).isEqualTo("gpt-4o-2024-05-13");
    assertThat(facts.limits()).isEqualTo(new ModelLimits(128_000, 16_384));
  }

  /** What counts as the undated model is what the bundled prices list as its alias, no more. */
  @Test
  void datedNamesAreTheUndatedModelExactlyWhereABundledRowListsThem() {
    BundledPrices bundled = BundledPrices.load();
    List<ModelId> dated =
        bundled.models().stream()
            .filter(model -> model.provider().equals("openai"))
            .filter(model -> !OpenAiModels.undated(model).equals(model))
            .toList();

    assertThat(dated).hasSize(4);
    assertThat(dated)
        .allSatisfy(
            alias -> {
              ModelId model = OpenAiModels.canonical(alias);
              assertThat(model).isEqualTo(OpenAiModels.undated(alias));
              assertThat(bundled.price(model, NOW)).isEqualTo(bundled.price(alias, NOW));
            });
  }

  @ParameterizedTest(name = "{0} takes {1}")
  @CsvSource({
    "gpt-6.1-sol, LOW MEDIUM HIGH XHIGH MAX, PT0S PT30M",
    "gpt-6.1-terra, LOW MEDIUM HIGH XHIGH MAX, PT0S PT30M PT12H",
    "gpt-5.5-2026-04-23, LOW MEDIUM HIGH XHIGH, ''",
    "gpt-5.5-2026-09-09, LOW MEDIUM HIGH XHIGH, ''",
    "gpt-5.1, LOW MEDIUM HIGH, ''",
    "gpt-4.1, '', ''",
    "unknown-yet, LOW MEDIUM HIGH XHIGH MAX, PT0S PT30M"
  })
  void knowsWhatAModelTakes(String model, String efforts, String lifetimes) {
    var options = provider.facts(new ModelId("openai", model)).options();

    assertThat(options.efforts())
        .extracting(Effort::name)
        .containsExactlyInAnyOrderElementsOf(words(efforts));
    assertThat(options.cacheLifetimes())
        .extracting(Object::toString)
        .containsExactlyInAnyOrderElementsOf(words(lifetimes));
  }

  @Test
  void effortThatAModelDoesNotTakeIsRefusedBeforeItIsSent() {
    try (ReplayServer server = ReplayServer.start()) {
      var request =
          ask("go").toBuilder()
              .model(ModelId.parse("openai:gpt-5.5"))
              .options(ModelOptions.standard().withEffort(Effort.MAX))
              .build();

      assertThatIllegalArgumentException()
          .isThrownBy(
              () -> OpenAiFixture.provider(server).complete(request, new OpenAiFixture.Call()))
          .withMessageContaining("does not take the effort MAX");
      assertThat(server.asked()).isEmpty();
    }
  }

  private static List<String> words(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split(" "));
  }
}
