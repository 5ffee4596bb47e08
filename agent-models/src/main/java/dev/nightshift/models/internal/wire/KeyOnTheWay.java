package dev.nightshift.models.internal.wire;

import dev.nightshift.models.ConnectionSettings;
import java.net.URI;

/** The rule that a key leaves this computer encrypted, unless somebody asked for less. */
public final class KeyOnTheWay {
  private KeyOnTheWay() {}

  /**
   * Refuses a place a key must not be sent to.
   *
   * @param place where calls are posted to
   * @param key empty if there is none
   * @throws IllegalStateException if the key would be sent unencrypted to another computer; shows
   *     no key
   */
  public static void require(URI place, String key, ConnectionSettings connection) {
    boolean isSafe =
        key.isEmpty()
            || "https".equalsIgnoreCase(place.getScheme())
            || ProviderVariables.isOnThisComputer(place.toString())
            || connection.isKeySentOverHttp();
    if (!isSafe) {
      throw new IllegalStateException(
          "the key would be sent unencrypted to http://"
              + place.getRawAuthority()
              + "; use https, or allow it by"
              + " connection(ConnectionSettings.standard().withKeySentOverHttp()) of the builder, or"
              + " by naming "
              + place.getRawAuthority()
              + " in the environment variable "
              + ProviderVariables.KEYS_OVER_HTTP);
    }
  }
}
