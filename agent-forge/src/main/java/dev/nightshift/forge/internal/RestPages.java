package dev.nightshift.forge.internal;

import dev.nightshift.core.internal.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Lists that a forge gives in parts.
 *
 * @param client asks
 * @param reader says what is wrong
 */
public record RestPages(RestClient client, AnswerReader reader) {
  private static final int PER_PAGE = 100;
  private static final int MAX_ENTRIES = 1_000;

  /** All elements of a list that is the answer. */
  public List<JsonValue> all(String path) throws InterruptedException {
    return all(path, "");
  }

  /** All elements of a list, which stands in a member or, where that is empty, is the answer. */
  public List<JsonValue> all(String path, String member) throws InterruptedException {
    List<JsonValue> all = new ArrayList<>();
    each(path, member, PER_PAGE, all::add);
    return all;
  }

  /** Gives each element of a list away, so many of them in one answer. */
  public void each(String path, String member, int perPage, Consumer<JsonValue> taker)
      throws InterruptedException {
    walk(
        path,
        member,
        perPage,
        element -> {
          taker.accept(element);
          return true;
        });
  }

  /** Gives the elements of a list that is the answer away until the taker has enough. */
  public void until(String path, int perPage, Predicate<JsonValue> hasEnough)
      throws InterruptedException {
    walk(path, "", perPage, element -> !hasEnough.test(element));
  }

  private void walk(String path, String member, int perPage, Predicate<JsonValue> wantsMore)
      throws InterruptedException {
    String name = path.contains("?") ? path.substring(0, path.indexOf('?')) : path;
    String separator = path.contains("?") ? "&" : "?";
    for (int page = 1; page <= MAX_ENTRIES / perPage; page++) {
      RestAnswer answer = client.read(path + separator + "per_page=" + perPage + "&page=" + page);
      JsonValue list = member.isEmpty() ? answer.body() : answer.body().path(member);
      if (!list.isArray()) {
        throw reader.unexpected("GET " + name, "no list");
      }
      if (!list.values().stream().allMatch(wantsMore) || answer.isLastPart(list.size(), perPage)) {
        return;
      }
    }
    throw reader.unexpected("GET " + name, "more than " + MAX_ENTRIES + " entries");
  }
}
