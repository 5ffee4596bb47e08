package dev.nightshift.core.gate;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Tells which programs run tests with which arguments, and how each writes JUnit XML reports. */
final class TestPrograms {
  static final String GENERAL_ADVICE =
      "let it write JUnit XML, for example target/surefire-reports/TEST-*.xml or junit.xml";

  /** Programs for which a word {@code test} names a file, a branch or an image. */
  private static final Set<String> TAKE_NAMES =
      Set.of(
          ("test [ [[ true false : echo printf cd pushd ls dir cat cp mv rm ln mkdir rmdir touch chmod"
                  + " chown find grep egrep fgrep rg ag git hg svn sed awk head tail wc sort uniq cut"
                  + " diff cmp tar zip unzip du stat file tree which type basename dirname realpath"
                  + " readlink for case select function local export return read set unset declare"
                  + " typeset alias source . trap wait kill sleep shift exit curl wget ssh scp rsync"
                  + " docker podman kubectl flake8 pylint black isort mypy pyright bandit ruff eslint"
                  + " prettier stylelint tsc biome shellcheck yamllint markdownlint codespell javac"
                  + " checkstyle cppcheck clang-format clang-tidy gofmt rustfmt rubocop phpstan psalm"
                  + " python python2 python3 py node ruby php perl")
              .split(" "));

  /** Programs whose arguments are targets that a project names itself. */
  private static final Set<String> TARGET_RUNNERS =
      Set.of("make", "gmake", "ninja", "just", "task", "rake", "invoke", "inv", "mage", "scons");

  private static final Pattern TEST_TARGET =
      Pattern.compile(
          "(?i)check|spec|tests?([-_:.].*)?|(.*[-_:.])?(unit|integration|system|e2e|all)[-_:.]?tests?");
  private static final Pattern ANT_TEST_TARGET =
      Pattern.compile("(?i)(.*[-_.:])?(tests?|junit|check|verify)([-_.:].*)?");
  private static final Pattern NOT_RUNNING = Pattern.compile("(?i).*(compile|build|init|clean).*");
  private static final Pattern JAVA_TEST_MAIN =
      Pattern.compile(
          "org\\.junit\\..*|org\\.testng\\.TestNG|(.*/)?junit-platform-console.*\\.jar");
  private static final Set<String> NODE_OPTIONS_WITH_VALUE =
      Set.of("--prefix", "-C", "-w", "--workspace", "--filter", "-F", "--cwd", "--dir");
  private static final Set<String> TARGET_OPTIONS_WITH_VALUE =
      Set.of("-C", "--directory", "-f", "--file", "--makefile", "-I", "-o", "-W");

  private static final String PYTEST_ADVICE = "add --junitxml=report.xml to pytest";
  private static final String NODE_ADVICE =
      "add a reporter that writes junit.xml (jest-junit, vitest --reporter=junit"
          + " --outputFile=junit.xml, mocha-junit-reporter)";
  private static final int FIRST = 2;

  private TestPrograms() {}

  /** Tells whether a program is known to run no tests, whatever its arguments are called. */
  static boolean takesNames(String program) {
    return TAKE_NAMES.contains(program);
  }

  /** Returns how to make reports appear if the program runs tests, else empty. */
  static Optional<String> advice(String program, List<String> arguments) {
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
              arguments.stream().anyMatch(TestPrograms::isAntTestTarget),
              "give the junit task a formatter of type xml that writes TEST-*.xml");
      case "java" ->
          when(
              arguments.stream().anyMatch(word -> JAVA_TEST_MAIN.matcher(word).matches()),
              "add --reports-dir=target/test-reports to JUnit's console launcher");
      case "pytest", "py.test", "unittest" -> Optional.of(PYTEST_ADVICE);
      case "tox", "nox" -> Optional.of(PYTEST_ADVICE + " in its configuration");
      case "npm", "yarn", "pnpm", "bun" -> when(isNodeTest(arguments), NODE_ADVICE);
      case "jest", "vitest", "mocha" -> Optional.of(NODE_ADVICE);
      case "node" -> when(arguments.contains("--test"), "add --test-reporter=junit");
      case "rspec" -> Optional.of("add the RspecJunitFormatter with --out junit.xml");
      case "phpunit", "pest" -> Optional.of("add --log-junit junit.xml");
      case "bats" -> Optional.of("add --report-formatter junit");
      case "gotestsum" -> Optional.of("add --junitfile junit.xml");
      case "ctest" -> Optional.of("add --output-junit junit.xml");
      default -> adviceOnTestCommand(program, arguments);
    };
  }

  /** Most tools have a command {@code test}. */
  private static Optional<String> adviceOnTestCommand(String program, List<String> arguments) {
    return switch (program) {
      case "go" -> when(arguments.contains("test"), "run it as gotestsum --junitfile junit.xml");
      case "cargo" ->
          when(
              arguments.contains("test") || arguments.contains("nextest"),
              "run cargo nextest with a profile whose junit path is junit.xml");
      case "dotnet" ->
          when(arguments.contains("test"), "add --logger 'junit;LogFileName=junit.xml'");
      case "sbt", "mill" ->
          when(
              arguments.stream().anyMatch(word -> word.endsWith("test")),
              "let it write TEST-*.xml reports");
      default ->
          when(
              TARGET_RUNNERS.contains(program)
                  ? operands(arguments, TARGET_OPTIONS_WITH_VALUE).anyMatch(TestPrograms::isTarget)
                  : !TAKE_NAMES.contains(program)
                      && operands(arguments, Set.of()).limit(FIRST).anyMatch("test"::equals),
              GENERAL_ADVICE + "; if it runs no tests, put the line into a script");
    };
  }

  /** Returns the words that are neither options nor their values. */
  private static Stream<String> operands(List<String> arguments, Set<String> optionsWithValue) {
    Stream.Builder<String> operands = Stream.builder();
    boolean value = false;
    for (String word : arguments) {
      if (word.equals("--")) {
        break;
      }
      if (!value && !word.startsWith("-")) {
        operands.add(word);
      }
      value = optionsWithValue.contains(word);
    }
    return operands.build();
  }

  private static boolean isNodeTest(List<String> arguments) {
    List<String> words =
        operands(arguments, NODE_OPTIONS_WITH_VALUE)
            .filter(word -> !Set.of("run", "run-script").contains(word))
            .toList();
    int at = !words.isEmpty() && words.get(0).equals("workspace") ? FIRST : 0;
    return words.size() > at
        && (words.get(at).matches("t|tst|test") || words.get(at).startsWith("test:"));
  }

  private static boolean isTarget(String word) {
    return TEST_TARGET.matcher(word).matches() && !NOT_RUNNING.matcher(word).matches();
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
