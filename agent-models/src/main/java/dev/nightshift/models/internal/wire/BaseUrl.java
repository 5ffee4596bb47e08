package dev.nightshift.models.internal.wire;

import dev.nightshift.core.base.Require;
import java.net.URI;

/** The base URL of an API and the places below it. */
public final class BaseUrl {
  private final String base;

  private BaseUrl(String base) {
    this.base = base;
  }

  /**
   * Reads the base URL of an API.
   *
   * @param baseUrl what somebody wrote; a slash at its end and the version that all paths of the
   *     API begin with may be there or not
   * @param version that version, for example {@code v1}
   * @throws IllegalArgumentException if it is no plain http or https URL
   */
  public static BaseUrl of(String baseUrl, String version) {
    Require.nonNull(baseUrl, "baseUrl");
    String base = baseUrl.strip().replaceFirst("/+$", "").replaceFirst("/" + version + "$", "");
    if (!base.matches("(?i)https?://[^@?#/][^@?#]*")) {
      throw new IllegalArgumentException(wrongUrl(baseUrl));
    }
    BaseUrl read = new BaseUrl(base + "/" + version);
    URI uri;
    try {
      uri = read.resolve("");
    } catch (IllegalArgumentException malformed) {
      throw new IllegalArgumentException(wrongUrl(baseUrl), malformed);
    }
    if (uri.getHost() == null) {
      throw new IllegalArgumentException(wrongHost(uri));
    }
    return read;
  }

  /** Returns a place below the version, for example {@code /messages}. */
  public URI resolve(String path) {
    return URI.create(base + path);
  }

  @Override
  public String toString() {
    return base;
  }

  private static String wrongHost(URI uri) {
    return ("the host of base URL '%s://%s' is not valid; a host name has only letters, digits,"
            + " hyphens and dots")
        .formatted(uri.getScheme(), uri.getRawAuthority());
  }

  private static String wrongUrl(String baseUrl) {
    return "base URL '"
        + baseUrl.replaceFirst("//.*@", "//...@")
        + "' must be an http or https URL without user, query and fragment, such as"
        + " https://api.example.com";
  }
}
