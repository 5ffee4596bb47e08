package dev.nightshift.models;

import dev.nightshift.core.base.AgentException;
import dev.nightshift.core.budget.Price;
import dev.nightshift.core.budget.PriceBook;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.provider.ModelName;
import dev.nightshift.models.internal.ClaudeNames;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Price rows by model. Names are compared exactly; of a name of Claude the date of a snapshot is
 * taken off if the name itself has no row. The first use of a row that was looked up long ago is
 * told to the log.
 */
final class PriceTable implements PriceBook {
  private static final Logger LOG = LoggerFactory.getLogger(PriceTable.class);
  private static final int OLD_AFTER_DAYS = 60;

  private final Map<ModelId, List<PriceRow>> rows;
  private final Consumer<String> warnings;
  private final Set<PriceRow> warned = ConcurrentHashMap.newKeySet();

  private PriceTable(Map<ModelId, List<PriceRow>> rows, Consumer<String> warnings) {
    this.rows = rows;
    this.warnings = warnings;
  }

  static PriceTable of(List<PriceRow> rows) {
    return of(rows, LOG::warn);
  }

  /** A table whose warnings a test reads. */
  static PriceTable of(List<PriceRow> rows, Consumer<String> warnings) {
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
    return new PriceTable(byModel, warnings);
  }

  @Override
  public Optional<Price> price(ModelId model, Instant at) {
    Optional<PriceRow> row = row(model, at);
    row.ifPresent(used -> warnIfOld(model, used, at));
    return row.map(PriceRow::price);
  }

  @Override
  public Set<String> regions() {
    Set<String> regions = new HashSet<>();
    for (List<PriceRow> ofModel : rows.values()) {
      ofModel.forEach(row -> regions.addAll(row.price().multipliers().regions().keySet()));
    }
    // That of the empty word holds where an answer names no region.
    regions.remove("");
    return regions;
  }

  Set<ModelId> models() {
    Map<String, ModelId> sorted = new TreeMap<>();
    rows.keySet().forEach(model -> sorted.put(model.toString(), model));
    return Set.copyOf(sorted.values());
  }

  /** Returns the rows by the bare names of their models, {@link ModelName#name}. */
  Map<String, Set<PriceRow>> rowsByName() {
    Map<String, Set<PriceRow>> byName = new HashMap<>();
    rows.forEach(
        (model, ofModel) ->
            byName
                .computeIfAbsent(ModelName.of(model).name(), unused -> new HashSet<>())
                .addAll(ofModel));
    return byName;
  }

  private Optional<PriceRow> row(ModelId model, Instant at) {
    List<PriceRow> exact = rows.get(model);
    List<PriceRow> found =
        exact == null ? rows.getOrDefault(ClaudeNames.canonical(model), List.of()) : exact;
    for (PriceRow row : found) {
      if (row.holdsAt(at)) {
        return Optional.of(row);
      }
    }
    return Optional.empty();
  }

  private void warnIfOld(ModelId model, PriceRow row, Instant at) {
    LocalDate asOf = row.price().origin().asOf();
    if (asOf == null) {
      return;
    }
    long days = ChronoUnit.DAYS.between(asOf, LocalDate.ofInstant(at, ZoneOffset.UTC));
    if (days > OLD_AFTER_DAYS && warned.add(row)) {
      warnings.accept(
          "the price of %s was looked up %s days ago (%s); compare it with the vendor's list and"
                  .formatted(model, days, row.price().origin())
              + " set it in a price file");
    }
  }
}
