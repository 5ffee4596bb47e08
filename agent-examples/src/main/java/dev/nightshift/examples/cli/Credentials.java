package dev.nightshift.examples.cli;

import dev.nightshift.models.anthropic.AnthropicProvider;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Map;

/** Makes the provider that the environment describes; a server on this computer needs no key. */
final class Credentials {
  static final String KEY_VARIABLE = "ANTHROPIC_API_KEY";
  static final String URL_VARIABLE = "ANTHROPIC_BASE_URL";
  private static final String NO_KEY = "none";

  private Credentials() {}

  static AnthropicProvider provider(Map<String, String> environment) {
    AnthropicProvider.Builder provider = AnthropicProvider.builder();
    String url = environment.getOrDefault(URL_VARIABLE, "");
    if (!url.isBlank()) {
      configure(URL_VARIABLE, () -> provider.baseUrl(url));
    }
    String key = key(environment, url);
    configure(KEY_VARIABLE, () -> provider.apiKey(key));
    return provider.build();
  }

  /** Names the variable whose value the provider refuses. */
  private static void configure(String variable, Runnable setting) {
    try {
      setting.run();
    } catch (IllegalArgumentException malformed) {
      throw new BadUsageException(variable + ": " + malformed.getMessage());
    }
  }

  private static String key(Map<String, String> environment, String url) {
    String key = environment.getOrDefault(KEY_VARIABLE, "").strip();
    if (key.isEmpty() && !isLoopback(url)) {
      throw new BadUsageException(
          "%s is not set; export your key, or point %s to a server on this computer"
              .formatted(KEY_VARIABLE, URL_VARIABLE));
    }
    return key.isEmpty() ? NO_KEY : key;
  }

  private static boolean isLoopback(String url) {
    if (url.isBlank()) {
      return false;
    }
    try {
      String host = URI.create(url.strip()).getHost();
      return host != null && InetAddress.getByName(host).isLoopbackAddress();
    } catch (IllegalArgumentException | UnknownHostException unusable) {
      return false;
    }
  }
}
