package dev.nightshift.forge.internal;

import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.core.internal.text.VisibleText;
import java.net.http.HttpHeaders;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a forge answered.
 *
 * @param status the HTTP status
 * @param headers its headers
 * @param body its body; missing if that is no JSON
 */
public record RestAnswer(int status, HttpHeaders headers, JsonValue body) {
  private static final int SAID_CHARS = 300;
  private static final List<String> SAID_IN = List.of("message", "error", "error_description");

  /** Whether it did what was asked. */
  public boolean isSuccess() {
    return status >= 200 && status < 300;
  }

  /** A header; empty if it has none of that name. */
  public String header(String name) {
    return headers.firstValue(name).orElse("");
  }

  /**
   * Whether a list goes on behind this part of it: what a header says, else whether it is full; a
   * forge may leave out what the token may not see.
   */
  public boolean isLastPart(int elements, int perPage) {
    if (headers.firstValue("x-next-page").isPresent()) {
      return header("x-next-page").isBlank();
    }
    if (headers.firstValue("link").isPresent()) {
      return headers.allValues("link").stream().noneMatch(link -> link.contains("rel=\"next\""));
    }
    return elements < perPage;
  }

  /** What it says of itself in one line of at most 300 characters; untrusted, maybe empty. */
  public String said() {
    Stream<String> words = SAID_IN.stream().flatMap(member -> texts(body.path(member)));
    String said =
        Stream.concat(words, body.path("errors").values().stream().flatMap(RestAnswer::problem))
            .filter(text -> !text.isBlank())
            .distinct()
            .collect(Collectors.joining(": "));
    return VisibleText.oneLine(said, SAID_CHARS);
  }

  private static Stream<String> problem(JsonValue error) {
    return Stream.of(error.isString() ? error.text() : error.text("message", ""));
  }

  /** Some say a text, some a list of them, some one list for each part of what was sent. */
  private static Stream<String> texts(JsonValue said) {
    if (said.isString()) {
      return Stream.of(said.text());
    }
    Stream<String> named =
        said.properties().entrySet().stream()
            .flatMap(part -> texts(part.getValue()).map(text -> part.getKey() + " " + text));
    return said.isObject() ? named : said.values().stream().flatMap(RestAnswer::texts);
  }
}
