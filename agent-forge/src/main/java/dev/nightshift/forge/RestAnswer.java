package dev.nightshift.forge;

import dev.nightshift.core.internal.json.JsonValue;
import java.net.http.HttpHeaders;

/**
 * What a forge answered.
 *
 * @param status the HTTP status
 * @param headers its headers
 * @param body its body; missing if that is no JSON
 */
record RestAnswer(int status, HttpHeaders headers, JsonValue body) {
  boolean isSuccess() {
    return status >= 200 && status < 300;
  }

  String header(String name) {
    return headers.firstValue(name).orElse("");
  }
}
