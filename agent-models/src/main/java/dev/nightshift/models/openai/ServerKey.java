package dev.nightshift.models.openai;

import dev.nightshift.models.internal.wire.BaseUrl;
import dev.nightshift.models.internal.wire.ProviderVariables;
import java.net.URI;
import java.util.Locale;
import java.util.Map;

/**
 * The variable with the key of a server that somebody named by its URL. Its name says host and
 * port, so that no key is sent to another server than the one it was given for.
 */
final class ServerKey {
  private static final String ANY = "OPENAI_COMPATIBLE_API_KEY";

  private ServerKey() {}

  /**
   * Returns the variable of a server, such as {@code OPENAI_COMPATIBLE_API_KEY_BOX_8000} of {@code
   * http://box:8000/v1}. No two servers of one scheme have the same: a dot is an underscore, a
   * hyphen two, and no host name holds one.
   */
  static String variable(BaseUrl url) {
    URI uri = url.resolve("");
    String host = uri.getHost().toUpperCase(Locale.ROOT);
    String name = host.replace("-", "__").replaceAll("[^A-Z0-9_]", "_");
    return ANY + "_" + name + (uri.getPort() < 0 ? "" : "_" + uri.getPort());
  }

  /**
   * Refuses a key that does not say which server it is for.
   *
   * @throws IllegalStateException if there is one, and none of the server
   */
  static void requireNamed(BaseUrl url, Map<String, String> environment) {
    boolean isKeyOfAny = !ProviderVariables.value(environment, ANY).isEmpty();
    String variable = variable(url);
    if (isKeyOfAny && ProviderVariables.value(environment, variable).isEmpty()) {
      throw new IllegalStateException(
          ANY
              + " does not say which server its key is for, so it is sent to none; if it is that of "
              + url.server()
              + ", name the variable "
              + variable);
    }
  }
}
