package dev.nightshift.models.testing;

import dev.nightshift.core.budget.Price;
import dev.nightshift.core.budget.PriceBook;
import dev.nightshift.core.internal.journal.JournalJson;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.provider.ModelFacts;
import dev.nightshift.core.provider.ModelLimits;
import dev.nightshift.core.provider.SupportedOptions;
import dev.nightshift.core.provider.TokenEstimator;
import java.time.Instant;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What a provider knows of a model, as a line of a cassette and back. */
final class CassetteFacts {
  static final String MEMBER = "facts";

  private CassetteFacts() {}

  static JsonNode of(ModelId id, ModelFacts facts, Instant now) {
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    line.put(MEMBER, id.toString());
    line.put("canonical", facts.canonical().toString());
    line.set("limits", JournalJson.write(facts.limits()));
    line.set("options", JournalJson.write(facts.options()));
    facts
        .prices()
        .price(id, now)
        .or(() -> facts.prices().price(facts.canonical(), now))
        .ifPresent(price -> line.set("price", JournalJson.write(price)));
    return line;
  }

  static ModelFacts read(JsonNode line) {
    JsonNode price = line.path("price");
    return new ModelFacts(
        ModelId.parse(line.required("canonical").asString()),
        JournalJson.read(line.required("limits"), ModelLimits.class),
        TokenEstimator.byBytes(),
        price.isMissingNode()
            ? PriceBook.empty()
            : PriceBook.of(JournalJson.read(price, Price.class)),
        JournalJson.read(line.required("options"), SupportedOptions.class));
  }
}
