package dev.nightshift.core.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Tells from the arguments of Maven or Gradle whether the build is meant to run tests. */
final class BuildArguments {
  private static final Set<String> MAVEN_OPTIONS_WITH_VALUE =
      Set.of(
          "-pl",
          "--projects",
          "-f",
          "--file",
          "-P",
          "--activate-profiles",
          "-s",
          "--settings",
          "-gs",
          "--global-settings",
          "-t",
          "--toolchains",
          "-T",
          "--threads",
          "-rf",
          "--resume-from",
          "-l",
          "--log-file",
          "-b",
          "--builder",
          "-D",
          "--define");
  private static final Set<String> MAVEN_TEST_PHASES =
      Set.of(
          "test",
          "prepare-package",
          "package",
          "pre-integration-test",
          "integration-test",
          "post-integration-test",
          "verify",
          "install",
          "deploy");
  private static final Pattern MAVEN_TEST_GOAL =
      Pattern.compile(
          "(.*:)?(maven-)?(surefire|failsafe)(-plugin)?(:[^:]+)?:(test|integration-test|verify)"
              + "(@.*)?");
  private static final Set<String> GRADLE_OPTIONS_WITH_VALUE =
      Set.of(
          "-p",
          "--project-dir",
          "-b",
          "--build-file",
          "-c",
          "--settings-file",
          "-I",
          "--init-script",
          "-g",
          "--gradle-user-home",
          "--tests",
          "--include-build",
          "--priority",
          "--max-workers",
          "--project-cache-dir",
          "--warning-mode",
          "--console");
  private static final Pattern GRADLE_TEST_TASK =
      Pattern.compile("check|build|buildNeeded|buildDependents|test|tests|.*Tests?|test[A-Z].*");

  private BuildArguments() {}

  static boolean mavenRunsTests(List<String> arguments) {
    boolean skipped = false;
    boolean runs = false;
    for (int i = 0; i < arguments.size(); i++) {
      String word = arguments.get(i);
      if (word.equals("-D") || word.equals("--define")) {
        word = "-D" + (i + 1 < arguments.size() ? arguments.get(i + 1) : "");
        i++;
      } else if (MAVEN_OPTIONS_WITH_VALUE.contains(word)) {
        i++;
        continue;
      }
      if (isProperty(word, "skipTests") || isProperty(word, "maven.test.skip")) {
        skipped = !word.endsWith("=false");
      }
      runs |= MAVEN_TEST_PHASES.contains(word) || MAVEN_TEST_GOAL.matcher(word).matches();
    }
    return runs && !skipped;
  }

  static boolean gradleRunsTests(List<String> arguments) {
    List<String> tasks = new ArrayList<>();
    boolean skipped = false;
    for (int i = 0; i < arguments.size(); i++) {
      String word = arguments.get(i);
      boolean excludes = word.equals("-x") || word.equals("--exclude-task");
      if (excludes && i + 1 < arguments.size()) {
        skipped |= isGradleTestTask(arguments.get(i + 1));
      }
      if (excludes || GRADLE_OPTIONS_WITH_VALUE.contains(word)) {
        i++;
      } else if (!word.startsWith("-")) {
        tasks.add(word);
      }
    }
    return !skipped && tasks.stream().anyMatch(BuildArguments::isGradleTestTask);
  }

  private static boolean isProperty(String word, String name) {
    return word.equals("-D" + name) || word.startsWith("-D" + name + "=");
  }

  private static boolean isGradleTestTask(String task) {
    String name = task.substring(task.lastIndexOf(':') + 1);
    return GRADLE_TEST_TASK.matcher(name).matches()
        && !name.endsWith("Classes")
        && !name.startsWith("compile");
  }
}
