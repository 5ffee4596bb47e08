package dev.nightshift.models;

import dev.nightshift.core.base.AgentException;
import dev.nightshift.core.budget.Price;
import dev.nightshift.core.budget.PriceOrigin;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.models.ImportedPrices.LeftOut;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The rows of a table of others that can be used, and the reasons for those that cannot. */
final class ForeignTable {
  private static final int MOST_QUOTED = 300;

  private final LocalDate asOf;
  private final Map<ModelId, List<PriceRow>> rows = new LinkedHashMap<>();
  private final List<LeftOut> leftOut = new ArrayList<>();

  ForeignTable(LocalDate asOf) {
    this.asOf = asOf;
  }

  /**
   * Takes a row, checked as if a user had written it, or notes why it is left out.
   *
   * @param name what the table calls the model
   * @param place where it stands
   */
  void add(String name, String place, ForeignRow row) {
    List<LeftOut> services = new ArrayList<>();
    try {
      PriceRow read =
          PriceRowReader.read(
              row.toJson(
                  (service, reason) ->
                      services.add(leftOut(name + " as " + service, place, reason))),
              place);
      WrongUnit.refuse(read);
      ModelId model = read.models().get(0);
      KnownCharges known = KnownCharges.of(model);
      known.requireStated(row);
      rows.computeIfAbsent(model, unused -> new ArrayList<>())
          .add(read.lookedUp(asOf).until(known.changeSince(asOf)));
      leftOut.addAll(services);
    } catch (AgentException refused) {
      leaveOut(name, place, refused);
    }
  }

  void leaveOut(String name, String place, AgentException refused) {
    leftOut.add(leftOut(name, place, String.valueOf(refused.getMessage())));
  }

  /** Quotes what others wrote, which may hold more than a line of visible text. */
  private static LeftOut leftOut(String name, String place, String reason) {
    return new LeftOut(
        VisibleText.oneLine(name, MOST_QUOTED), place, VisibleText.oneLine(reason, MOST_QUOTED));
  }

  /**
   * Returns what can be used.
   *
   * @param what the table, for the complaint
   * @throws AgentException if that is nothing; then it is no such table, or one in a new form
   */
  Imported imported(String what) {
    List<PriceRow> sure = new ArrayList<>();
    rows.forEach(
        (model, same) -> {
          if (same.stream().map(ForeignTable::plain).distinct().count() == 1) {
            sure.add(same.get(0));
          } else {
            List<String> places = same.stream().map(PriceRow::place).toList();
            leftOut.add(
                leftOut(model.toString(), places.get(0), "its prices differ between " + places));
          }
        });
    if (sure.isEmpty()) {
      throw new AgentException(
          what
              + " has no row that can be used"
              + (leftOut.isEmpty() ? "" : "; the first is left out: " + leftOut.get(0)));
    }
    return new Imported(PriceTable.of(sure), List.copyOf(leftOut));
  }

  private static Price plain(PriceRow row) {
    return row.price().withOrigin(PriceOrigin.code());
  }

  /**
   * A table that was read.
   *
   * @param table the rows in use
   * @param leftOut the others
   */
  record Imported(PriceTable table, List<LeftOut> leftOut) {}
}
