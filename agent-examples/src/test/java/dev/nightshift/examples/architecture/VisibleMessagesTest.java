package dev.nightshift.examples.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.task.Task;
import dev.nightshift.core.task.TaskBuilder;
import java.io.IOException;
import java.lang.reflect.Executable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a caller gave is shown in messages as it is: a character that turns the direction of a text,
 * or a line end, can make a message say something else.
 */
class VisibleMessagesTest {
  private static final String TURNS = "\u202e";
  private static final String END = "b\nc";

  /** Each is refused by other rules: of names, numbers, paths, globs, URLs, command lines. */
  private static final List<String> ODD =
      List.of(TURNS, "a" + TURNS + END, "a:" + TURNS + END + " | ../[/*", "", "#" + TURNS + " ");

  /** Values that come from this library, or are drawn by {@code VisibleText} already. */
  private static final Pattern SHOWN =
      Pattern.compile(
          "(?:VisibleText|BoundedText|BaseUrl|PlacedJson|GlobLanguage)\\..*"
              + "|(?:shown|printable|brief|clip|one|right|UNIT|PATH|FileNames\\.OWN)\\b.*"
              + "|name\\(key, file\\)|display\\(glob\\)|(?:where \\+ )?name|c|tree|unset|letter|which|next|model|id|kind|word|part|key|instead|input|effort|line|place|this"
              + "|component\\.name\\(\\)|failure\\.getMessage\\(\\)|step\\.expected\\(\\)|task\\.(?:target|base)\\(\\)"
              + "|requested|ModelSpelling\\.of\\(model\\)\\.server\\(\\)|id\\.toString\\(\\)");

  private static final Pattern QUOTED = Pattern.compile("'\"\\s*\\+\\s*([^\"']*?)\\s*\\+\\s*\"'");

  @TempDir private Path temporary;
  private final SampleArguments samples = new SampleArguments();

  @TestFactory
  Stream<DynamicTest> noRefusalHoldsWhatIsNotSeen() {
    List<DynamicTest> tests = new ArrayList<>();
    for (EntryPoint point : EntryPoint.all()) {
      Class<?>[] types = point.executable().getParameterTypes();
      for (int i = 0; i < types.length; i++) {
        int at = i;
        if (!oddValues(types[at]).isEmpty()) {
          tests.add(DynamicTest.dynamicTest(point + " at " + at, () -> check(point, at)));
        }
      }
    }
    assertThat(tests).hasSizeGreaterThan(150);
    return tests.stream();
  }

  /** The rule for what no caller can reach so easily: engine, workspaces, providers. */
  @Test
  void whatStandsInQuotesIsShown() throws IOException {
    List<String> raw = new ArrayList<>();
    Path root = Path.of("").toAbsolutePath().getParent();
    for (String module :
        List.of("agent-core", "agent-models", "agent-git", "agent-forge", "agent-report")) {
      try (Stream<Path> files = Files.walk(root.resolve(module).resolve("src/main/java"))) {
        for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
          QUOTED
              .matcher(Files.readString(file))
              .results()
              .map(quoted -> quoted.group(1).replaceAll("\\s+", " "))
              .filter(value -> !SHOWN.matcher(value).matches())
              .forEach(value -> raw.add(file.getFileName() + ": " + value));
        }
      }
    }
    assertThat(raw).as("show it by VisibleText.name").isEmpty();
  }

  private void check(EntryPoint point, int at) throws Exception {
    Executable executable = point.executable();
    for (Object odd : oddValues(executable.getParameterTypes()[at])) {
      Object[] arguments = Arrays.stream(executable.getParameterTypes()).map(samples::of).toArray();
      arguments[at] = odd;
      Throwable thrown = point.thrownBy(samples, arguments);
      for (Throwable told = thrown; told != null; told = told.getCause()) {
        if (!isOfTheLibraries(told)) {
          continue; // What the JDK says of it is a cause, and no message of these libraries.
        }
        assertThat(String.valueOf(told.getMessage()))
            .as("%s with %s", point, Arrays.deepToString(arguments))
            .doesNotContain(TURNS, END);
      }
    }
  }

  private static boolean isOfTheLibraries(Throwable told) {
    StackTraceElement[] trace = told.getStackTrace();
    return trace.length == 0 || trace[0].getClassName().startsWith("dev.nightshift.");
  }

  private List<Object> oddValues(Class<?> type) {
    List<Object> odd = new ArrayList<>();
    for (String text : ODD) {
      if (type == String.class) {
        odd.add(text);
      } else if (type == String[].class) {
        odd.add(new String[] {text, text});
      } else if (type == Path.class) {
        odd.add(temporary.resolve("no-such" + text));
      } else if (type == Set.class) {
        odd.add(Set.of(text));
      } else if (Collection.class.isAssignableFrom(type)) {
        odd.add(List.of(text));
      } else if (type == Map.class) {
        odd.add(Map.of(text, text));
      }
    }
    return odd;
  }

  @TestFactory
  Stream<DynamicTest> noTaskIsRefusedWithWhatIsNotSeen() {
    Map<String, TaskBuilder> tasks =
        Map.of(
            "title", Task.builder("a" + TURNS + END),
            "key", Task.builder("t").dispatchKey(TURNS + END),
            "after", Task.builder("a" + TURNS + END).after(TURNS));
    return tasks.entrySet().stream()
        .map(
            task ->
                DynamicTest.dynamicTest(
                    task.getKey(),
                    () -> {
                      try {
                        task.getValue().build();
                      } catch (IllegalArgumentException refused) {
                        assertThat(refused.getMessage()).doesNotContain(TURNS, END);
                      }
                    }));
  }
}
