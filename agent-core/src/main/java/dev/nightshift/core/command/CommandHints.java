package dev.nightshift.core.command;

import dev.nightshift.core.internal.process.MissingProgram;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
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

  private static final List<String> NOT_EXECUTABLE =
      List.of(
          "permission denied",
          "failed to map segment from shared object",
          "eacces",
          "cannot execute");
  private static final Pattern INTERPRETER = Pattern.compile("#! *(\\S+)");
  private static final int MAX_INTERPRETER_BYTES = 256;

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
    Optional<String> hidden = hiddenTool(output, directories);
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
      return ("Something the build needs is not in %s and the network is off: declare a cache that"
              + " has it with --cache DIR (CommandPolicy.Builder.caches), or %s.%s")
          .formatted(
              policy.caches().isEmpty() ? "any cache" : "the read-only caches " + policy.caches(),
              NETWORK_OPTION,
              copied ? STALE_COPY : "");
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

  private Optional<String> hiddenTool(String output, List<Path> directories) {
    Set<Path> shown =
        policy.caches().stream()
            .map(cache -> cache.toAbsolutePath().normalize())
            .collect(Collectors.toSet());
    for (String program : missingPrograms(output, directories)) {
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
              + (policy.caches().isEmpty() ? "" : ", besides the caches in use " + policy.caches())
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
    return "%s is installed as %s%s%s."
        .formatted(
            found.executable().getFileName(),
            found.executable(),
            why,
            String.join(", and ", remedies));
  }

  /** Adds the interpreters that scripts of the workspace name. */
  private static Set<String> missingPrograms(String output, List<Path> directories) {
    Set<String> programs = new LinkedHashSet<>();
    for (MissingProgram missing : MissingProgram.allIn(output)) {
      programs.add(missing.name());
      if (missing.isRelativeFile() && !directories.isEmpty()) {
        interpreter(directories.get(0), missing.name()).ifPresent(programs::add);
      }
    }
    return programs;
  }

  private static Optional<String> interpreter(Path workspace, String script) {
    try {
      Path file = workspace.resolve(script).normalize();
      if (!file.startsWith(workspace) || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        return Optional.empty();
      }
      try (InputStream content = Files.newInputStream(file)) {
        byte[] begin = content.readNBytes(MAX_INTERPRETER_BYTES);
        Matcher named = INTERPRETER.matcher(new String(begin, StandardCharsets.ISO_8859_1));
        return named.lookingAt() ? Optional.of(named.group(1)) : Optional.empty();
      }
    } catch (IOException | InvalidPathException none) {
      return Optional.empty();
    }
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
