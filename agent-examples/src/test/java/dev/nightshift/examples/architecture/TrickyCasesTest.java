package dev.nightshift.examples.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of docs/tricky-cases.md and the tests that name a case are the same list. */
class TrickyCasesTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern LABEL =
      Pattern.compile("Cases? ([0-9]+(?:(?:, | and )[0-9]+)*) of the list of tricky cases");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| ([0-9]+) \\|[^|]*\\|([^|]*)\\|$");
  private static final Pattern NUMBER = Pattern.compile("[0-9]+");
  private static final Pattern CLASS = Pattern.compile("`(\\w+)`");

  @Test
  void everyTestOfACaseStandsInTheTableAndNoOther() throws IOException {
    Set<String> labelled = new TreeSet<>();
    for (String module : List.of("agent-core", "agent-git", "agent-models")) {
      for (Path file : testsOf(module)) {
        // A long label is wrapped into several lines of a comment.
        String source = Files.readString(file).replaceAll("\\s+(?:\\*|//)?\\s*", " ");
        String name = file.getFileName().toString().replace(".java", "");
        LABEL
            .matcher(source)
            .results()
            .flatMap(label -> NUMBER.matcher(label.group(1)).results())
            .forEach(number -> labelled.add(number.group() + " " + name));
      }
    }
    Set<String> listed = new TreeSet<>();
    ROW.matcher(Files.readString(ROOT.resolve("docs/tricky-cases.md")))
        .results()
        .forEach(
            row ->
                CLASS
                    .matcher(row.group(2))
                    .results()
                    .forEach(test -> listed.add(row.group(1) + " " + test.group(1))));

    assertThat(listed).hasSizeGreaterThan(80).isEqualTo(labelled);
  }

  private static List<Path> testsOf(String module) throws IOException {
    try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/test/java"))) {
      return files.filter(file -> file.toString().endsWith("Test.java")).toList();
    }
  }
}
