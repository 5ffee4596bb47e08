package dev.nightshift.models.testing;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.internal.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes keys, passwords and what a caller lists out of values. Twice is the same as once. */
final class Redaction {
  /** The member of a wire form that is not text. */
  private static final String BYTES = "bytes";

  private static final String MARK = Matcher.quoteReplacement("[redacted]");
  private static final List<Pattern> KEYS =
      List.of(
          Pattern.compile("\\b[sr]k[-_][A-Za-z0-9_-]{16,}"),
          Pattern.compile("\\bAIza[A-Za-z0-9_-]{30,}"),
          Pattern.compile("\\b(?:AKIA|ASIA)[0-9A-Z]{16}\\b"),
          Pattern.compile(
              "\\b(?:gh[pousr]_|github_pat_|glpat-|hf_|gsk_|xai-|npm_|xox[abeprs]-)"
                  + "[A-Za-z0-9_-]{16,}"),
          Pattern.compile("(?i)\\bbearer\\s{1,4}[A-Za-z0-9._~+/=-]{16,}"),
          Pattern.compile("\\beyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]+"),
          Pattern.compile(
              "-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----(?:(?:\\s|\\\\[nr])*[A-Za-z0-9+/=]{16,})+"),
          // A value with a digit, so that the names that code calls are left as they are.
          Pattern.compile(
              "(?i)(?<=(?:api[_-]?key|secret|token|password|passwd)\\\\?[\"']?\\s{0,2}[:=]"
                  + "\\s{0,2}\\\\?[\"']?)(?=[A-Z_+/.-]{0,64}[0-9])[A-Z0-9_+/=.-]{12,}"));

  private final List<Pattern> patterns;

  private Redaction(List<Pattern> patterns) {
    this.patterns = patterns;
  }

  static Redaction of(Pattern... secrets) {
    Require.elements(secrets, "secrets");
    List<Pattern> all = new ArrayList<>(List.of(secrets));
    all.addAll(KEYS);
    return new Redaction(List.copyOf(all));
  }

  /** Returns a copy whose texts and bytes hold no secret. */
  JsonValue apply(JsonValue value) {
    if (value.isObject()) {
      Map<String, JsonValue> members = value.properties();
      members.replaceAll((name, member) -> name.equals(BYTES) ? bytes(member) : apply(member));
      return JsonValue.object(members);
    }
    if (value.isArray()) {
      return JsonValue.array(value.values().stream().map(this::apply).toList());
    }
    return value.isString() ? JsonValue.of(text(value.text())) : value;
  }

  private JsonValue bytes(JsonValue value) {
    return JsonValue.of(bytes(value.bytes()));
  }

  /** Bytes that are no text stay as they are, as one character each. */
  private byte[] bytes(byte[] bytes) {
    String plain = new String(bytes, StandardCharsets.UTF_8);
    byte[] again = plain.getBytes(StandardCharsets.UTF_8);
    return Arrays.equals(again, bytes)
        ? text(plain).getBytes(StandardCharsets.UTF_8)
        : text(new String(bytes, StandardCharsets.ISO_8859_1))
            .getBytes(StandardCharsets.ISO_8859_1);
  }

  private String text(String text) {
    String redacted = text;
    for (Pattern pattern : patterns) {
      redacted = pattern.matcher(redacted).replaceAll(MARK);
    }
    return redacted;
  }
}
