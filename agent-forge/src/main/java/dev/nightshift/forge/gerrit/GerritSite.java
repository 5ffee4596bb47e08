package dev.nightshift.forge.gerrit;

import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.forge.internal.AnswerReader;
import dev.nightshift.forge.internal.RestClient;
import java.net.URI;
import java.util.List;

/**
 * One project of a Gerrit, and how it is asked.
 *
 * @param client asks
 * @param name what the forge is called in messages
 * @param web where people see it
 * @param project the name of the project
 */
record GerritSite(RestClient client, String name, URI web, String project) {
  private static final String OPTIONS = "&o=CURRENT_REVISION&o=CURRENT_COMMIT";

  AnswerReader reader() {
    return new AnswerReader(name);
  }

  /** The address of a change, by its number. */
  String change(String number) {
    return "/changes/" + AnswerReader.encoded(project) + "~" + number;
  }

  /** Where people see a change. */
  URI link(String number) {
    return URI.create(web + "/c/" + project + "/+/" + number);
  }

  JsonValue read(String number) throws InterruptedException {
    return client.get(change(number) + "?" + OPTIONS.substring(1));
  }

  /** The changes of a {@code Change-Id}, by what else a search says. */
  List<JsonValue> changes(String changeId, String more) throws InterruptedException {
    String query = "change:" + changeId + " project:\"" + project + "\"" + more;
    String path = "/changes/?q=" + AnswerReader.encoded(query) + OPTIONS + "&n=100";
    JsonValue answer = client.get(path);
    if (!answer.isArray()) {
      throw reader().unexpected("GET /changes/", "no list");
    }
    return answer.values().stream()
        // A word that a search does not understand is one that it may ignore.
        .filter(change -> change.text("change_id", "").equals(changeId))
        .filter(change -> change.text("project", "").equals(project))
        .toList();
  }
}
