package dev.nightshift.models.anthropic;

import java.net.URI;

/** The place of the Messages API below a base URL. */
final class Endpoint {
  private Endpoint() {}

  /** Returns the address to post to; refuses what is no plain http or https URL. */
  static URI of(String baseUrl) {
    String base = baseUrl.strip().replaceFirst("/+$", "").replaceFirst("/v1$", "");
    URI uri;
    try {
      uri = URI.create(base + "/v1/messages");
    } catch (IllegalArgumentException malformed) {
      throw new IllegalArgumentException(wrongUrl(baseUrl), malformed);
    }
    if (!base.matches("(?i)https?://[^@?#/][^@?#]*")) {
      throw new IllegalArgumentException(wrongUrl(baseUrl));
    }
    if (uri.getHost() == null) {
      throw new IllegalArgumentException(wrongHost(uri));
    }
    return uri;
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
        + " https://api.anthropic.com";
  }
}
