package dev.nightshift.core.internal.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every file of words is well-formed, said by the class beside it to its last part, and reached by
 * what is pinned; {@link PinnedText} says how to change one.
 */
class PinnedTemplateFilesTest {
  private static final Path RESOURCES = Path.of("src/main/resources");
  private static final Path KEPT = Path.of("src/test/resources/pinned");
  private static final Path SOURCES = Path.of("src/main/java");

  static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(RESOURCES)) {
      return files
          .filter(file -> file.toString().endsWith(".md"))
          .map(RESOURCES::relativize)
          .sorted()
          .toList();
    }
  }

  @Test
  void filesHoldTheseBytes() throws Exception {
    PinnedText pinned = new PinnedText();

    for (Path file : files()) {
      byte[] bytes = Files.readAllBytes(RESOURCES.resolve(file));
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      pinned.add(file.toString().replace('\\', '/'), HexFormat.of().formatHex(hash));
    }

    pinned.assertIsKeptAs("template-files.txt");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("files")
  void everyPartIsSaidByTheOneClassThatHoldsTheFile(Path file) throws IOException {
    String name = file.getFileName().toString();
    TemplateFile words =
        TemplateFile.parse(name, Files.readString(RESOURCES.resolve(file), StandardCharsets.UTF_8));

    List<String> holders = sourcesWith("\"" + name + "\"", SOURCES.resolve(file).getParent());

    assertThat(holders).as("classes beside %s that hold it", file).hasSize(1);
    assertThat(words.parts())
        .allSatisfy(part -> assertThat(holders.get(0)).contains("\"" + part + "\""));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("files")
  void everyPartIsReachedByWhatIsPinned(Path file) throws IOException {
    TemplateFile words = TemplateFile.parse(file.toString(), read(RESOURCES.resolve(file)));
    String pinned =
        sourcesWith("########", KEPT).stream().collect(Collectors.joining()).replace("\n> ", "\n");

    assertThat(words.parts().stream().filter(part -> !isSaid(words.literals(part), pinned)))
        .as("parts of %s that are nowhere in %s", file, KEPT)
        .isEmpty();
  }

  private static boolean isSaid(List<String> literals, String pinned) {
    return literals.stream().allMatch(pinned::contains);
  }

  private static List<String> sourcesWith(String text, Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(Files::isRegularFile)
          .map(PinnedTemplateFilesTest::read)
          .filter(source -> source.contains(text))
          .toList();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot read " + file, failed);
    }
  }
}
