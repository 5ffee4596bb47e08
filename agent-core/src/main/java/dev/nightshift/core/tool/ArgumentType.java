package dev.nightshift.core.tool;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A Java type that a tool's argument can have: its JSON Schema, and how its values are read. */
interface ArgumentType {
  /** Makes the nodes of schemas. */
  JsonMapper MAPPER = JsonMapper.builder().build();

  /** Returns a new schema. */
  ObjectNode schema();

  /** Returns what a value is called, with its article. */
  String words();

  /**
   * Reads a value.
   *
   * @param value neither absent nor null
   * @param place the argument, for complaints
   * @throws ToolArgumentException if it is of another type
   */
  Object read(JsonNode value, String place);

  /**
   * Returns the type of an argument.
   *
   * @param enclosing the records around it, outermost first
   * @throws IllegalArgumentException if arguments cannot have it
   */
  static ArgumentType of(Type type, List<Class<?>> enclosing) {
    Scalar scalar = Scalar.OF.get(type);
    if (scalar != null) {
      return scalar;
    }
    if (type instanceof ParameterizedType generic && generic.getRawType() == List.class) {
      return new Elements(of(generic.getActualTypeArguments()[0], enclosing));
    }
    if (type instanceof Class<?> plain && plain.isEnum()) {
      return new Choice(plain);
    }
    if (type instanceof Class<?> plain && plain.isRecord()) {
      return RecordType.of(plain, enclosing);
    }
    throw new IllegalArgumentException(
        "an argument of a tool cannot be a "
            + type.getTypeName()
            + "; use String, int, long, double, boolean, an enum, a record of these, or a List of"
            + " one of them");
  }

  /** A string, number or truth value. */
  record Scalar(String jsonType, String words, Function<JsonNode, Object> reading)
      implements ArgumentType {
    private static final Scalar TEXT =
        new Scalar("string", "a string", value -> value.isString() ? value.stringValue() : value);
    private static final Scalar INTEGER =
        new Scalar("integer", "a whole number of 32 bits", value -> whole(value, true));
    private static final Scalar LONG =
        new Scalar("integer", "a whole number of 64 bits", value -> whole(value, false));
    private static final Scalar NUMBER =
        new Scalar("number", "a number", value -> value.isNumber() ? value.doubleValue() : value);
    private static final Scalar TRUTH =
        new Scalar(
            "boolean", "true or false", value -> value.isBoolean() ? value.booleanValue() : value);
    private static final Map<Type, Scalar> OF =
        Map.of(
            String.class, TEXT,
            int.class, INTEGER,
            Integer.class, INTEGER,
            long.class, LONG,
            Long.class, LONG,
            double.class, NUMBER,
            Double.class, NUMBER,
            boolean.class, TRUTH,
            Boolean.class, TRUTH);

    private static Object whole(JsonNode value, boolean narrow) {
      if (!value.isNumber()) {
        return value;
      }
      return narrow
          ? value.intValueOpt().isPresent() ? (Object) value.intValueOpt().getAsInt() : value
          : value.longValueOpt().isPresent() ? (Object) value.longValueOpt().getAsLong() : value;
    }

    @Override
    public ObjectNode schema() {
      return MAPPER.createObjectNode().put("type", jsonType);
    }

    @Override
    public Object read(JsonNode value, String place) {
      Object read = reading.apply(value);
      if (read == value) {
        throw JsonToolArguments.mistyped(place, value, words);
      }
      return read;
    }
  }

  /** One of the constants of an enum, by its name. */
  record Choice(Class<?> type) implements ArgumentType {
    @Override
    public ObjectNode schema() {
      ObjectNode schema = MAPPER.createObjectNode().put("type", "string");
      ArrayNode names = schema.putArray("enum");
      constants().forEach(constant -> names.add(constant.name()));
      return schema;
    }

    @Override
    public Object read(JsonNode value, String place) {
      for (Enum<?> constant : constants()) {
        if (value.isString() && constant.name().equals(value.stringValue())) {
          return constant;
        }
      }
      throw JsonToolArguments.mistyped(place, value, words());
    }

    @Override
    public String words() {
      return "one of " + String.join(", ", constants().stream().map(Enum::name).toList());
    }

    private List<Enum<?>> constants() {
      return Arrays.stream(type.getEnumConstants())
          .<Enum<?>>map(constant -> (Enum<?>) constant)
          .toList();
    }
  }

  /** A list; what is no array counts as a list of one. */
  record Elements(ArgumentType element) implements ArgumentType {
    @Override
    public ObjectNode schema() {
      ObjectNode schema = MAPPER.createObjectNode().put("type", "array");
      schema.set("items", element.schema());
      return schema;
    }

    @Override
    public String words() {
      return "a list";
    }

    @Override
    public Object read(JsonNode value, String place) {
      if (!value.isArray()) {
        return List.of(element.read(value, place));
      }
      List<Object> elements = new ArrayList<>();
      for (JsonNode each : value) {
        String at = String.format(Locale.ROOT, "%s[%d]", place, elements.size());
        elements.add(element.read(each, at));
      }
      return List.copyOf(elements);
    }
  }
}
