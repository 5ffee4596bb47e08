package dev.nightshift.models;

import dev.nightshift.core.base.AgentException;
import dev.nightshift.core.budget.Price;
import dev.nightshift.core.budget.PriceBook;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.models.internal.ClaudeNames;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Price rows by model. Names are compared exactly, after the date of a snapshot is taken off. */
final class PriceTable implements PriceBook {
  private final Map<ModelId, List<PriceRow>> rows;

  private PriceTable(Map<ModelId, List<PriceRow>> rows) {
    this.rows = rows;
  }

  static PriceTable of(List<PriceRow> rows) {
    Map<ModelId, List<PriceRow>> byModel = new HashMap<>();
    for (PriceRow row : rows) {
      for (ModelId model : row.models()) {
        List<PriceRow> known = byModel.computeIfAbsent(model, unused -> new ArrayList<>());
        for (PriceRow other : known) {
          if (row.overlaps(other)) {
            throw new AgentException(
                ("%s: %s already has a price for this time in %s; give one an effectiveTo, the"
                        + " other an effectiveFrom")
                    .formatted(row.place(), model, other.place()));
          }
        }
        known.add(row);
      }
    }
    return new PriceTable(byModel);
  }

  @Override
  public Optional<Price> price(ModelId model, Instant at) {
    return row(model, at).map(PriceRow::price);
  }

  Set<ModelId> models() {
    Map<String, ModelId> sorted = new TreeMap<>();
    rows.keySet().forEach(model -> sorted.put(model.toString(), model));
    return Set.copyOf(sorted.values());
  }

  private Optional<PriceRow> row(ModelId model, Instant at) {
    List<PriceRow> exact = rows.get(model);
    List<PriceRow> found =
        exact == null
            ? rows.getOrDefault(
                new ModelId(model.provider(), ClaudeNames.canonical(model.model())), List.of())
            : exact;
    return found.stream().filter(row -> row.holdsAt(at)).findFirst();
  }
}
