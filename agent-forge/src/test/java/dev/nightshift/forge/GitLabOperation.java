package dev.nightshift.forge;

import dev.nightshift.core.internal.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An operation of GitLab's REST API, and what may be asked in it.
 *
 * @param name the method and the path, with a star for each part that names something
 * @param parts of the path
 */
record GitLabOperation(String name, List<String> parts) {
  private static final JsonValue ALL = resource();

  static GitLabOperation of(String method, String path) {
    String shape = path.replaceAll("/(\\d+|[0-9a-f]{40})(?=/|$)", "/*");
    String name = method + " " + shape;
    if (!ALL.has(name)) {
      throw new IllegalArgumentException("nobody is known to ask " + name);
    }
    return new GitLabOperation(name, List.of(path.substring(1).split("/", -1)));
  }

  boolean isPaged() {
    return names("query").contains("per_page");
  }

  /** What the description of the operation does not allow. */
  List<String> complaints(Map<String, String> query, JsonValue body) {
    List<String> complaints = new ArrayList<>();
    query.forEach(
        (parameter, value) -> {
          JsonValue words = ALL.path(name).path("query").path(parameter);
          List<String> allowed = words.values().stream().map(JsonValue::text).toList();
          if (words.isMissing() || (!allowed.isEmpty() && !allowed.contains(value))) {
            complaints.add(name + " was asked for " + parameter + "=" + value);
          }
        });
    body.names().stream()
        .filter(member -> !names("body").contains(member))
        .forEach(member -> complaints.add(name + " was told " + member));
    body.properties()
        .forEach(
            (member, value) -> {
              if (!value.isString()) {
                complaints.add(name + " was told " + member + " that is no text");
              }
            });
    ALL.path(name).path("required").values().stream()
        .map(JsonValue::text)
        .filter(member -> !body.has(member))
        .forEach(member -> complaints.add(name + " was not told " + member));
    return complaints;
  }

  private List<String> names(String of) {
    return ALL.path(name).path(of).names();
  }

  private static JsonValue resource() {
    try (InputStream stream =
        GitLabOperation.class.getResourceAsStream("/gitlab/operations.json")) {
      return JsonValue.parse(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
