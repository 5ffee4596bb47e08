package dev.nightshift.models.openai;

import dev.nightshift.models.internal.wire.BaseUrl;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where Ollama is, as its variable {@code OLLAMA_HOST} says it: {@code [scheme://][host][:port]}.
 */
final class OllamaHost {
  private static final Pattern HOST =
      Pattern.compile("(?:(https?)://)?(\\[[^\\]]*]|[^:/]*)(?::(\\d+))?(/.*)?");

  private OllamaHost() {}

  /** Returns the URL of its Chat Completions API. */
  static String url(String host) {
    Matcher told = HOST.matcher(host.strip());
    if (!told.matches()) {
      throw new IllegalArgumentException(
          "'" + BaseUrl.shown(host) + "' must be a host, a port or both, such as 127.0.0.1:11434");
    }
    String scheme = told.group(1) == null ? "http" : told.group(1);
    // A server that listens everywhere is spoken to on this computer.
    boolean isAnywhere =
        told.group(2).isEmpty() || told.group(2).equals("0.0.0.0") || told.group(2).equals("[::]");
    String name = isAnywhere ? "127.0.0.1" : told.group(2);
    String port = told.group(3) == null ? port(told.group(1)) : ":" + told.group(3);
    String path = told.group(4) == null ? "" : told.group(4).replaceFirst("/+$", "");
    return scheme + "://" + name + port + path + "/v1";
  }

  /** A scheme has its own port, which stands in for Ollama's. */
  private static String port(@Nullable String scheme) {
    return scheme == null ? ":11434" : "";
  }
}
