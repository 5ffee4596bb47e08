package dev.nightshift.core.ledger;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/** All fields of an object and of what it holds, as one text: equal if and only if they are. */
final class WholeState {
  private WholeState() {}

  static String of(Object state) {
    StringBuilder text = new StringBuilder();
    add(state, text);
    return text.toString();
  }

  private static void add(Object value, StringBuilder text) {
    if (value instanceof Map<?, ?> map) {
      Map<String, String> sorted = new TreeMap<>();
      map.forEach((key, held) -> sorted.put(of(key), of(held)));
      text.append(sorted);
    } else if (value instanceof Collection<?> all) {
      text.append(all.stream().map(WholeState::of).toList());
    } else if (value == null || !isOurs(value.getClass())) {
      text.append(value);
    } else {
      text.append(value.getClass().getSimpleName()).append('(');
      for (Field field : value.getClass().getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers())) {
          text.append(field.getName()).append('=');
          add(get(field, value), text);
          text.append(' ');
        }
      }
      text.append(')');
    }
  }

  private static boolean isOurs(Class<?> type) {
    return type.getName().startsWith("dev.nightshift.core.ledger.") && !type.isEnum();
  }

  private static Object get(Field field, Object from) {
    try {
      field.setAccessible(true);
      return field.get(from);
    } catch (IllegalAccessException impossible) {
      throw new AssertionError(impossible);
    }
  }
}
