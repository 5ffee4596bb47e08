package dev.nightshift.models;

import dev.nightshift.core.base.AgentException;
import dev.nightshift.core.internal.text.VisibleText;
import java.util.function.BiConsumer;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamLocation;

/** The JSON of a file, read as a stream, so that each complaint can name its line. */
final class PlacedJson {
  private static final int MOST_SAID = 500;
  private static final int MOST_QUOTED = 80;

  private final JsonParser parser;
  private final String file;

  private PlacedJson(JsonParser parser, String file) {
    this.parser = parser;
    this.file = file;
  }

  /**
   * Reads the one object of a file.
   *
   * @param file its name, for complaints
   * @param opener makes the parser
   * @param reader takes the name of each member, with the parser at the first token of its value,
   *     and leaves it at the last one
   * @throws AgentException if that is no JSON, or more than an object; names the line
   */
  static void read(
      byte[] json,
      String file,
      Function<byte[], JsonParser> opener,
      BiConsumer<String, PlacedJson> reader) {
    JsonParser opened;
    try {
      opened = opener.apply(json);
    } catch (JacksonException noText) {
      throw malformed(file, noText);
    }
    PlacedJson placed = new PlacedJson(opened, file);
    try (opened) {
      placed.members(reader);
    } catch (JacksonException malformed) {
      throw malformed(file + ", line " + placed.lineOf(malformed), malformed);
    }
  }

  JsonParser parser() {
    return parser;
  }

  /** Returns where the parser is: the file and the line. */
  String place() {
    return file + ", line " + parser.currentTokenLocation().getLineNr();
  }

  /**
   * Refuses the file.
   *
   * @throws AgentException if the claim does not hold; names the line
   */
  void require(boolean holds, String complaint) {
    if (!holds) {
      throw complaint(place(), complaint);
    }
  }

  /** Returns what somebody wrote as a complaint quotes it: visible, on one line, and not all. */
  static String quoted(String written) {
    return VisibleText.oneLine(VisibleText.cut(written, MOST_QUOTED), MOST_QUOTED);
  }

  /** Returns the refusal of a file or a row. */
  static AgentException complaint(String place, String complaint) {
    return new AgentException(place + ": " + VisibleText.oneLine(complaint, MOST_SAID));
  }

  private void members(BiConsumer<String, PlacedJson> reader) {
    require(parser.nextToken() == JsonToken.START_OBJECT, "must be one JSON object");
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      reader.accept(name, this);
    }
    require(parser.nextToken() == null, "must be one JSON object; delete what follows it");
  }

  /** A limit of the parser, unlike an error of the text, says no place: it is where it stands. */
  private int lineOf(JacksonException malformed) {
    TokenStreamLocation at = malformed.getLocation();
    return at == null || at.getLineNr() < 1 ? parser.currentLocation().getLineNr() : at.getLineNr();
  }

  private static AgentException malformed(String place, JacksonException cause) {
    String why = VisibleText.oneLine(String.valueOf(cause.getOriginalMessage()), MOST_SAID);
    return new AgentException(
        place + ": not valid JSON: " + why + "; correct it there, or put the last version back",
        cause);
  }
}
