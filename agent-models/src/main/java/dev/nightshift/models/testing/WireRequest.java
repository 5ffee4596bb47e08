package dev.nightshift.models.testing;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.internal.json.JsonValue;
import java.util.List;
import java.util.Map;

/**
 * A request that a {@link WireServer} received.
 *
 * @param index how many came before it
 * @param path its path with the query
 * @param headers its headers by name in lower case
 * @param body its body, JSON
 */
public record WireRequest(int index, String path, Map<String, List<String>> headers, String body) {
  /** Refuses nulls. */
  public WireRequest {
    Require.nonNull(path, "path");
    headers = Require.entries(headers, "headers");
    Require.nonNull(body, "body");
  }

  /** Returns the body read. */
  JsonValue json() {
    return JsonValue.parse(body);
  }

  /** Returns the model that the body names. */
  String modelInBody() {
    return json().text("model", "");
  }
}
