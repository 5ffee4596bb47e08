package dev.nightshift.models.internal;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.internal.redact.ConfiguredSecrets;

/** The rule for keys that are sent in a header. */
public final class ApiKey {
  private ApiKey() {}

  /**
   * Returns a key without surrounding blanks; from now on nothing that is written down holds it.
   *
   * @throws IllegalArgumentException if it holds characters no header can carry
   */
  public static String of(String apiKey) {
    Require.nonNull(apiKey, "apiKey");
    String key = apiKey.strip();
    if (!key.chars().allMatch(letter -> letter > ' ' && letter < 0x7F)) {
      throw new IllegalArgumentException(
          "the API key holds blanks, line breaks or non-ASCII characters; copy it again");
    }
    return ConfiguredSecrets.add(key);
  }
}
