package dev.nightshift.core.event;

import dev.nightshift.core.internal.text.VisibleText;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Writes an event as one line of JSON, attributes in their order. */
final class EventJson {
  private static final JsonFactory FACTORY = new JsonFactory();
  private static final Set<String> OWN_NAMES = Set.of("run", "at", "event");

  private EventJson() {}

  static String write(RunEvent event) {
    StringWriter line = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), line)) {
      json.writeStartObject();
      json.writeStringProperty("run", event.run().value());
      json.writeStringProperty("at", event.at().toString());
      json.writeStringProperty("event", encodable(event.name()));
      for (Map.Entry<String, Object> attribute : event.attributes().entrySet()) {
        json.writeName(attributeName(attribute.getKey()));
        writeValue(json, attribute.getValue());
      }
      json.writeEndObject();
    }
    // Some readers take invisible characters for line ends; in JSON they only stand in strings.
    return VisibleText.json(line.toString());
  }

  /** An attribute named like a field of the event keeps its value under another name. */
  private static String attributeName(String name) {
    return OWN_NAMES.contains(name) ? "attribute_" + name : encodable(name);
  }

  private static void writeValue(JsonGenerator json, Object value) {
    if (value instanceof Boolean truth) {
      json.writeBoolean(truth);
    } else if (value instanceof Long || value instanceof Integer) {
      json.writeNumber(((Number) value).longValue());
    } else {
      json.writeString(encodable(String.valueOf(value)));
    }
  }

  /** Replaces halves of surrogate pairs, which have no bytes in UTF-8. */
  private static String encodable(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }
}
