package dev.nightshift.models.testing;

import dev.nightshift.core.base.Require;
import dev.nightshift.models.internal.Json;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

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
  JsonNode json() {
    return Json.MAPPER.readTree(body);
  }

  /** Returns the model that the body names. */
  String modelInBody() {
    return Json.text(json(), "model", "");
  }
}
