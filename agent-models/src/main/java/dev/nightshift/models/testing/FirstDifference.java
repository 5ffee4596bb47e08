package dev.nightshift.models.testing;

import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.core.internal.text.VisibleText;
import java.util.LinkedHashSet;
import java.util.Set;

/** Says in words where two values part. */
final class FirstDifference {
  private static final int BEFORE = 20;
  private static final int SHOWN = 80;

  private FirstDifference() {}

  /** Returns the first place and both sides, empty if there is no difference. */
  static String of(JsonValue recorded, JsonValue asked) {
    return at("", recorded, asked);
  }

  private static String at(String place, JsonValue recorded, JsonValue asked) {
    if (recorded.equals(asked)) {
      return "";
    }
    if (recorded.isObject() && asked.isObject()) {
      return inObjects(place, recorded, asked);
    }
    if (recorded.isArray() && asked.isArray()) {
      return inArrays(place, recorded, asked);
    }
    return recorded.isString() && asked.isString()
        ? inTexts(place, recorded.text(), asked.text())
        : place + " was " + shown(recorded, 0) + " and is " + shown(asked, 0);
  }

  private static String inObjects(String place, JsonValue recorded, JsonValue asked) {
    Set<String> names = new LinkedHashSet<>(recorded.names());
    names.addAll(asked.names());
    for (String name : names) {
      String inside = place.isEmpty() ? name : place + "." + name;
      String difference = at(inside, recorded.path(name), asked.path(name));
      if (!difference.isEmpty()) {
        return difference;
      }
    }
    return "";
  }

  private static String inArrays(String place, JsonValue recorded, JsonValue asked) {
    for (int i = 0; i < Math.min(recorded.size(), asked.size()); i++) {
      String difference = at(place + "[" + i + "]", recorded.path(i), asked.path(i));
      if (!difference.isEmpty()) {
        return difference;
      }
    }
    return "the number of " + place + " was " + recorded.size() + " and is " + asked.size();
  }

  private static String inTexts(String place, String recorded, String asked) {
    int same = 0;
    int shorter = Math.min(recorded.length(), asked.length());
    while (same < shorter && recorded.charAt(same) == asked.charAt(same)) {
      same++;
    }
    int from = Math.max(0, same - BEFORE);
    return "%s, from character %d on, was '%s' and is '%s'"
        .formatted(place, same, part(recorded, from), part(asked, from));
  }

  private static String shown(JsonValue value, int from) {
    return value.isMissing() ? "not there" : part(value.toString(), from);
  }

  private static String part(String text, int from) {
    return VisibleText.oneLine(text.substring(from), SHOWN);
  }
}
