package dev.nightshift.models.internal.wire;

import dev.nightshift.core.internal.json.JsonValue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A member of which nobody knows what it means, grown from the fragments of a stream. One that came
 * in one fragment stays what it was. Of what came in several:
 *
 * <ul>
 *   <li>texts go on, but one told anew in the same words is still that one, and a label (a type, an
 *       id) is told anew, never longer; only prose may repeat itself;
 *   <li>objects grow member by member;
 *   <li>arrays grow at their end, and by more of an element, see {@link GrownArray};
 *   <li>of all else, and of two kinds of values, the last counts; null is no value.
 * </ul>
 *
 * <p><b>Source:</b> docs/decisions/034-what-nobody-knows-goes-back.
 */
final class GrownValue {
  /** The texts that a model wrote; two pieces of them may be the same. */
  private static final Set<String> PROSE =
      Set.of("text", "content", "thinking", "summary", "refusal", "arguments", "transcript");

  /** Texts without words, which grow all the same. */
  private static final Set<String> DATA = Set.of("data", "input");

  /** What tells one thing from another, and is whole whenever it is told. */
  private static final Set<String> LABELS =
      Set.of("type", "id", "index", "role", "name", "format", "status");

  private final String name;
  private JsonValue value;
  private @Nullable StringBuilder text;
  private @Nullable GrownObject object;
  private @Nullable GrownArray array;

  /** How often the text was told anew while nothing else came. */
  private int repeated;

  GrownValue(String name, JsonValue first) {
    this.name = name;
    this.value = first;
  }

  /** Tells whether a member of that name is what a model wrote. */
  static boolean isProse(String name) {
    return PROSE.contains(name) || name.startsWith("reasoning");
  }

  /** Tells whether there is anything in a value but labels: a letter, a number. */
  static boolean saysAnything(JsonValue value) {
    if (value.isArray()) {
      return value.values().stream().anyMatch(GrownValue::saysAnything);
    }
    if (value.isObject()) {
      return value.names().stream()
          .anyMatch(name -> !LABELS.contains(name) && saysAnything(value.path(name)));
    }
    return !value.isNothing() && !value.text("-").isEmpty();
  }

  /** Takes a fragment, and tells whether this is more by it, or something else. */
  boolean add(JsonValue fragment) {
    if (fragment.isNothing()) {
      return false;
    }
    if (fragment.isString() && value.isString() && !LABELS.contains(name)) {
      return append(fragment.text());
    }
    if (fragment.isObject() && value.isObject()) {
      return merge(fragment);
    }
    if (fragment.isArray() && value.isArray()) {
      return lengthen(fragment);
    }
    return !fragment.text("-").isBlank() && replace(fragment);
  }

  JsonValue json() {
    if (text != null) {
      return JsonValue.of(text.toString());
    }
    if (object != null) {
      return object.json();
    }
    return array == null ? value : JsonValue.array(array.values());
  }

  private boolean append(String more) {
    if (text == null) {
      boolean isToldAnew = !isProse(name) && !DATA.contains(name) && more.equals(value.text());
      if (isToldAnew) {
        repeated++;
        return false;
      }
      // It was a text of equal pieces after all.
      text = new StringBuilder(value.text().repeat(1 + repeated));
    }
    text.append(more);
    return !more.isEmpty();
  }

  private boolean merge(JsonValue fragment) {
    if (object == null) {
      object = new GrownObject();
      value.properties().forEach(object::set);
    }
    return object.addAll(fragment);
  }

  private boolean lengthen(JsonValue fragment) {
    if (array == null) {
      array = new GrownArray();
      array.add(value);
    }
    return array.add(fragment);
  }

  private boolean replace(JsonValue other) {
    boolean isNew = !other.equals(json());
    value = other;
    text = null;
    object = null;
    array = null;
    repeated = 0;
    return isNew;
  }
}
