package dev.nightshift.models.internal.wire;

import dev.nightshift.core.internal.json.JsonValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An array of which nobody knows what it means, grown from the fragments of a stream.
 *
 * <p>The elements of one fragment are different ones. One that says its index belongs to the last
 * of that index and type before it. Of those that do not, the first goes on with the last element
 * before it if they differ in nothing but prose and signature. A signature ends the prose that it
 * signs: what comes after it is another element, as is one of another id.
 */
public final class GrownArray {
  private static final String INDEX = "index";
  private static final String TYPE = "type";
  private static final String ID = "id";
  private static final String SIGNATURE = "signature";

  private final List<Element> elements = new ArrayList<>();
  private final Map<JsonValue, Element> byPlace = new HashMap<>(0);

  /** Takes a fragment, which is an array, and tells whether there is anything in it. */
  public boolean add(JsonValue fragment) {
    Element last = elements.isEmpty() ? null : elements.get(elements.size() - 1);
    Map<JsonValue, Element> told = new HashMap<>(0);
    boolean grew = false;
    for (JsonValue more : fragment.values()) {
      JsonValue place = place(more);
      Element known = place.isMissing() ? last : byPlace.get(place);
      if (known == null || !known.takes(more)) {
        known = new Element(more);
        elements.add(known);
      }
      grew |= known.grew;
      if (!place.isMissing()) {
        told.put(place, known);
      }
      last = null;
    }
    byPlace.putAll(told);
    return grew;
  }

  /** Returns the elements as they are so far. */
  public List<JsonValue> values() {
    return elements.stream().map(element -> element.value.json()).toList();
  }

  /** Tells whether there is none so far. */
  public boolean isEmpty() {
    return elements.isEmpty();
  }

  private static JsonValue place(JsonValue element) {
    JsonValue index = element.path(INDEX);
    return index.isNothing()
        ? JsonValue.MISSING
        : JsonValue.arrayOf(index, JsonValue.of(element.text(TYPE, "")));
  }

  private static boolean isSigned(JsonValue fragment) {
    return !fragment.text(SIGNATURE, "").isEmpty();
  }

  /** One element, known by its first fragment: a look at all of it for each would cost too much. */
  private static final class Element {
    private final JsonValue first;
    private final GrownValue value;
    private JsonValue id;
    private boolean isSigned;

    /** Whether the last fragment said anything. */
    private boolean grew;

    Element(JsonValue first) {
      this.first = first;
      this.value = new GrownValue("", first);
      this.id = first.path(ID);
      this.isSigned = isSigned(first);
      this.grew = GrownValue.saysAnything(first);
    }

    /** Takes a fragment of this element, and refuses one of another. */
    boolean takes(JsonValue more) {
      boolean hasProse = hasProse(more);
      if (!first.isObject() || !more.isObject() || (hasProse && isSigned)) {
        return false;
      }
      boolean isPlaced = !more.path(INDEX).isNothing();
      boolean goesOn = hasProse || isSigned(more);
      boolean isOfThis = isPlaced ? hasNoOtherId(more) : (goesOn && isLikeButForProse(more));
      if (isOfThis) {
        grew = value.add(more);
        id = id.isNothing() ? more.path(ID) : id;
        isSigned |= isSigned(more);
      }
      return isOfThis;
    }

    private boolean hasNoOtherId(JsonValue more) {
      JsonValue other = more.path(ID);
      return id.isNothing() || other.isNothing() || id.equals(other);
    }

    private boolean isLikeButForProse(JsonValue more) {
      return hasAllButProse(first, more) && hasAllButProse(more, first);
    }

    private static boolean hasAllButProse(JsonValue one, JsonValue other) {
      for (String name : one.names()) {
        JsonValue told = one.path(name);
        boolean mayDiffer = told.isNothing() || name.equals(SIGNATURE) || GrownValue.isProse(name);
        if (!mayDiffer && !told.equals(other.path(name))) {
          return false;
        }
      }
      return true;
    }

    private static boolean hasProse(JsonValue fragment) {
      for (String name : fragment.names()) {
        JsonValue told = fragment.path(name);
        boolean isSaid = told.isContainer() || !told.text("").isEmpty();
        if (isSaid && GrownValue.isProse(name)) {
          return true;
        }
      }
      return false;
    }
  }
}
