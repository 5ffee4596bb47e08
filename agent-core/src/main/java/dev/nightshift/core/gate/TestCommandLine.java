package dev.nightshift.core.gate;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Recognises commands that run tests, and knows how to make each write JUnit XML reports. */
final class TestCommandLine {
  private static final Set<String> SHELLS = Set.of("sh", "bash", "dash", "zsh", "ksh");
  private static final Set<String> PREFIXES =
      Set.of(
          "env",
          "time",
          "timeout",
          "nice",
          "nohup",
          "exec",
          "command",
          "sudo",
          "stdbuf",
          "ionice",
          "setsid",
          "xvfb-run",
          "!",
          "{",
          "if",
          "then",
          "else",
          "do",
          "while",
          "until");
  private static final Set<String> PACKAGE_RUNNERS =
      Set.of("npx", "uv", "poetry", "pipenv", "pdm", "hatch", "pnpx", "bunx");
  private static final Pattern ASSIGNMENT = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*=.*");
  private static final Pattern ANT_TEST_TARGET =
      Pattern.compile("(?i)(.*[-_.:])?(tests?|junit|check|verify)([-_.:].*)?");
  private static final Pattern NOT_RUNNING = Pattern.compile("(?i).*(compile|build|init|clean).*");
  private static final String PYTEST_ADVICE = "add --junitxml=report.xml to pytest";
  private static final String NODE_ADVICE =
      "add a reporter that writes junit.xml (jest-junit, vitest --reporter=junit"
          + " --outputFile=junit.xml, mocha-junit-reporter)";

  private TestCommandLine() {}

  /**
   * Returns how to make the test reports appear.
   *
   * @return advice if one of the commands of the line runs tests, else empty
   */
  static Optional<String> advice(String line) {
    return ShellWords.commands(line).stream().flatMap(words -> advice(words).stream()).findFirst();
  }

  /** As {@link #advice(String)}, for one command without a shell. */
  static Optional<String> advice(List<String> argv) {
    Deque<String> words = new ArrayDeque<>(argv);
    dropPrefixes(words);
    if (words.isEmpty()) {
      return Optional.empty();
    }
    String program = programName(words.pop());
    List<String> arguments = List.copyOf(words);
    if (SHELLS.contains(program)) {
      return shellScript(arguments).flatMap(TestCommandLine::advice);
    }
    if (PACKAGE_RUNNERS.contains(program)) {
      return advice(withoutLeading(arguments, "run", "exec"));
    }
    return ofProgram(program, arguments);
  }

  private static Optional<String> ofProgram(String program, List<String> arguments) {
    return switch (program) {
      case "mvn", "mvnw", "mvnd", "mvnDebug" ->
          when(
              BuildArguments.mavenRunsTests(arguments),
              "select at least one test and let Surefire write its XML reports (no"
                  + " disableXmlReport), or add -DskipTests if no test is meant to run");
      case "gradle", "gradlew" ->
          when(
              BuildArguments.gradleRunsTests(arguments),
              "if the tests were up to date or came from a cache add --rerun-tasks, keep"
                  + " reports.junitXml on, or add -x test if no test is meant to run");
      case "ant" ->
          when(
              arguments.stream().anyMatch(TestCommandLine::isAntTestTarget),
              "give the junit task a formatter of type xml that writes TEST-*.xml");
      case "pytest", "py.test" -> Optional.of(PYTEST_ADVICE);
      case "tox", "nox" -> Optional.of(PYTEST_ADVICE + " in its configuration");
      case "python", "python3" -> when(isPythonTest(arguments), PYTEST_ADVICE);
      case "npm", "yarn", "pnpm", "bun" ->
          when(isNodeTest(withoutLeading(arguments, "run", "run-script")), NODE_ADVICE);
      case "jest", "vitest", "mocha" -> Optional.of(NODE_ADVICE);
      case "go" -> when(arguments.contains("test"), "run it as gotestsum --junitfile junit.xml");
      case "gotestsum" -> Optional.of("add --junitfile junit.xml");
      case "cargo" ->
          when(
              arguments.contains("test") || arguments.contains("nextest"),
              "run cargo nextest with a profile whose junit path is junit.xml");
      case "sbt", "mill" ->
          when(
              arguments.stream().anyMatch(word -> word.endsWith("test")),
              "let it write TEST-*.xml reports");
      case "dotnet" ->
          when(arguments.contains("test"), "add --logger 'junit;LogFileName=junit.xml'");
      case "ctest" -> Optional.of("add --output-junit junit.xml");
      default -> Optional.empty();
    };
  }

  private static void dropPrefixes(Deque<String> words) {
    boolean afterPrefix = false;
    while (!words.isEmpty()) {
      String word = words.peek();
      boolean prefix = PREFIXES.contains(programName(word));
      boolean option = afterPrefix && (word.startsWith("-") || startsWithDigit(word));
      if (!prefix && !option && !ASSIGNMENT.matcher(word).matches()) {
        return;
      }
      afterPrefix |= prefix;
      words.pop();
    }
  }

  private static boolean startsWithDigit(String word) {
    return !word.isEmpty() && Character.isDigit(word.charAt(0));
  }

  private static String programName(String word) {
    String name = word.substring(Math.max(word.lastIndexOf('/'), word.lastIndexOf('\\')) + 1);
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".cmd") || lower.endsWith(".bat") || lower.endsWith(".exe")
        ? name.substring(0, name.length() - 4)
        : name;
  }

  private static Optional<String> shellScript(List<String> arguments) {
    for (int i = 0; i + 1 < arguments.size(); i++) {
      String word = arguments.get(i);
      if (word.startsWith("-") && !word.startsWith("--") && word.endsWith("c")) {
        return Optional.of(arguments.get(i + 1));
      }
    }
    return Optional.empty();
  }

  private static List<String> withoutLeading(List<String> words, String... skipped) {
    return !words.isEmpty() && List.of(skipped).contains(words.get(0))
        ? words.subList(1, words.size())
        : words;
  }

  private static boolean isPythonTest(List<String> arguments) {
    int module = arguments.indexOf("-m") + 1;
    return module > 0
        && module < arguments.size()
        && Set.of("pytest", "unittest", "tox", "nox").contains(arguments.get(module));
  }

  private static boolean isNodeTest(List<String> arguments) {
    return arguments.stream()
        .filter(word -> !word.startsWith("-"))
        .findFirst()
        .filter(word -> word.equals("t") || word.equals("test") || word.startsWith("test:"))
        .isPresent();
  }

  private static boolean isAntTestTarget(String word) {
    return !word.startsWith("-")
        && ANT_TEST_TARGET.matcher(word).matches()
        && !NOT_RUNNING.matcher(word).matches();
  }

  private static Optional<String> when(boolean runsTests, String advice) {
    return runsTests ? Optional.of(advice) : Optional.empty();
  }
}
