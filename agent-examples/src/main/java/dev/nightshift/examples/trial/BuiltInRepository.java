package dev.nightshift.examples.trial;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A tiny repository with a fix commit and tests that take milliseconds, for quick trials. */
final class BuiltInRepository {
  static final String TESTS = "sh test/greet_test.sh";
  private static final String TEST = "test/greet_test.sh";

  private static final String GREET =
      """
      # Greets a person by name.
      greet() {
        echo "Hello, $1"
      }
      """;

  private static final String TEST_OF_ADA =
      """
      . ./greet.sh
      [ "$(greet Ada)" = 'Hello, Ada' ] || { echo 'no greeting for Ada'; exit 1; }
      """;

  private static final String TEST_OF_NOBODY =
      """
      [ "$(greet)" = 'Hello, world' ] || { echo 'no greeting for nobody'; exit 1; }
      """;

  private static final String REPORT =
      """
      echo '<testsuite><testcase classname="greet" name="greets"/></testsuite>' > junit.xml
      """;

  private final Path directory;

  private BuiltInRepository(Path directory) {
    this.directory = directory;
  }

  /** Makes the repository; its last commit is the fix. */
  static Path create(Path directory) {
    BuiltInRepository repository = new BuiltInRepository(directory);
    repository.git("init", "-q", "-b", "main", directory.toString());
    repository.write("greet.sh", GREET);
    repository.write(TEST, TEST_OF_ADA + REPORT);
    repository.write("README", "Greets people.\n");
    repository.commit("Greet people by name");
    repository.write("greet.sh", GREET.replace("$1", "${1:-world}"));
    repository.write(TEST, TEST_OF_ADA + TEST_OF_NOBODY + REPORT);
    repository.commit("Greet the world when nobody is named");
    return directory;
  }

  private void commit(String message) {
    git("-C", directory.toString(), "add", "-A");
    git("-C", directory.toString(), "commit", "-q", "-m", message);
  }

  private void write(String path, String content) {
    try {
      Path file = directory.resolve(path);
      Files.createDirectories(file.getParent());
      Files.writeString(file, content);
    } catch (IOException notWritten) {
      throw new UncheckedIOException(notWritten);
    }
  }

  private void git(String... arguments) {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(arguments));
    Program.run(command, "");
  }
}
