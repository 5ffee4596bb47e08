package dev.nightshift.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.provider.ModelLimits;
import dev.nightshift.core.provider.ModelProvider;
import dev.nightshift.models.anthropic.AnthropicProvider;
import dev.nightshift.models.gemini.GeminiProvider;
import dev.nightshift.models.openai.OpenAiProvider;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** A model that is sold under a bundled price is one whose facts are known too. */
class KnownModelsTest {
  private static final Map<String, ModelProvider> PROVIDERS =
      List.<ModelProvider>of(
              AnthropicProvider.builder().apiKey("k").build(),
              OpenAiProvider.builder().apiKey("k").build(),
              GeminiProvider.builder().apiKey("k").build())
          .stream()
          .collect(Collectors.toMap(ModelProvider::name, Function.identity()));

  @TestFactory
  Stream<DynamicTest> everyModelThatHasAPriceHasLimitsOfItsOwn() throws IOException {
    List<ModelId> priced = priced();
    assertThat(priced).hasSizeGreaterThan(PROVIDERS.size());
    return priced.stream()
        .map(
            model ->
                dynamicTest(
                    model.toString(),
                    () ->
                        assertThat(PROVIDERS.get(model.provider()).facts(model).limits())
                            .isNotEqualTo(ModelLimits.cautious())));
  }

  private static List<ModelId> priced() throws IOException {
    try (InputStream prices = BundledPrices.class.getResourceAsStream("prices.json")) {
      return JsonValue.parse(prices.readAllBytes()).path("prices").values().stream()
          .map(row -> ModelId.parse(row.path("model").text()))
          .distinct()
          .toList();
    }
  }
}
