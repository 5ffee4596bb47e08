package dev.nightshift.core.internal.redact;

import dev.nightshift.core.internal.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes secrets out of what is written down: those this process was configured with, however they
 * are escaped or encoded; what begins like a key of a known service; what is given to a name of a
 * secret, in any language and at any depth of JSON in JSON; private keys, headers, URLs; and what a
 * caller lists.
 *
 * <p>A leak is worse than a word too many, so a text without any secret may lose a word. Twice is
 * the same as once. JSON stays JSON: a text of it loses nothing but what is inside of quotes, and a
 * number becomes a text. A secret that the pieces of a recorded stream share is found too; its mark
 * stands in the first of them and the others lose their part.
 *
 * <p><b>Threads:</b> immutable. <b>Cost:</b> in proportion to the length of a text, whatever is in
 * it, but for the patterns of callers.
 */
public final class Redaction {
  private static final String BYTES = "bytes";
  private static final List<Finder> FINDERS =
      List.of(
          new PrivateKeys(),
          new TokenShapes(),
          new SplitShapes(),
          new Credentials(),
          new UrlPasswords(),
          new Assignments());

  private final List<Pattern> listed;

  private Redaction(List<Pattern> listed) {
    this.listed = listed;
  }

  /**
   * Returns the redaction of a host.
   *
   * @param listed what is redacted besides; must not match across the end of a JSON string
   */
  public static Redaction of(Collection<Pattern> listed) {
    return new Redaction(List.copyOf(listed));
  }

  /** Returns a copy whose texts, and bytes of members of that name, hold no secret. */
  public JsonValue json(JsonValue value) {
    if (value.isObject()) {
      Map<String, JsonValue> members = new LinkedHashMap<>();
      value.properties().forEach((name, member) -> members.put(text(name), member(name, member)));
      return JsonValue.object(members);
    }
    if (value.isArray()) {
      return JsonValue.array(value.values().stream().map(this::json).toList());
    }
    return value.isString() ? JsonValue.of(text(value.text())) : value;
  }

  private JsonValue member(String name, JsonValue value) {
    if (!value.isString()) {
      return json(value);
    }
    if (name.equals(BYTES)) {
      return JsonValue.of(bytes(value.bytes()));
    }
    SecretNames.Secrecy secrecy = SecretNames.of(name);
    boolean isSecret =
        secrecy != SecretNames.Secrecy.NONE && Value.isSecretText(value.text(), secrecy);
    return isSecret ? JsonValue.of(Spans.MARK) : json(value);
  }

  /** Returns bytes without secrets; those that are no text stay, as one character each. */
  public byte[] bytes(byte[] bytes) {
    String plain = new String(bytes, StandardCharsets.UTF_8);
    byte[] again = plain.getBytes(StandardCharsets.UTF_8);
    return Arrays.equals(again, bytes)
        ? text(plain).getBytes(StandardCharsets.UTF_8)
        : text(new String(bytes, StandardCharsets.ISO_8859_1))
            .getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Returns a text without secrets. */
  public String text(String text) {
    String source = withoutListed(text);
    View view = View.of(source);
    Spans spans = new Spans(source);
    find(view, spans);
    StreamedParts.of(view).forEach(said -> find(said, spans));
    return spans.redacted();
  }

  /**
   * Returns a text without the secrets this process was configured with and what is listed, but
   * with all that only looks like a secret: for what has to be read as it is.
   */
  public String known(String text) {
    String source = withoutListed(text);
    Spans spans = new Spans(source);
    ConfiguredSecrets.finder().find(View.of(source), spans);
    return spans.redacted();
  }

  private String withoutListed(String text) {
    String source = text;
    for (Pattern pattern : listed) {
      source = pattern.matcher(source).replaceAll(Matcher.quoteReplacement(Spans.MARK));
    }
    return source;
  }

  private static void find(View view, Spans spans) {
    ConfiguredSecrets.finder().find(view, spans);
    FINDERS.forEach(finder -> finder.find(view, spans));
  }
}
