package dev.nightshift.models;

import dev.nightshift.core.base.AgentException;
import dev.nightshift.core.internal.json.JsonValue;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the part of TOML that price tables use: tables, lists of tables, keys with dots, texts on
 * one line, decimal numbers, truth values, lists and inline tables. Anything else is refused by its
 * line. Numbers are exact.
 */
final class TomlReader {
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_-]+");
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(?:0|[1-9]\\d*(?:_\\d+)*)(?:\\.\\d+(?:_\\d+)*)?(?:[eE][+-]?\\d{1,9})?");

  /** No more than any number needs: reading one takes time and stack by its digits. */
  private static final Pattern WORD = Pattern.compile("[\\w.:+-]{1,50}+(?![\\w.:+-])");

  private static final Pattern TRUTH = Pattern.compile("(?:true|false)(?!\\w)");

  /** Far deeper than any table of prices, and far from the end of the stack. */
  private static final int DEEPEST = 20;

  /** Tables with a line [..] of their own, and inline ones; neither may be opened again. */
  private final Set<Table> closed = new HashSet<>();

  private final String text;
  private int at;
  private int depth;

  private TomlReader(String text) {
    this.text = text;
  }

  /**
   * Reads a document.
   *
   * @throws AgentException if it has something that is not read; begins with {@code line N}
   */
  static JsonValue read(String text) {
    return new TomlReader(text).document().json();
  }

  private Table document() {
    Table root = new Table();
    Table table = root;
    for (skipBlank(); at < text.length(); skipBlank()) {
      if (take("[[")) {
        table = entryOfList(root, keys());
        require(take("]]"), "]] is missing");
      } else if (take("[")) {
        List<String> name = keys();
        table = below(root, name);
        require(closed.add(table), "the table " + name + " is there twice");
        require(take("]"), "] is missing");
      } else {
        member(table);
      }
      skipSpace();
      require(at == text.length() || isLineEnd(), "the line goes on after its value");
    }
    return root;
  }

  private void member(Table table) {
    List<String> keys = keys();
    require(take("="), "= is missing");
    skipSpace();
    Table owner = below(table, keys.subList(0, keys.size() - 1));
    String last = keys.get(keys.size() - 1);
    require(!owner.members.containsKey(last), last + " is there twice");
    owner.members.put(last, value());
  }

  private Object value() {
    require(++depth <= DEEPEST, "it is nested too deeply");
    Object value;
    if (take("{")) {
      value = inlineTable();
    } else if (take("[")) {
      value = list();
    } else if (isQuote()) {
      value = JsonValue.of(quoted());
    } else {
      value = plain();
    }
    depth--;
    return value;
  }

  private Table inlineTable() {
    Table table = new Table();
    skipSpace();
    boolean more = !take("}");
    while (more) {
      member(table);
      skipSpace();
      more = take(",");
      skipSpace();
      require(more || take("}"), "} is missing on this line");
    }
    closed.add(table);
    return table;
  }

  private Entries list() {
    Entries list = new Entries();
    skipBlank();
    while (!take("]")) {
      list.parts.add(value());
      skipBlank();
      boolean more = take(",");
      skipBlank();
      require(more || text.startsWith("]", at), "] is missing");
    }
    return list;
  }

  private JsonValue plain() {
    Matcher truth = TRUTH.matcher(text).region(at, text.length());
    if (truth.lookingAt()) {
      at = truth.end();
      return JsonValue.of(Boolean.parseBoolean(truth.group()));
    }
    Matcher word = WORD.matcher(text).region(at, text.length());
    require(
        word.lookingAt() && NUMBER.matcher(word.group()).matches(),
        "a value that is not read; dates, nan, inf and very long numbers are none");
    at = word.end();
    return JsonValue.of(new BigDecimal(word.group().replace("_", "")));
  }

  private String quoted() {
    char quote = text.charAt(at);
    require(
        !text.startsWith(String.valueOf(quote).repeat(3), at),
        "texts of several lines are not read");
    StringBuilder quoted = new StringBuilder();
    for (at++; at < text.length() && text.charAt(at) != quote; at++) {
      char next = text.charAt(at);
      require(next != '\n', "a text does not end on its line");
      if (next == '\\' && quote == '"') {
        at++;
        require(isQuote() || text.startsWith("\\", at), "an escape that is not read");
        next = text.charAt(at);
      }
      quoted.append(next);
    }
    require(at < text.length(), "a text does not end");
    at++;
    return quoted.toString();
  }

  private List<String> keys() {
    List<String> keys = new ArrayList<>();
    do {
      skipSpace();
      if (isQuote()) {
        keys.add(quoted());
      } else {
        Matcher key = KEY.matcher(text).region(at, text.length());
        require(key.lookingAt(), "a name is missing");
        at = key.end();
        keys.add(key.group());
      }
      skipSpace();
      require(keys.size() <= DEEPEST, "it is nested too deeply");
    } while (take("."));
    return keys;
  }

  /** The table of that name, made if there is none; of a list of tables the last. */
  private Table below(Table root, List<String> keys) {
    Table table = root;
    for (String key : keys) {
      Object next = table.members.computeIfAbsent(key, unused -> new Table());
      if (next instanceof Entries entries && !entries.parts.isEmpty()) {
        next = entries.parts.get(entries.parts.size() - 1);
      }
      require(next instanceof Table, key + " is no table");
      table = (Table) next;
    }
    return table;
  }

  private Table entryOfList(Table root, List<String> keys) {
    Table owner = below(root, keys.subList(0, keys.size() - 1));
    String last = keys.get(keys.size() - 1);
    Object list = owner.members.computeIfAbsent(last, unused -> new Entries());
    require(list instanceof Entries, last + " is no list");
    Table entry = new Table();
    ((Entries) list).parts.add(entry);
    closed.add(entry);
    return entry;
  }

  private boolean isQuote() {
    return at < text.length() && "\"'".indexOf(text.charAt(at)) >= 0;
  }

  private boolean isLineEnd() {
    return text.startsWith("\n", at) || text.startsWith("\r\n", at);
  }

  private boolean take(String token) {
    boolean isNext = text.startsWith(token, at);
    at += isNext ? token.length() : 0;
    return isNext;
  }

  /** Spaces and a comment, to the end of the line at most. */
  private void skipSpace() {
    while (at < text.length() && " \t".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    if (text.startsWith("#", at)) {
      int end = text.indexOf('\n', at);
      at = end < 0 ? text.length() : end;
    }
  }

  private void skipBlank() {
    int before;
    do {
      before = at;
      skipSpace();
      while (at < text.length() && isLineEnd()) {
        at = text.indexOf('\n', at) + 1;
      }
    } while (at > before);
  }

  private void require(boolean holds, String complaint) {
    if (!holds) {
      long line = 1 + text.chars().limit(at).filter(next -> next == '\n').count();
      throw new AgentException("line " + line + ": " + complaint);
    }
  }

  private static JsonValue json(Object part) {
    if (part instanceof Table table) {
      return table.json();
    }
    return part instanceof Entries list
        ? JsonValue.array(list.parts.stream().map(TomlReader::json).toList())
        : (JsonValue) part;
  }

  /** Members, each a value, another table or a list, to which later lines may add. */
  private static final class Table {
    final Map<String, Object> members = new LinkedHashMap<>();

    JsonValue json() {
      Map<String, JsonValue> json = new LinkedHashMap<>();
      members.forEach((name, part) -> json.put(name, TomlReader.json(part)));
      return JsonValue.object(json);
    }
  }

  /** A list, to which later lines may add. */
  private static final class Entries {
    final List<Object> parts = new ArrayList<>();
  }
}
