package dev.nightshift.core.command;

import dev.nightshift.core.internal.text.VisibleText;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The environment of a command: a few harmless variables of the host, a private home, and what
 * keeps programs from waiting for a person. Keys and tokens of the host are not in it.
 *
 * <p>A JVM takes {@code user.home} from the user database, which the sandbox replaces. Elsewhere
 * {@code JAVA_TOOL_OPTIONS} names the private home to every JVM, also to those that tests fork, at
 * the price of a line each prints to standard error; a caller who sets the variable to nothing does
 * without both.
 */
final class CommandEnvironment {
  private static final Set<String> ALLOWED =
      Set.of(
          "PATH",
          "LANG",
          "LANGUAGE",
          "TZ",
          "JAVA_HOME",
          "JDK_HOME",
          "MAVEN_HOME",
          "M2_HOME",
          "GRADLE_HOME",
          "ANT_HOME",
          "SSL_CERT_FILE",
          "SSL_CERT_DIR");
  private static final String JVM_OPTIONS = "JAVA_TOOL_OPTIONS";
  private static final Set<String> PROXIES = Set.of("http_proxy", "https_proxy", "no_proxy");

  private final Map<String, String> host;
  private final CommandPolicy policy;
  private final boolean userDatabase;

  /**
   * Creates the environment's description.
   *
   * @param userDatabase true if the user database that commands see names the private home
   */
  CommandEnvironment(Map<String, String> host, CommandPolicy policy, boolean userDatabase) {
    this.host = host;
    this.policy = policy;
    this.userDatabase = userDatabase;
  }

  /** Refuses what no process can be given, and a home that a JVM would not believe. */
  static void requireSettable(String name, String value) {
    if (name.isEmpty() || name.indexOf('=') >= 0 || name.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          "the environment variable '"
              + VisibleText.name(name)
              + "' cannot be set: a name is not empty and holds neither '=' nor NUL");
    }
    if (value.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          "the value of the environment variable " + VisibleText.name(name) + " must not hold NUL");
    }
    if (name.equals("HOME")) {
      throw new IllegalArgumentException(
          "HOME cannot be set to '"
              + VisibleText.name(value)
              + "': commands have a private home, which JVMs take from elsewhere and would not agree"
              + " with; set the variable of the tool that needs another place, such as"
              + " XDG_CONFIG_HOME, or set HOME in the command line itself");
    }
  }

  Map<String, String> of(Command command, Path workspace, Path home) {
    Map<String, String> variables = new TreeMap<>();
    host.forEach(
        (name, value) -> {
          if (isAllowed(name, value)) {
            variables.put(name, value);
          }
        });
    variables.putIfAbsent("PATH", "/usr/local/bin:/usr/bin:/bin");
    variables.putIfAbsent("LANG", "C.UTF-8");
    putHome(variables, home);
    putUnattended(variables);
    if (workspace.getParent() != null) {
      variables.put("GIT_CEILING_DIRECTORIES", workspace.getParent().toString());
    }
    GradleCache.find(policy.caches())
        .ifPresent(cache -> variables.put(GradleCache.VARIABLE, cache.toString()));
    variables.putAll(policy.environment());
    variables.putAll(command.environment());
    putJvmOptions(variables, home);
    return variables;
  }

  private boolean isAllowed(String name, String value) {
    String lower = name.toLowerCase(Locale.ROOT);
    boolean proxy = policy.isNetworkAllowed() && PROXIES.contains(lower) && !value.contains("@");
    return ALLOWED.contains(name) || name.startsWith("LC_") || proxy;
  }

  private static void putHome(Map<String, String> variables, Path home) {
    variables.put("HOME", home.toString());
    variables.put("TMPDIR", home.resolve("tmp").toString());
    variables.put("USER", "nightshift");
    variables.put("LOGNAME", "nightshift");
    variables.put("GRADLE_USER_HOME", home.resolve(".gradle").toString());
  }

  private static void putUnattended(Map<String, String> variables) {
    variables.put("TERM", "dumb");
    variables.put("NO_COLOR", "1");
    variables.put("PAGER", "cat");
    variables.put("MANPAGER", "cat");
    variables.put("GIT_PAGER", "cat");
    variables.put("LESS", "-R");
    variables.put("GIT_TERMINAL_PROMPT", "0");
    variables.put("DEBIAN_FRONTEND", "noninteractive");
    variables.put("PIP_PROGRESS_BAR", "off");
    variables.put("TQDM_DISABLE", "1");
  }

  /** Adds to what the caller set; the scripts split these variables at blanks. */
  private void putJvmOptions(Map<String, String> variables, Path home) {
    boolean splits = home.toString().chars().anyMatch(Character::isWhitespace);
    String userHome = splits ? "" : " -Duser.home=" + home;
    append(
        variables, "MAVEN_OPTS", "-Dstyle.color=never -D" + MavenHome.TRACKING_OPTION + userHome);
    append(variables, "GRADLE_OPTS", "-Dorg.gradle.daemon=false" + userHome);
    boolean declined = variables.getOrDefault(JVM_OPTIONS, "?").isBlank();
    if (!userDatabase && !declined) {
      append(variables, JVM_OPTIONS, quoted("-Duser.home=" + home));
    }
  }

  /** Quotes as a JVM reads the variable: it knows quotes, but no way to escape one. */
  private static String quoted(String option) {
    String quote = option.indexOf('"') < 0 ? "\"" : "'";
    return option.chars().anyMatch(Character::isWhitespace) || option.indexOf('\'') >= 0
        ? quote + option + quote
        : option;
  }

  private static void append(Map<String, String> variables, String name, String options) {
    variables.merge(name, options, (given, ours) -> given + " " + ours);
  }
}
