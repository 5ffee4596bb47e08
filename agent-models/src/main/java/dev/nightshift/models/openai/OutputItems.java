package dev.nightshift.models.openai;

import dev.nightshift.core.internal.json.JsonValue;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The items of a response in their order. Events tell which one they are about by its id and by its
 * place; some servers leave out either, give one place to all or a new id in each event.
 */
final class OutputItems {
  /** What stands for a place that an event does not tell, or that no item can have. */
  private static final int NONE = -1;

  /** What the whole output and what came before it know an item by, the surest first. */
  private static final List<Function<JsonValue, String>> KEYS =
      List.of(
          item -> item.text("id", ""),
          item -> item.text("call_id", ""),
          item -> item.text("call_id", "").isBlank() ? item.text("type", "") : "");

  private final TreeMap<Long, OutputItem> items = new TreeMap<>();
  private final Map<Integer, OutputItem> byIndex = new HashMap<>();
  private final Map<String, OutputItem> byId = new HashMap<>();

  Collection<OutputItem> all() {
    return items.values();
  }

  /** Returns the item that an event is about, null if none began that it names. */
  @Nullable OutputItem of(JsonValue event) {
    OutputItem named = byId.get(event.text("item_id", event.path("item").text("id", "")));
    return named == null ? byIndex.get(index(event)) : named;
  }

  /** Takes the start of an item. */
  void added(JsonValue event) {
    if (!byId.containsKey(event.path("item").text("id", ""))) {
      begin(event);
    }
  }

  /** Takes an item when it is whole. */
  void done(JsonValue event) {
    JsonValue whole = event.path("item");
    OutputItem item = of(event);
    if (item == null || item.isOther(whole)) {
      item = begin(event);
    }
    item.finish(whole);
    name(item);
  }

  /** Takes the whole output, of which some or all came before. */
  void output(List<JsonValue> told) {
    List<JsonValue> output = told.stream().filter(JsonValue::isObject).toList();
    @Nullable OutputItem[] known = known(output);
    Deque<OutputItem> before = new ArrayDeque<>(items.values());
    Set<OutputItem> ordered = new LinkedHashSet<>();
    for (int i = 0; i < known.length; i++) {
      OutputItem item = known[i];
      if (item == null) {
        item = new OutputItem(output.get(i));
        ordered.add(item);
      }
      while (!ordered.contains(item)) {
        ordered.add(before.remove());
      }
      if (!item.isFinished()) {
        item.finish(output.get(i));
      }
    }
    ordered.addAll(before);
    items.clear();
    ordered.forEach(item -> items.put((long) items.size(), item));
  }

  private @Nullable OutputItem[] known(List<JsonValue> output) {
    @Nullable OutputItem[] known = new OutputItem[output.size()];
    Set<OutputItem> unknown = new LinkedHashSet<>(items.values());
    for (Function<JsonValue, String> key : KEYS) {
      Map<String, Deque<OutputItem>> waiting = new HashMap<>();
      unknown.forEach(
          item ->
              waiting
                  .computeIfAbsent(key.apply(item.json()), unused -> new ArrayDeque<>())
                  .add(item));
      waiting.remove("");
      for (int i = 0; i < known.length; i++) {
        Deque<OutputItem> same = waiting.get(key.apply(output.get(i)));
        if (known[i] == null && same != null && !same.isEmpty()) {
          known[i] = same.remove();
          unknown.remove(known[i]);
        }
      }
    }
    return known;
  }

  private OutputItem begin(JsonValue event) {
    OutputItem item = new OutputItem(event.path("item"));
    int index = index(event);
    boolean isFree = index != NONE && !items.containsKey((long) index);
    long next = items.isEmpty() ? 0 : items.lastKey() + 1;
    items.put(isFree ? index : next, item);
    if (index != NONE) {
      byIndex.put(index, item);
    }
    name(item);
    return item;
  }

  private void name(OutputItem item) {
    String id = item.json().text("id", "");
    if (!id.isBlank()) {
      byId.put(id, item);
    }
  }

  private static int index(JsonValue event) {
    return Math.max(NONE, event.path("output_index").number(NONE));
  }
}
