package dev.nightshift.examples.trial;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A tiny repository with a fix commit and a gate that takes milliseconds, for quick trials. */
final class BuiltInRepository {
  static final String GATE = "sh test/greet_test.sh";
  private static final String TEST = "test/greet_test.sh";
  private final Path directory;

  private BuiltInRepository(Path directory) {
    this.directory = directory;
  }

  /** Makes the repository; its last commit is the fix. */
  static Path create(Path directory) {
    BuiltInRepository repository = new BuiltInRepository(directory);
    repository.git("init", "-q", "-b", "main", directory.toString());
    repository.write(
        "greet.sh", "# Greets a person by name.\ngreet() {\n  echo \"Hello, $1\"\n}\n");
    repository.write(
        TEST,
        ". ./greet.sh\n[ \"$(greet Ada)\" = 'Hello, Ada' ] || { echo 'no greeting for Ada'; exit 1; }\n");
    repository.write("README", "Greets people.\n");
    repository.commit("Greet people by name");
    repository.write(
        "greet.sh",
        "# Greets a person by name, or the world.\ngreet() {\n  echo \"Hello, ${1:-world}\"\n}\n");
    repository.write(
        TEST,
        ". ./greet.sh\n[ \"$(greet Ada)\" = 'Hello, Ada' ] || { echo 'no greeting for Ada'; exit 1; }\n"
            + "[ \"$(greet)\" = 'Hello, world' ] || { echo 'no greeting for nobody'; exit 1; }\n");
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
