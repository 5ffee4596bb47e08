package dev.nightshift.models;

import dev.nightshift.core.base.AgentException;
import dev.nightshift.models.internal.Json;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;

/**
 * Reads a price file as a stream, so that a complaint can name the line of the row.
 *
 * @param asOf the day the prices were looked up, may be empty
 * @param table the prices
 */
record PriceJson(String asOf, PriceTable table) {
  private static final String UNIT = "USD per million tokens";

  static PriceJson read(byte[] json, String file) {
    List<PriceRow> rows = new ArrayList<>();
    String asOf = "";
    try (JsonParser parser = Json.STRICT.createParser(json)) {
      require(parser.nextToken() == JsonToken.START_OBJECT, file, parser, "must be a JSON object");
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        switch (name) {
          case "asOf" -> asOf = String.valueOf(parser.getString());
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
    return new PriceJson(asOf, PriceTable.of(rows));
  }

  private static void rows(JsonParser parser, String file, List<PriceRow> rows) {
    require(
        parser.currentToken() == JsonToken.START_ARRAY, file, parser, "prices must be an array");
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      int line = parser.currentTokenLocation().getLineNr();
      JsonNode row = Json.STRICT.readTree(parser);
      rows.add(PriceRowReader.read(row, file + ", line " + line + ", row " + (rows.size() + 1)));
    }
  }

  private static void require(boolean holds, String file, JsonParser parser, String complaint) {
    if (!holds) {
      throw new AgentException(
          file + ", line " + parser.currentTokenLocation().getLineNr() + ": " + complaint);
    }
  }
}
