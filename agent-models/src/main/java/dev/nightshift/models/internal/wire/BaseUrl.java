package dev.nightshift.models.internal.wire;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.internal.text.VisibleText;
import java.net.URI;
import java.util.Locale;

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
    String base = trimmed(baseUrl).replaceFirst("/" + version + "$", "");
    return read(base, base + "/" + version, baseUrl);
  }

  /**
   * Reads the base URL of an API whose version may stand anywhere in its path.
   *
   * @param baseUrl what somebody wrote, taken as it is but for slashes at its end
   * @param path what a URL without a path means, for example {@code v1}
   * @throws IllegalArgumentException if it is no plain http or https URL
   */
  public static BaseUrl withPath(String baseUrl, String path) {
    String base = trimmed(baseUrl);
    boolean isBare = base.matches("[^/]*//[^/]*");
    return read(base, isBare ? base + "/" + path : base, baseUrl);
  }

  private static String trimmed(String baseUrl) {
    return Require.nonNull(baseUrl, "baseUrl").strip().replaceFirst("/+$", "");
  }

  private static BaseUrl read(String base, String whole, String baseUrl) {
    if (!base.matches("(?i)https?://[^@?#/][^@?#]*")) {
      throw new IllegalArgumentException(wrongUrl(baseUrl));
    }
    BaseUrl read = new BaseUrl(whole);
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

  /** Returns whom it is a place of: scheme, host and port, the same however they are written. */
  public String server() {
    URI uri = resolve("");
    String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
    int standard = scheme.equals("https") ? 443 : 80;
    int port = uri.getPort() < 0 ? standard : uri.getPort();
    return scheme + "://" + uri.getHost().toLowerCase(Locale.ROOT) + ":" + port;
  }

  @Override
  public String toString() {
    return base;
  }

  /**
   * Returns what somebody wrote for a URL as it can be shown: a user, a password, a query or a
   * fragment may be secret, and where one ends is not told from the other in a wrong URL.
   */
  public static String shown(String url) {
    boolean hasUser = url.indexOf('@') >= 0;
    String shown = hasUser ? url.replaceFirst("(?s)^([a-zA-Z]+://)?.*$", "$1...@...") : url;
    return VisibleText.name(shown.replaceFirst("(?s)[?#].*$", "..."));
  }

  private static String wrongHost(URI uri) {
    return ("the host of base URL '%s://%s' is not valid; a host name has only letters, digits,"
            + " hyphens and dots")
        .formatted(uri.getScheme(), uri.getRawAuthority());
  }

  private static String wrongUrl(String baseUrl) {
    return "base URL '"
        + shown(baseUrl)
        + "' must be an http or https URL without user, query and fragment, such as"
        + " https://api.example.com";
  }
}
