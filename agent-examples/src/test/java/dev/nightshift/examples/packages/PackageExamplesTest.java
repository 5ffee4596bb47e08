package dev.nightshift.examples.packages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The examples in the descriptions of packages are regions of the tests beside this one. */
class PackageExamplesTest {
  private static final Path ROOT = Path.of("..");
  private static final List<String> LIBRARIES =
      List.of("agent-core", "agent-forge", "agent-git", "agent-models", "agent-report");
  private static final Pattern BLOCK =
      Pattern.compile("(?s)<pre>\\{@code\\n(.*?)\\n \\* \\}</pre>");
  private static final Pattern REGION =
      Pattern.compile("(?s)// region ([a-z0-9.]+)\\n(.*?)\\n *// endregion");

  @Test
  void eachExampleOfAPackageIsCompiledAndRun() throws IOException {
    assertThat(examplesOfPackages()).hasSizeGreaterThan(28).isEqualTo(regionsOfTests());
  }

  @Test
  void eachExportedPackageHasAnExample() throws IOException {
    List<String> exported = new ArrayList<>();
    for (String library : LIBRARIES) {
      String module = Files.readString(ROOT.resolve(library + "/src/main/java/module-info.java"));
      Pattern.compile("exports dev\\.nightshift\\.([a-z.]+);")
          .matcher(module)
          .results()
          .forEach(line -> exported.add(line.group(1)));
    }

    assertThat(exported).hasSizeGreaterThan(25);
    assertThat(examplesOfPackages()).containsKeys(exported.toArray(String[]::new));
  }

  /** By package without {@code dev.nightshift}; further ones of a package end with a number. */
  private static Map<String, String> examplesOfPackages() throws IOException {
    Map<String, String> examples = new TreeMap<>();
    for (String library : LIBRARIES) {
      for (String text : filesNamed("package-info.java", ROOT.resolve(library + "/src/main"))) {
        String name = text.replaceAll("(?s).*\\npackage dev\\.nightshift\\.([a-z.]+);.*", "$1");
        List<MatchResult> blocks = BLOCK.matcher(text).results().toList();
        for (int i = 0; i < blocks.size(); i++) {
          String code = blocks.get(i).group(1).replaceAll("(?m)^ \\* ?", "");
          examples.put(i == 0 ? name : name + "." + (i + 1), code);
        }
      }
    }
    return examples;
  }

  private static Map<String, String> regionsOfTests() throws IOException {
    Path tests = Path.of("src/test/java/dev/nightshift/examples/packages");
    return filesNamed("ExamplesTest.java", tests).stream()
        .flatMap(text -> REGION.matcher(text).results())
        .collect(
            Collectors.toMap(
                region -> region.group(1),
                region -> region.group(2).stripTrailing().stripIndent(),
                (one, other) -> one + other,
                TreeMap::new));
  }

  private static List<String> filesNamed(String end, Path directory) throws IOException {
    List<String> texts = new ArrayList<>();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(each -> each.toString().endsWith(end)).toList()) {
        texts.add(Files.readString(file));
      }
    }
    return texts;
  }
}
