package dev.nightshift.core.internal.journal;

import dev.nightshift.core.command.CommandResult;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.UserTurn;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.tree.PatchFile;
import java.lang.reflect.Array;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The forms of all types that a journal holds. */
final class Forms {
  private static final Map<Type, Form> KNOWN = new ConcurrentHashMap<>(declared());

  private Forms() {}

  /**
   * Returns the form of a type.
   *
   * @throws IllegalArgumentException if a journal cannot hold it
   */
  static Form of(Type type) {
    Form known = KNOWN.get(type);
    if (known != null) {
      return known;
    }
    Form made = type instanceof ParameterizedType generic ? generic(generic) : plain(type);
    KNOWN.put(type, made);
    return made;
  }

  private static Map<Type, Form> declared() {
    Map<Type, Form> forms = new HashMap<>();
    forms.put(String.class, Form.text(String.class, text -> text, text -> text));
    Form truth = Form.of(Boolean.class, JsonValue::of, JsonValue::truth);
    forms.put(Boolean.class, truth);
    forms.put(boolean.class, truth);
    Form number = Form.of(Long.class, JsonValue::of, JsonValue::whole);
    forms.put(Long.class, number);
    forms.put(long.class, number);
    Form small = Form.of(Integer.class, JsonValue::of, Forms::integer);
    forms.put(Integer.class, small);
    forms.put(int.class, small);
    forms.put(BigDecimal.class, Form.text(BigDecimal.class, BigDecimal::toString, BigDecimal::new));
    forms.put(Duration.class, Form.text(Duration.class, Duration::toString, Duration::parse));
    forms.put(LocalDate.class, Form.text(LocalDate.class, LocalDate::toString, LocalDate::parse));
    forms.put(Instant.class, Form.text(Instant.class, Instant::toString, Instant::parse));
    forms.put(URI.class, Form.text(URI.class, URI::toString, URI::create));
    forms.put(AgentRole.class, Form.text(AgentRole.class, AgentRole::name, AgentRole::new));
    forms.put(PatchFile.class, Form.of(PatchFile.class, PatchMembers::of, PatchMembers::file));
    forms.put(GateResult.class, Form.of(GateResult.class, GateMembers::of, GateMembers::result));
    forms.put(
        CommandResult.class,
        Form.of(CommandResult.class, CommandMembers::of, CommandMembers::result));
    forms.put(Task.class, Form.of(Task.class, TaskMembers::of, TaskMembers::task));
    forms.put(UserTurn.class, Form.of(UserTurn.class, TurnMembers::of, TurnMembers::userTurn));
    forms.put(
        AssistantTurn.class,
        Form.of(AssistantTurn.class, TurnMembers::of, TurnMembers::assistantTurn));
    return forms;
  }

  private static int integer(JsonValue json) {
    long whole = json.whole();
    if (whole != (int) whole) {
      throw new IllegalArgumentException(whole + " has more than 32 bits");
    }
    return (int) whole;
  }

  private static Form plain(Type type) {
    if (type instanceof Class<?> plain) {
      if (Task.class.isAssignableFrom(plain)) {
        return of(Task.class);
      }
      if (plain.isEnum()) {
        return constant(plain);
      }
      if (plain.isArray()) {
        return array(plain.getComponentType());
      }
      if (plain.isRecord()) {
        return RecordForm.of(plain);
      }
      if (plain.isSealed()) {
        return alternatives(plain);
      }
    }
    throw new IllegalArgumentException("a journal cannot hold a " + type.getTypeName());
  }

  private static Form generic(ParameterizedType type) {
    Form first = of(type.getActualTypeArguments()[0]);
    if (type.getRawType() == List.class) {
      return Form.of(List.class, list -> elements(list, first), json -> list(json, first));
    }
    if (type.getRawType() == Set.class) {
      return Form.of(
          Set.class, set -> elements(set, first), json -> new LinkedHashSet<>(list(json, first)));
    }
    if (type.getRawType() == Map.class) {
      Form values = of(type.getActualTypeArguments()[1]);
      return Form.of(
          Map.class, map -> members(map, first, values), json -> map(json, first, values));
    }
    throw new IllegalArgumentException("a journal cannot hold a " + type);
  }

  private static Form constant(Class<?> type) {
    return Form.of(
        Object.class,
        value -> JsonValue.of(((Enum<?>) value).name()),
        json -> constant(type, json.text()));
  }

  private static Object constant(Class<?> type, String name) {
    for (Object constant : type.getEnumConstants()) {
      if (((Enum<?>) constant).name().equals(name)) {
        return constant;
      }
    }
    throw new IllegalArgumentException(
        "'" + VisibleText.name(name) + "' is no " + type.getSimpleName());
  }

  private static Form array(Class<?> type) {
    Form element = of(type);
    return Form.of(
        Object[].class,
        array -> elements(List.of(array), element),
        json -> {
          List<Object> read = list(json, element);
          return read.toArray((Object[]) Array.newInstance(type, read.size()));
        });
  }

  private static Form alternatives(Class<?> type) {
    return Form.of(
        Object.class,
        value -> of(value.getClass()).write(value),
        json -> {
          String is = json.required(RecordForm.IS).text();
          for (Class<?> one : type.getPermittedSubclasses()) {
            if (one.getSimpleName().equals(is)) {
              return of(one).read(json);
            }
          }
          throw new IllegalArgumentException(
              "'" + VisibleText.name(is) + "' is no " + type.getSimpleName());
        });
  }

  private static JsonValue elements(Collection<?> values, Form element) {
    return JsonValue.array(values.stream().map(element::write).toList());
  }

  private static List<Object> list(JsonValue json, Form element) {
    if (!json.isArray()) {
      throw new IllegalArgumentException(json + " is no list");
    }
    List<Object> list = new ArrayList<>();
    json.values().forEach(value -> list.add(element.read(value)));
    return list;
  }

  /** Keys are types that are written as texts. */
  private static JsonValue members(Map<?, ?> map, Form key, Form value) {
    Map<String, JsonValue> members = new LinkedHashMap<>();
    map.forEach((name, held) -> members.put(key.write(name).text(), value.write(held)));
    return JsonValue.object(members);
  }

  private static Map<Object, Object> map(JsonValue json, Form key, Form value) {
    if (!json.isObject()) {
      throw new IllegalArgumentException(json + " is no map");
    }
    Map<Object, Object> map = new LinkedHashMap<>();
    json.properties()
        .forEach((name, held) -> map.put(key.read(JsonValue.of(name)), value.read(held)));
    return map;
  }
}
