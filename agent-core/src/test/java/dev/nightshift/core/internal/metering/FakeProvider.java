package dev.nightshift.core.internal.metering;

import dev.nightshift.core.budget.Price;
import dev.nightshift.core.budget.PriceBook;
import dev.nightshift.core.budget.Rates;
import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.ModelException;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.StopReason;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.core.provider.CallContext;
import dev.nightshift.core.provider.ModelFacts;
import dev.nightshift.core.provider.ModelLimits;
import dev.nightshift.core.provider.ModelProvider;
import dev.nightshift.core.provider.ModelRequest;
import dev.nightshift.core.provider.ModelResponse;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/** A provider that does what it is told next; every token costs 1,000 nano-dollars. */
final class FakeProvider implements ModelProvider {
  static final ModelId STRONG = ModelId.parse("fake:strong");
  static final ModelId SMALL = ModelId.parse("fake:small");
  static final ModelId MIDDLE = ModelId.parse("fake:middle");
  static final Price PRICE = Price.of(Rates.perMillionTokens("1", "1"));
  private static final PriceBook PRICES =
      PriceBook.of(
          Map.of(
              STRONG,
              PRICE,
              SMALL,
              PRICE,
              MIDDLE,
              PRICE,
              ModelId.parse("elsewhere:strong"),
              PRICE));
  private final String name;
  final List<ModelRequest> requests = new ArrayList<>();
  ModelLimits limits = new ModelLimits(200_000, 64_000);
  final Map<ModelId, ModelLimits> limitsOf = new HashMap<>();
  final Map<ModelId, Price> priceOf = new HashMap<>();
  private final Queue<ModelProvider> next = new ArrayDeque<>();

  FakeProvider() {
    this("fake");
  }

  FakeProvider(String name) {
    this.name = name;
  }

  FakeProvider then(ModelProvider behaviour) {
    next.add(behaviour);
    return this;
  }

  FakeProvider answers(long input, long output) {
    return then((request, context) -> answer(request.model(), TokenUsage.of(input, output)));
  }

  FakeProvider answersAs(ModelId model) {
    return then((request, context) -> answer(model, TokenUsage.of(100, 10)));
  }

  FakeProvider stops(StopReason reason, TokenUsage usage) {
    return then(
        (request, context) ->
            ModelResponse.of(
                AssistantTurn.of(
                    request.model(), reason, List.of(new ContentBlock.Text(reason.name()))),
                usage));
  }

  FakeProvider fails(ModelException failure) {
    return then(
        (request, context) -> {
          throw failure;
        });
  }

  static ModelResponse answer(ModelId model, TokenUsage usage) {
    return ModelResponse.of(AssistantTurn.text(model, "done"), usage);
  }

  @Override
  public ModelResponse complete(ModelRequest request, CallContext context)
      throws InterruptedException {
    requests.add(request);
    ModelProvider behaviour = next.poll();
    if (behaviour == null) {
      throw new AssertionError("unexpected call " + requests.size() + " of " + request.model());
    }
    return behaviour.complete(request, context);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public ModelFacts facts(ModelId id) {
    PriceBook own = PriceBook.of(Map.copyOf(priceOf));
    return ModelFacts.cautious(withoutTag(id))
        .withLimits(limitsOf.getOrDefault(id, limits))
        .withPrices(own.orElse(PRICES));
  }

  private static ModelId withoutTag(ModelId id) {
    return id.model().endsWith("-latest")
        ? new ModelId(id.provider(), id.model().replace("-latest", ""))
        : id;
  }
}
