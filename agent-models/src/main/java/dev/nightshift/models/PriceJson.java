package dev.nightshift.models;

import dev.nightshift.core.internal.json.JsonText;
import dev.nightshift.core.internal.json.JsonValue;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads a price file. */
final class PriceJson {
  private static final String UNIT = "USD per million tokens";

  private final List<PriceRow> rows = new ArrayList<>();
  private @Nullable LocalDate asOf;

  private PriceJson() {}

  /**
   * Reads the content of a price file.
   *
   * @param file its name, for places and complaints
   * @throws dev.nightshift.core.base.AgentException if it is wrong or doubtful; names the line
   */
  static PriceJson read(byte[] json, String file) {
    PriceJson read = new PriceJson();
    PlacedJson.read(json, file, JsonText::strictParser, read::member);
    if (read.rows.isEmpty()) {
      throw PlacedJson.complaint(file, "has no prices; add rows to the array 'prices'");
    }
    return read;
  }

  /** The day the prices were looked up, null if the file does not say. */
  @Nullable LocalDate asOf() {
    return asOf;
  }

  /** The rows as they stand. */
  List<PriceRow> rows() {
    return List.copyOf(rows);
  }

  /** The prices; the day may have stood after the rows. */
  PriceTable table() {
    return PriceTable.of(rows.stream().map(row -> row.lookedUp(asOf)).toList());
  }

  private void member(String name, PlacedJson json) {
    switch (name) {
      case "asOf" -> asOf = date(json);
      case "unit" ->
          json.require(UNIT.equals(json.parser().getString()), "unit must be '" + UNIT + "'");
      case "prices" -> rows(json);
      default ->
          json.require(
              false,
              "unknown field '" + PlacedJson.quoted(name) + "'; known are asOf, unit and prices");
    }
  }

  private void rows(PlacedJson json) {
    JsonParser parser = json.parser();
    json.require(parser.currentToken() == JsonToken.START_ARRAY, "prices must be an array");
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      String place = json.place() + ", row " + (rows.size() + 1);
      rows.add(PriceRowReader.read(JsonValue.at(parser), place));
    }
  }

  private static LocalDate date(PlacedJson json) {
    String text = String.valueOf(json.parser().getString());
    try {
      return LocalDate.parse(text);
    } catch (DateTimeException notADate) {
      throw PlacedJson.complaint(
          json.place(), "asOf '" + PlacedJson.quoted(text) + "' is not a date such as 2026-10-07");
    }
  }
}
