package dev.nightshift.models.testing;

import dev.nightshift.core.internal.json.JsonValue;

/** Reads the requests of one API. */
interface PromptReader {
  /**
   * Reads a request; what it does not know it takes for parts of no kind of its own.
   *
   * @param path the path with the query
   * @param body the body
   */
  AskedPrompt read(String path, JsonValue body);
}
