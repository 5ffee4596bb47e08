package dev.nightshift.core.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.nightshift.core.base.RunId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What others may do with the files of a journal where the file system has permissions. */
@Timeout(60)
class JournalPermissionsTest {
  private static final RunId RUN = RunId.of("run-1");
  private static final String LARGE = "\"" + "x".repeat(StoredRecords.LARGE) + "\"";

  @TempDir private Path directory;

  @BeforeEach
  void onlyWhereThereArePermissions() {
    assumeThat(directory.getFileSystem().supportedFileAttributeViews()).contains("posix");
  }

  @Test
  void nothingIsForOthersWhateverTheProcessAllows() throws Exception {
    Path journal = directory.resolve("state/journal");
    Process writer =
        new ProcessBuilder(
                "sh",
                "-c",
                "umask 000 && exec \"$@\"",
                "sh",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Writer.class.getName(),
                journal.toString())
            .inheritIO()
            .start();

    assertThat(writer.waitFor(50, TimeUnit.SECONDS)).isTrue();

    assertThat(writer.exitValue()).isEqualTo(Writer.WRITTEN);
    assertThat(permissions(directory.resolve("state")).keySet())
        .contains("journal/runs/run-1/journal.log", "journal/runs/run-1/lock")
        .contains("journal/runs/run-1/key")
        .hasSize(9);
    assertClosed(permissions(directory.resolve("state")));
  }

  /** Symptom: who restored a journal from a copy, as he was told, had opened it to all. */
  @Test
  void whatCameBackFromACopyIsClosedAgain() throws Exception {
    write(directory.resolve("j"));
    Path run = directory.resolve("j/runs/run-1");
    for (Path path : List.of(run, run.resolve("journal.log"), run.resolve("lock"))) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxrwxrwx"));
    }

    write(directory.resolve("j"));

    assertThat(permissions(run))
        .containsEntry("", "rwx------")
        .containsEntry("journal.log", "rwx------")
        .containsEntry("lock", "rwx------");
    assertThat(Journal.directory(directory.resolve("j")).read(RUN)).hasSize(4);
  }

  private static void write(Path directory) {
    try (JournalWriter writer = Journal.directory(directory).acquire(RUN)) {
      assertThat(writer.key()).hasSize(32);
      writer.append("{}");
      writer.append(LARGE);
      writer.force();
    }
  }

  private static void assertClosed(Map<String, String> permissions) {
    assertThat(Set.copyOf(permissions.values())).containsOnly("rwx------", "rw-------");
  }

  /** Those of a directory and of all in it, by their paths in it. */
  private static Map<String, String> permissions(Path directory) throws Exception {
    Map<String, String> permissions = new TreeMap<>();
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.toList()) {
        String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
        permissions.put(directory.relativize(path).toString(), mode);
      }
    }
    return permissions;
  }

  /** Writes all that a journal can have, and dies while it has the run. */
  static final class Writer {
    static final int WRITTEN = 7;

    private Writer() {}

    public static void main(String[] arguments) {
      JournalWriter writer = Journal.directory(Path.of(arguments[0])).acquire(RUN);
      writer.key();
      writer.append("{}");
      writer.append(LARGE);
      writer.force();
      Runtime.getRuntime().halt(WRITTEN);
    }
  }
}
