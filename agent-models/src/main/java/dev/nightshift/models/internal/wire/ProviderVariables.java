package dev.nightshift.models.internal.wire;

import dev.nightshift.core.provider.MissingKeyException;
import dev.nightshift.models.ConnectionSettings;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the environment says of a provider: its key and where it is. A complaint names the variable.
 */
public final class ProviderVariables {
  /** The variable with the servers, {@code host} or {@code host:port}, keys may go to over http. */
  public static final String KEYS_OVER_HTTP = "NIGHTSHIFT_KEYS_OVER_HTTP";

  /** What a server on this computer is sent if it was given no key. */
  private static final String NO_KEY = "none";

  private static final Pattern LOOPBACK =
      Pattern.compile("(?i)https?://(localhost|127(\\.\\d+){3}|\\[::1])(:\\d+)?(/.*)?");

  private final Map<String, String> environment;
  private final List<String> keys;
  private final List<String> urls;

  /**
   * Creates the view of one provider.
   *
   * @param keys the variables a key may be in; the first that is set counts
   * @param urls the variables the base URL may be in; the first that is set counts
   */
  public ProviderVariables(Map<String, String> environment, List<String> keys, List<String> urls) {
    this.environment = environment;
    this.keys = List.copyOf(keys);
    this.urls = List.copyOf(urls);
  }

  /**
   * Sets what is told; a server on this computer needs no key.
   *
   * @param url takes the base URL if there is one
   * @param key takes the key
   * @param source where keys come from
   * @throws MissingKeyException if there is no key
   * @throws IllegalArgumentException if a value is refused
   */
  public void configure(Consumer<String> url, Consumer<String> key, String source) {
    String urlVariable = firstSet(urls);
    String where = value(environment, urlVariable);
    if (!where.isEmpty()) {
      named(urlVariable, () -> url.accept(where));
    }
    String keyVariable = firstSet(keys);
    String secret = value(environment, keyVariable);
    if (secret.isEmpty() && !isOnThisComputer(where)) {
      throw new MissingKeyException(
          "the environment variable "
              + String.join(" is not set, nor is ", keys)
              + (keys.size() == 1 ? " is not set" : "")
              + "; set it to a key of "
              + source
              + ", point "
              + urls.get(0)
              + " to a server on this computer, or give one with apiKey(..) of the provider's"
              + " builder",
          keys);
    }
    named(keyVariable, () -> key.accept(secret.isEmpty() ? NO_KEY : secret));
  }

  /** Tells whether a URL is of a server on this computer. */
  public static boolean isOnThisComputer(String url) {
    return LOOPBACK.matcher(url).matches();
  }

  /**
   * Returns the settings of connections to a server, as the environment asks for them.
   *
   * @param url where it is
   */
  public static ConnectionSettings connection(Map<String, String> environment, URI url) {
    String server = String.valueOf(url.getRawAuthority());
    boolean isNamed =
        Stream.of(value(environment, KEYS_OVER_HTTP).split(","))
            .anyMatch(named -> named.strip().equalsIgnoreCase(server));
    ConnectionSettings standard = ConnectionSettings.standard();
    return isNamed ? standard.withKeySentOverHttp() : standard;
  }

  /**
   * Returns what a variable says.
   *
   * @return without surrounding blanks; empty if it is not set
   */
  public static String value(Map<String, String> environment, String variable) {
    return environment.getOrDefault(variable, "").strip();
  }

  /** Does something with the value of a variable; a complaint of it names the variable. */
  public static void named(String variable, Runnable setting) {
    try {
      setting.run();
    } catch (IllegalArgumentException refused) {
      throw new IllegalArgumentException(variable + ": " + refused.getMessage(), refused);
    }
  }

  private String firstSet(List<String> variables) {
    return variables.stream()
        .filter(variable -> !value(environment, variable).isEmpty())
        .findFirst()
        .orElse(variables.get(0));
  }
}
