package dev.nightshift.examples.demo;

import dev.nightshift.core.task.AcceptanceCriterion;
import dev.nightshift.core.task.Risk;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.task.TaskKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A small Maven project that loses the last, partly filled page, and the task to repair it. */
public final class DemoProject {
  /** The class with the defect. */
  public static final String CODE = "src/main/java/example/catalogue/Pages.java";

  /** Its tests, which do not notice. */
  public static final String TESTS = "src/test/java/example/catalogue/PagesTest.java";

  /** The project's own test command. */
  public static final List<String> TEST_COMMAND = List.of("mvn", "-q", "-B", "test");

  /** Its builds last for seconds: a JVM's second compiler would take more time than it saves. */
  private static final String JVM_FLAGS = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC\n";

  private DemoProject() {}

  /**
   * Returns the files of the project.
   *
   * @return contents by path
   */
  public static Map<String, String> files() {
    Map<String, String> files = new LinkedHashMap<>();
    for (String path : List.of("pom.xml", CODE, TESTS)) {
      files.put(path, read(path));
    }
    files.put(".mvn/jvm.config", JVM_FLAGS);
    files.put(".gitignore", "target/\n");
    return files;
  }

  /**
   * Returns the task.
   *
   * @return a bug-fix of low risk with three criteria, the last one proven by a command
   */
  public static Task task() {
    return Task.builder("Count the last, partly filled page")
        .instructions(
            "A catalogue of 11 items with pages of 5 shows only 2 pages, so the last item cannot be reached. "
                + "Make Pages.count right, and add tests that fail without the repair.")
        .kind(TaskKind.BUG_FIX)
        .risk(Risk.LOW)
        .acceptance("Pages.count returns 3 for 11 items on pages of 5")
        .acceptance("Pages.count is right for every number of items that an int can hold")
        .acceptance(
            AcceptanceCriterion.proven(
                "A test covers a partly filled page", "grep", "-q", "count(11)", TESTS))
        .allowPath("src/**")
        .build();
  }

  private static String read(String path) {
    try (InputStream file = DemoProject.class.getResourceAsStream("project/" + path)) {
      if (file == null) {
        throw new IllegalStateException("project/" + path + " is missing from the jar");
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException("project/" + path + " cannot be read", unreadable);
    }
  }
}
