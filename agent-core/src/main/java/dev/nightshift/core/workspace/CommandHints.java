package dev.nightshift.core.workspace;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Tells from how a command failed which option of this library would have helped. */
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

  /** How shells, make, Java, Go, Python, node and version managers name a program they lack. */
  private static final List<Pattern> MISSING_PROGRAM =
      List.of(
          Pattern.compile("(?m)(?:^|: )(?:exec: )?([^\\s:]+): (?:command )?not found\\b"),
          Pattern.compile("command not found: (\\S+)"),
          Pattern.compile("(?m)(?:^|: )([^\\s:]+): Command not found"),
          Pattern.compile("env: [‘'\"]?([^\\s’'\":]+)[’'\"]?: No such file or directory"),
          Pattern.compile("(?m)^make.*: ([^\\s:]+): No such file or directory"),
          Pattern.compile("(?m)(?:^|: )(/[^\\s:]+): No such file or directory"),
          Pattern.compile("Cannot run program \"([^\"]+)\""),
          Pattern.compile("exec: \"([^\"]+)\": executable file not found"),
          Pattern.compile("No such file or directory: '([^']+)'"),
          Pattern.compile("spawn (\\S+) ENOENT"),
          Pattern.compile("rustup could not choose a version of (\\S+)"),
          Pattern.compile("No version is set for command (\\S+)"));

  private static final List<String> NOT_EXECUTABLE =
      List.of(
          "permission denied",
          "failed to map segment from shared object",
          "eacces",
          "cannot execute");
  private static final int MAX_TAIL = 8_000;

  private static final String STALE_COPY =
      " What was added to a cache after the first command is seen once this program is started"
          + " anew.";
  private static final String NETWORK_OPTION =
      "allow the network with --network (CommandPolicy.Builder.network(true))";

  private final CommandPolicy policy;
  private final boolean confined;
  private final HomeTools tools;

  /**
   * Creates hints for the commands of a policy.
   *
   * @param policy what they are allowed
   * @param confined true if a sandbox keeps them from the network and the user's home
   * @param tools what is installed below that home
   */
  CommandHints(CommandPolicy policy, boolean confined, HomeTools tools) {
    this.policy = policy;
    this.confined = confined;
    this.tools = tools;
  }

  /**
   * Returns what probably stopped a failed command, empty if that cannot be told.
   *
   * @param command what was run
   * @param output what it printed
   * @param directories the workspace and the home it had
   * @param copied true if it may lack what was added to the caches since this program began
   */
  String of(Command command, String output, List<Path> directories, boolean copied) {
    Optional<String> hidden = hiddenTool(output);
    if (hidden.isPresent()) {
      return hidden.get();
    }
    String lower = output.toLowerCase(Locale.ROOT);
    if (holdsAny(lower, NOT_EXECUTABLE)) {
      for (Path directory : directories) {
        if (ExecutableFiles.areRefusedIn(directory)) {
          return "The directory "
              + directory
              + " is on a file system mounted noexec, so that no program or library in it can be"
              + " executed, whatever its mode: keep runs elsewhere with --workspace-root DIR"
              + " (GitWorkspaces.Builder.workspaceRoot).";
        }
      }
    }
    return policy.isNetworkAllowed() ? "" : missingNetwork(command, lower, copied);
  }

  private String missingNetwork(Command command, String lower, boolean copied) {
    if (holdsAny(lower, MISSING_ARTEFACT)) {
      return "Something the build needs is not in the read-only caches "
          + policy.caches()
          + " and the network is off: declare a cache that has it with --cache DIR"
          + " (CommandPolicy.Builder.caches), or "
          + NETWORK_OPTION
          + "."
          + (copied ? STALE_COPY : "");
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

  private Optional<String> hiddenTool(String output) {
    Set<Path> shown =
        policy.caches().stream()
            .map(cache -> cache.toAbsolutePath().normalize())
            .collect(Collectors.toSet());
    for (String program : missingPrograms(output)) {
      Optional<HomeTools.Found> found = tools.find(program);
      if (found.isPresent()) {
        List<Path> needs = found.get().needsBeyond(shown);
        if (!needs.isEmpty() || !found.get().onPath()) {
          return Optional.of(showing(found.get(), needs));
        }
      }
    }
    return Optional.empty();
  }

  private String showing(HomeTools.Found found, List<Path> needs) {
    List<String> remedies = new ArrayList<>();
    if (!needs.isEmpty()) {
      remedies.add(
          "declare what it needs with "
              + needs.stream().map(need -> "--cache " + need).collect(Collectors.joining(" "))
              + ", besides the caches in use "
              + policy.caches()
              + " (CommandPolicy.Builder.caches; read-only, and the agent can read it too)");
    }
    if (!found.onPath()) {
      remedies.add(
          "put " + found.executable().getParent() + " on the PATH this program is started with");
    }
    String why =
        confined
            ? ", below the user's home, which the sandbox hides: "
            : ", below the user's home, but commands have a home of their own: ";
    return found.executable().getFileName()
        + " is installed as "
        + found.executable()
        + why
        + String.join(", and ", remedies)
        + ".";
  }

  private static Set<String> missingPrograms(String output) {
    String tail = output.substring(Math.max(0, output.length() - MAX_TAIL));
    Set<String> programs = new LinkedHashSet<>();
    for (Pattern pattern : MISSING_PROGRAM) {
      Matcher matcher = pattern.matcher(tail);
      while (matcher.find()) {
        programs.add(matcher.group(1));
      }
    }
    return programs;
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
