package dev.nightshift.core.internal.journal;

import dev.nightshift.core.internal.json.JsonValue;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A record by its components; one of a sealed interface also says by {@code is} which it is. All
 * members have to be there, and no others.
 */
final class RecordForm implements Form {
  static final String IS = "is";

  /** What a member means that the first records of this version do not have. */
  private static final Map<String, Object> ADDED_LATER =
      Map.of(
          "HumanDecision.reading",
          Duration.ZERO,
          "AttemptEnd.requestId",
          "",
          "Finding.cause",
          "",
          "Finding.outside",
          false);

  private final Class<?> type;
  private final boolean isAlternative;
  private final Constructor<?> constructor;
  private final List<Component> components;

  private RecordForm(Class<?> type, Constructor<?> constructor, List<Component> components) {
    this.type = type;
    this.constructor = constructor;
    this.components = components;
    this.isAlternative = List.of(type.getInterfaces()).stream().anyMatch(Class::isSealed);
  }

  private record Component(String name, Method accessor, Form form) {}

  static RecordForm of(Class<?> type) {
    RecordComponent[] declared = type.getRecordComponents();
    Class<?>[] types = new Class<?>[declared.length];
    List<Component> components = new ArrayList<>();
    for (int i = 0; i < declared.length; i++) {
      types[i] = declared[i].getType();
      Method accessor = declared[i].getAccessor();
      accessor.setAccessible(true);
      components.add(
          new Component(declared[i].getName(), accessor, Forms.of(declared[i].getGenericType())));
    }
    try {
      Constructor<?> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return new RecordForm(type, constructor, List.copyOf(components));
    } catch (NoSuchMethodException impossible) {
      throw new IllegalStateException(type + " has no canonical constructor", impossible);
    }
  }

  @Override
  public JsonValue write(Object value) {
    Map<String, JsonValue> members = new LinkedHashMap<>();
    if (isAlternative) {
      members.put(IS, JsonValue.of(type.getSimpleName()));
    }
    for (Component component : components) {
      Object held = get(component, value);
      members.put(component.name(), held == null ? JsonValue.NULL : component.form().write(held));
    }
    return JsonValue.object(members);
  }

  @Override
  public Object read(JsonValue json) {
    Map<String, JsonValue> members = json.properties();
    if (isAlternative) {
      members.remove(IS);
    }
    @Nullable Object[] values = new @Nullable Object[components.size()];
    for (int i = 0; i < values.length; i++) {
      Component component = components.get(i);
      if (!json.has(component.name())) {
        values[i] = ADDED_LATER.get(type.getSimpleName() + "." + component.name());
        if (values[i] == null) {
          throw otherVersion("has no '" + component.name() + "'");
        }
        continue;
      }
      JsonValue member = json.required(component.name());
      members.remove(component.name());
      boolean isPrimitive = component.accessor().getReturnType().isPrimitive();
      values[i] = member.isNull() && !isPrimitive ? null : component.form().read(member);
    }
    if (!members.isEmpty()) {
      throw otherVersion("has " + members.keySet() + ", which this version does not know");
    }
    return made(values);
  }

  private IllegalArgumentException otherVersion(String what) {
    return new IllegalArgumentException(
        "a "
            + type.getSimpleName()
            + " in it "
            + what
            + ": it was written by another version of this library; end the run with that one, or"
            + " move its journal away and dispatch the task again");
  }

  private static @Nullable Object get(Component component, Object value) {
    try {
      return component.accessor().invoke(value);
    } catch (ReflectiveOperationException impossible) {
      throw new IllegalStateException("reading " + component.name() + " failed", impossible);
    }
  }

  private Object made(@Nullable Object[] values) {
    try {
      return constructor.newInstance(values);
    } catch (InvocationTargetException refused) {
      throw new IllegalArgumentException(
          String.valueOf(refused.getCause() == null ? refused : refused.getCause().getMessage()),
          refused);
    } catch (ReflectiveOperationException impossible) {
      throw new IllegalStateException("making " + type + " failed", impossible);
    }
  }
}
