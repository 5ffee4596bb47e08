package dev.nightshift.models;

import dev.nightshift.core.base.AgentException;
import dev.nightshift.core.internal.json.JsonText;
import dev.nightshift.core.internal.json.JsonValue;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads a price file as a stream, so that a complaint can name the line of the row.
 *
 * @param asOf the day the prices were looked up, null if the file does not say
 * @param table the prices
 */
record PriceJson(@Nullable LocalDate asOf, PriceTable table) {
  private static final String UNIT = "USD per million tokens";

  static PriceJson read(byte[] json, String file) {
    List<Placed> rows = new ArrayList<>();
    LocalDate asOf = null;
    try (JsonParser parser = JsonText.strictParser(json)) {
      require(parser.nextToken() == JsonToken.START_OBJECT, file, parser, "must be a JSON object");
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        switch (name) {
          case "asOf" -> asOf = date(parser, file);
          case "unit" ->
              require(UNIT.equals(parser.getString()), file, parser, "unit must be '" + UNIT + "'");
          case "prices" -> rows(parser, file, rows);
          default -> require(false, file, parser, "unknown field '" + name + "'");
        }
      }
      require(parser.nextToken() == null, file, parser, "text follows the JSON object");
    } catch (JacksonException malformed) {
      throw new AgentException(
          "%s, line %s: not valid JSON: %s"
              .formatted(file, malformed.getLocation().getLineNr(), malformed.getOriginalMessage()),
          malformed);
    }
    if (rows.isEmpty()) {
      throw new AgentException(file + ": has no prices; add rows to the array 'prices'");
    }
    return new PriceJson(asOf, table(rows, asOf));
  }

  /** Last, because the day may stand after the rows. */
  private static PriceTable table(List<Placed> rows, @Nullable LocalDate asOf) {
    return PriceTable.of(
        rows.stream().map(row -> PriceRowReader.read(row.json(), row.place(), asOf)).toList());
  }

  private static LocalDate date(JsonParser parser, String file) {
    String text = String.valueOf(parser.getString());
    try {
      return LocalDate.parse(text);
    } catch (DateTimeException notADate) {
      throw complaint(file, parser, "asOf '" + text + "' is not a date such as 2026-10-07");
    }
  }

  private static void rows(JsonParser parser, String file, List<Placed> rows) {
    require(
        parser.currentToken() == JsonToken.START_ARRAY, file, parser, "prices must be an array");
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      int line = parser.currentTokenLocation().getLineNr();
      JsonValue row = JsonValue.at(parser);
      rows.add(new Placed(row, file + ", line " + line + ", row " + (rows.size() + 1)));
    }
  }

  private static void require(boolean holds, String file, JsonParser parser, String complaint) {
    if (!holds) {
      throw complaint(file, parser, complaint);
    }
  }

  private static AgentException complaint(String file, JsonParser parser, String complaint) {
    return new AgentException(
        file + ", line " + parser.currentTokenLocation().getLineNr() + ": " + complaint);
  }

  private record Placed(JsonValue json, String place) {}
}
