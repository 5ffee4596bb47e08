package dev.nightshift.forge.internal;

import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.core.internal.text.ProposalLink;
import dev.nightshift.forge.ForgeException;
import dev.nightshift.forge.ForgeException.Kind;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * Reads what an answer has to hold.
 *
 * @param forge whose answers
 */
public record AnswerReader(String forge) {
  /** A text as a part of an address. */
  public static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** The digits of a whole number. */
  public String number(JsonValue value, String member) {
    return value.path(member).wholeNumber().stream()
        .mapToObj(Long::toString)
        .findFirst()
        .orElseThrow(() -> unexpected("a request", "no number " + member));
  }

  /** An address that people can follow. */
  public URI link(JsonValue value, String member) {
    try {
      return ProposalLink.checked(URI.create(value.text(member, "")));
    } catch (IllegalArgumentException none) {
      throw unexpected("a request", "no address that people could follow");
    }
  }

  /** What an answer lacks. */
  public ForgeException unexpected(String what, String has) {
    return new ForgeException(
        Kind.UNEXPECTED, "%s of %s has %s; look at it there".formatted(what, forge, has));
  }
}
