package dev.nightshift.core.tool;

import dev.nightshift.core.internal.json.JsonValue;
import java.lang.annotation.Annotation;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A record as arguments: a closed JSON object with a property for each component. */
final class RecordType implements ArgumentType {
  private final Constructor<?> constructor;
  private final List<Property> properties;
  private final List<String> names;

  private RecordType(Constructor<?> constructor, List<Property> properties) {
    this.constructor = constructor;
    this.properties = properties;
    this.names = properties.stream().map(Property::name).toList();
  }

  /**
   * A component of the record.
   *
   * @param wrapped whether the component is an {@link Optional}
   * @param required whether it must be given
   */
  private record Property(
      String name, String description, ArgumentType type, boolean wrapped, boolean required) {}

  static RecordType of(Class<?> type, List<Class<?>> enclosing) {
    if (enclosing.contains(type)) {
      throw new IllegalArgumentException(
          type.getName() + " holds itself; the arguments of a tool have to end somewhere");
    }
    List<Class<?>> around = Stream.concat(enclosing.stream(), Stream.of(type)).toList();
    List<Property> properties = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      properties.add(property(component, around));
    }
    return new RecordType(canonical(type), List.copyOf(properties));
  }

  private static Property property(RecordComponent component, List<Class<?>> around) {
    Type type = component.getGenericType();
    boolean wrapped =
        type instanceof ParameterizedType generic && generic.getRawType() == Optional.class;
    Type held = wrapped ? ((ParameterizedType) type).getActualTypeArguments()[0] : type;
    Description description = component.getAnnotation(Description.class);
    boolean nullable = isNullable(component);
    try {
      if (nullable && component.getType().isPrimitive()) {
        throw new IllegalArgumentException(primitive(component.getType()));
      }
      return new Property(
          component.getName(),
          description == null ? "" : description.value(),
          ArgumentType.of(held, around),
          wrapped,
          !wrapped && !nullable);
    } catch (IllegalArgumentException unfit) {
      throw new IllegalArgumentException(
          "%s.%s: %s"
              .formatted(
                  component.getDeclaringRecord().getSimpleName(),
                  component.getName(),
                  unfit.getMessage()),
          unfit);
    }
  }

  private static String primitive(Class<?> type) {
    return (type == int.class ? "an " : "a ")
        + type
        + " cannot be null; use "
        + MethodType.methodType(type).wrap().returnType().getSimpleName();
  }

  /** Whoever's annotation it is, as for other tools that read them. */
  private static boolean isNullable(RecordComponent component) {
    return Stream.of(
            component.getAnnotations(),
            component.getAnnotatedType().getAnnotations(),
            component.getAccessor().getAnnotations())
        .flatMap(Arrays::stream)
        .map(Annotation::annotationType)
        .anyMatch(annotation -> annotation.getSimpleName().equals("Nullable"));
  }

  private static Constructor<?> canonical(Class<?> type) {
    Class<?>[] parameters =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    try {
      Constructor<?> constructor = type.getDeclaredConstructor(parameters);
      constructor.setAccessible(true);
      return constructor;
    } catch (NoSuchMethodException impossible) {
      throw new IllegalStateException(type + " has no canonical constructor", impossible);
    } catch (InaccessibleObjectException closed) {
      throw new IllegalArgumentException(
          ("record %s cannot be made from here; write 'opens %s to dev.nightshift.core' into"
                  + " its module-info")
              .formatted(type.getName(), type.getPackageName()),
          closed);
    }
  }

  @Override
  public JsonValue schema() {
    Map<String, JsonValue> described = new LinkedHashMap<>();
    for (Property property : properties) {
      JsonValue schema = property.type().schema();
      described.put(
          property.name(),
          property.description().isEmpty()
              ? schema
              : schema.with("description", property.description()));
    }
    return JsonValue.object()
        .with("type", "object")
        .with("properties", JsonValue.object(described))
        .with(
            "required",
            JsonValue.texts(
                properties.stream().filter(Property::required).map(Property::name).toList()))
        .with("additionalProperties", false);
  }

  @Override
  public String words() {
    return "an object";
  }

  @Override
  public String plural() {
    return "objects";
  }

  @Override
  public Object read(JsonValue value, String place, String expected) {
    if (!value.isObject()) {
      throw ArgumentComplaint.mistyped(place, value, expected);
    }
    String prefix = place.isEmpty() ? "" : place + ".";
    JsonToolArguments.requireKnown(value, names, prefix);
    @Nullable Object[] components = new @Nullable Object[properties.size()];
    for (int i = 0; i < components.length; i++) {
      components[i] = component(properties.get(i), value, prefix);
    }
    return made(components, place);
  }

  private static @Nullable Object component(Property property, JsonValue object, String prefix) {
    JsonValue given = object.path(property.name());
    if (given.isNothing()) {
      if (property.required()) {
        throw ArgumentComplaint.missing(prefix, property.name(), property.type().words(), object);
      }
      return property.wrapped() ? Optional.empty() : null;
    }
    Object read = property.type().read(given, prefix + property.name(), property.type().words());
    return property.wrapped() ? Optional.of(read) : read;
  }

  private Object made(@Nullable Object[] components, String place) {
    try {
      return constructor.newInstance(components);
    } catch (InvocationTargetException thrown) {
      if (thrown.getCause() instanceof RuntimeException refused) {
        throw new ToolArgumentException(refusal(place, refused));
      }
      throw new IllegalStateException("making " + constructor + " failed", thrown.getCause());
    } catch (ReflectiveOperationException impossible) {
      throw new IllegalStateException("making " + constructor + " failed", impossible);
    }
  }

  /** Whatever a record throws, it threw it at what the model gave. */
  private String refusal(String place, RuntimeException refused) {
    String why = refused.getMessage();
    String argument = place.isEmpty() ? "the arguments" : "the argument '" + place + "'";
    if (why == null || why.isBlank()) {
      return argument
          + (place.isEmpty() ? " are" : " is")
          + " refused by "
          + constructor.getDeclaringClass().getSimpleName();
    }
    return place.isEmpty() ? why : argument + ": " + why;
  }
}
