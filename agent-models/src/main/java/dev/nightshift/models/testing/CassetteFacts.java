package dev.nightshift.models.testing;

import dev.nightshift.core.budget.Price;
import dev.nightshift.core.budget.PriceBook;
import dev.nightshift.core.internal.journal.JournalJson;
import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.provider.ModelFacts;
import dev.nightshift.core.provider.ModelLimits;
import dev.nightshift.core.provider.SupportedOptions;
import dev.nightshift.core.provider.TokenEstimator;
import java.time.Instant;

/** What a provider knows of a model, as a line of a cassette and back. */
final class CassetteFacts {
  static final String MEMBER = "facts";

  private CassetteFacts() {}

  static JsonValue of(ModelId id, ModelFacts facts, Instant now) {
    JsonValue line =
        JsonValue.object()
            .with(MEMBER, id.toString())
            .with("canonical", facts.canonical().toString())
            .with("limits", JournalJson.write(facts.limits()))
            .with("options", JournalJson.write(facts.options()));
    return facts
        .prices()
        .price(id, now)
        .or(() -> facts.prices().price(facts.canonical(), now))
        .map(price -> line.with("price", JournalJson.write(price)))
        .orElse(line);
  }

  static ModelFacts read(JsonValue line) {
    JsonValue price = line.path("price");
    return new ModelFacts(
        ModelId.parse(line.required("canonical").text()),
        JournalJson.read(line.required("limits"), ModelLimits.class),
        TokenEstimator.byBytes(),
        price.isMissing() ? PriceBook.empty() : PriceBook.of(JournalJson.read(price, Price.class)),
        JournalJson.read(line.required("options"), SupportedOptions.class));
  }
}
