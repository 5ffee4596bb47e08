package dev.nightshift.models.internal.wire;

import dev.nightshift.core.internal.json.JsonValue;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/**
 * An object of which nobody knows what it means, grown from the fragments of a stream; see {@link
 * GrownValue} for how.
 */
public final class GrownObject {
  private final Map<String, GrownValue> members = new LinkedHashMap<>(4);

  /** Takes a fragment of one member, and tells whether it grew by it; null adds nothing. */
  public boolean add(String name, JsonValue fragment) {
    if (fragment.isNothing()) {
      return false;
    }
    GrownValue member = members.get(name);
    if (member == null) {
      members.put(name, new GrownValue(name, fragment));
      return GrownValue.saysAnything(fragment);
    }
    return member.add(fragment);
  }

  /** Takes a fragment of the whole object, and tells whether any member grew by it. */
  public boolean addAll(JsonValue fragment) {
    List<String> names = fragment.names();
    List<JsonValue> values = fragment.values();
    boolean grew = false;
    for (int i = 0; i < names.size(); i++) {
      grew |= add(names.get(i), values.get(i));
    }
    return grew;
  }

  /** Sets a member, whatever it was; null is one, since the object came with it. */
  void set(String name, JsonValue value) {
    members.put(name, new GrownValue(name, value));
  }

  /** Returns the names of the members so far. */
  public Collection<String> names() {
    return members.keySet();
  }

  /** Returns a member as it is so far, missing if there is none. */
  public JsonValue path(String name) {
    GrownValue member = members.get(name);
    return member == null ? JsonValue.MISSING : member.json();
  }

  /** Writes the members, without the braces around them. */
  public void writeMembers(JsonGenerator json) {
    members.forEach(
        (name, member) -> {
          json.writeName(name);
          member.json().write(json);
        });
  }

  /** Returns the object as it is so far. */
  JsonValue json() {
    Map<String, JsonValue> grown = new LinkedHashMap<>();
    members.forEach((name, member) -> grown.put(name, member.json()));
    return JsonValue.object(grown);
  }
}
