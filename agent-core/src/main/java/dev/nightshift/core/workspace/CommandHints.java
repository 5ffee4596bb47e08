package dev.nightshift.core.workspace;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Tells from what a failed command printed which option of this library would have helped. */
final class CommandHints {
  private static final List<String> MISSING_ARTEFACT =
      List.of(
          "in offline mode",
          "available for offline mode",
          "has not been downloaded from it before",
          "could not transfer artifact",
          "could not find artifact",
          "could not resolve dependencies",
          "npm err! code enotcached");
  private static final List<String> MISSING_NETWORK =
      List.of(
          "network is unreachable",
          "could not resolve host",
          "temporary failure in name resolution",
          "temporary failure resolving",
          "name or service not known",
          "no address associated with hostname",
          "unknownhostexception",
          "unresolvedaddressexception",
          "nodename nor servname",
          "getaddrinfo",
          "eai_again",
          "enetunreach",
          "failed to establish a new connection");
  private static final Pattern CANNOT_CONNECT =
      Pattern.compile("(?m)^(?!.*(localhost|127\\.0\\.0\\.1|::1)).*couldn't connect to server");

  /** Programs that may fail without a word. */
  private static final Pattern SILENT = Pattern.compile("\\b(curl|wget)\\b");

  private static final String NETWORK_OPTION =
      "allow the network with --network (CommandPolicy.Builder.network(true))";

  private CommandHints() {}

  /**
   * Returns what probably stopped a failed command.
   *
   * @param command what was run
   * @param output what it printed
   * @param policy what it was allowed
   * @param confined true if a sandbox kept it from the network
   */
  static String of(Command command, String output, CommandPolicy policy, boolean confined) {
    String lower = output.toLowerCase(Locale.ROOT);
    if (policy.isNetworkAllowed()) {
      return "";
    }
    if (holdsAny(lower, MISSING_ARTEFACT)) {
      return "Something the build needs is not in the read-only caches "
          + policy.caches()
          + " and the network is off: declare a cache that has it with --cache DIR"
          + " (CommandPolicy.Builder.caches), or "
          + NETWORK_OPTION
          + ".";
    }
    if (confined && lacksNetwork(command, lower)) {
      return "The sandbox has no network: " + NETWORK_OPTION + ", or do without.";
    }
    if (confined && lower.contains("read-only file system")) {
      return "In the sandbox only the workspace, the home directory and /tmp are writable; caches"
          + " are read-only.";
    }
    return "";
  }

  private static boolean lacksNetwork(Command command, String output) {
    return holdsAny(output, MISSING_NETWORK)
        || CANNOT_CONNECT.matcher(output).find()
        || (output.isBlank() && SILENT.matcher(String.join(" ", command.argv())).find());
  }

  private static boolean holdsAny(String text, List<String> phrases) {
    return phrases.stream().anyMatch(text::contains);
  }
}
