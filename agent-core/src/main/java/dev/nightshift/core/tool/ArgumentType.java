package dev.nightshift.core.tool;

import dev.nightshift.core.internal.json.JsonValue;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/** A Java type that a tool's argument can have: its JSON Schema, and how its values are read. */
interface ArgumentType {
  /** Returns the schema. */
  JsonValue schema();

  /** Returns what a value is called, with its article. */
  String words();

  /** Returns what several values are called. */
  String plural();

  /**
   * Reads a value.
   *
   * @param value neither absent nor null
   * @param place the argument, for complaints
   * @param expected what the argument must be, for complaints
   * @throws ToolArgumentException if it is of another type
   */
  Object read(JsonValue value, String place, String expected);

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
      return Choice.of(plain);
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
  record Scalar(
      String jsonType, String words, String plural, Function<JsonValue, Optional<?>> reading)
      implements ArgumentType {
    private static final Scalar TEXT =
        new Scalar(
            "string",
            "a string",
            "strings",
            value -> Optional.ofNullable(value.isString() ? value.text() : null));
    private static final Scalar INTEGER =
        new Scalar(
            "integer",
            "a whole number of 32 bits",
            "whole numbers of 32 bits",
            value -> integer(value));
    private static final Scalar LONG =
        new Scalar(
            "integer",
            "a whole number of 64 bits",
            "whole numbers of 64 bits",
            value -> whole(value));
    private static final Scalar NUMBER =
        new Scalar(
            "number",
            "a number of 64 bits",
            "numbers of 64 bits",
            value -> value.decimal().map(BigDecimal::doubleValue).filter(Double::isFinite));
    private static final Scalar TRUTH =
        new Scalar(
            "boolean",
            "true or false",
            "truth values",
            value -> Optional.ofNullable(value.isBoolean() ? value.isTrue() : null));
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

    private static Optional<Long> whole(JsonValue value) {
      OptionalLong number = value.wholeNumber();
      return number.isPresent() ? Optional.of(number.getAsLong()) : Optional.empty();
    }

    private static Optional<Integer> integer(JsonValue value) {
      return whole(value).filter(number -> number == number.intValue()).map(Long::intValue);
    }

    @Override
    public JsonValue schema() {
      return JsonValue.object().with("type", jsonType);
    }

    @Override
    public Object read(JsonValue value, String place, String expected) {
      Optional<?> read = reading.apply(value);
      if (read.isEmpty()) {
        throw ArgumentComplaint.mistyped(place, value, expected);
      }
      return read.get();
    }
  }

  /** One of the constants of an enum, by its name. */
  record Choice(List<Enum<?>> constants) implements ArgumentType {
    private static Choice of(Class<?> type) {
      List<Enum<?>> constants =
          Arrays.stream(type.getEnumConstants())
              .<Enum<?>>map(constant -> (Enum<?>) constant)
              .toList();
      if (constants.isEmpty()) {
        throw new IllegalArgumentException(
            type.getTypeName() + " has no constants, so nothing can be given for it");
      }
      return new Choice(constants);
    }

    @Override
    public JsonValue schema() {
      return JsonValue.object()
          .with("type", "string")
          .with("enum", JsonValue.texts(constants.stream().map(Enum::name).toList()));
    }

    @Override
    public Object read(JsonValue value, String place, String expected) {
      for (Enum<?> constant : constants) {
        if (value.isString() && constant.name().equals(value.text())) {
          return constant;
        }
      }
      throw ArgumentComplaint.mistyped(place, value, expected);
    }

    @Override
    public String words() {
      return "one of " + names();
    }

    @Override
    public String plural() {
      return "any of " + names();
    }

    private String names() {
      return String.join(", ", constants.stream().map(Enum::name).toList());
    }
  }

  /**
   * A list; what is no array counts as a list of one, unless it is a string that holds an array.
   */
  record Elements(ArgumentType element) implements ArgumentType {
    @Override
    public JsonValue schema() {
      return JsonValue.object().with("type", "array").with("items", element.schema());
    }

    @Override
    public String words() {
      return "a list of " + element.plural();
    }

    @Override
    public String plural() {
      return "lists of " + element.plural();
    }

    @Override
    public Object read(JsonValue given, String place, String expected) {
      JsonValue value = JsonToolArguments.list(given);
      if (!value.isArray()) {
        return List.of(element.read(value, place, expected));
      }
      List<Object> elements = new ArrayList<>();
      for (JsonValue each : value.values()) {
        String at = String.format(Locale.ROOT, "%s[%d]", place, elements.size());
        elements.add(element.read(each, at, element.words()));
      }
      return List.copyOf(elements);
    }
  }
}
