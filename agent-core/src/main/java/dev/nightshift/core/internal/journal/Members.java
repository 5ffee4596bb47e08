package dev.nightshift.core.internal.journal;

import java.util.function.BiConsumer;
import java.util.function.Function;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** How a type that is no record is written as members of an object and read from them. */
record Members<T>(Class<T> type, BiConsumer<T, ObjectNode> writing, Function<JsonNode, T> reading) {
  void addTo(SimpleModule module) {
    module.addSerializer(type, new Writer<>(writing));
    module.addDeserializer(type, new Reader<>(reading));
  }

  private static final class Writer<T> extends ValueSerializer<T> {
    private final BiConsumer<T, ObjectNode> writing;

    Writer(BiConsumer<T, ObjectNode> writing) {
      this.writing = writing;
    }

    @Override
    public void serialize(T value, JsonGenerator json, SerializationContext context) {
      ObjectNode members = JsonNodeFactory.instance.objectNode();
      writing.accept(value, members);
      json.writeTree(members);
    }
  }

  private static final class Reader<T> extends ValueDeserializer<T> {
    private final Function<JsonNode, T> reading;

    Reader(Function<JsonNode, T> reading) {
      this.reading = reading;
    }

    @Override
    public T deserialize(JsonParser json, DeserializationContext context) {
      return reading.apply(context.readTree(json));
    }
  }
}
