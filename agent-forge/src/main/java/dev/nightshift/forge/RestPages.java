package dev.nightshift.forge;

import dev.nightshift.core.internal.json.JsonValue;
import java.util.ArrayList;
import java.util.List;

/**
 * Lists that a forge gives in parts.
 *
 * @param client asks
 * @param reader says what is wrong
 */
record RestPages(RestClient client, AnswerReader reader) {
  private static final int PER_PAGE = 100;
  private static final int MAX_PAGES = 10;

  /** All elements of a list that is the answer. */
  List<JsonValue> all(String path) throws InterruptedException {
    return all(path, "");
  }

  /** All elements of a list, which stands in a member or, where that is empty, is the answer. */
  List<JsonValue> all(String path, String member) throws InterruptedException {
    List<JsonValue> all = new ArrayList<>();
    String name = path.contains("?") ? path.substring(0, path.indexOf('?')) : path;
    String separator = path.contains("?") ? "&" : "?";
    for (int page = 1; page <= MAX_PAGES; page++) {
      JsonValue answer = client.get(path + separator + "per_page=" + PER_PAGE + "&page=" + page);
      JsonValue list = member.isEmpty() ? answer : answer.path(member);
      if (!list.isArray()) {
        throw reader.unexpected("GET " + name, "no list");
      }
      all.addAll(list.values());
      if (list.size() < PER_PAGE) {
        return all;
      }
    }
    throw reader.unexpected("GET " + name, "more than " + MAX_PAGES * PER_PAGE + " entries");
  }
}
