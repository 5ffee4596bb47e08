package dev.nightshift.git.internal.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Deletes as a user whom permissions bind: in a user namespace without rights, also for root. */
@Tag("bubblewrap")
@Timeout(60)
class TreeDeletionTest {
  @TempDir Path temporary;

  @Test
  void directoriesTheirOwnerMayNotReadAreDeletedWithWhatIsInThem() throws Exception {
    Path tree = Files.createDirectory(temporary.resolve("tree"));
    close(Files.createDirectories(tree.resolve("work/work")), "---------");
    Path full = Files.createDirectories(tree.resolve("a/b"));
    Files.writeString(full.resolve("file"), "x");
    close(full, "---------");
    close(full.getParent(), "r-x------");

    String printed = deleteInANamespace(tree);

    assertThat(printed).isEmpty();
    assertThat(tree).doesNotExist();
  }

  private static void close(Path directory, String permissions) throws IOException {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(permissions));
  }

  private static String deleteInANamespace(Path tree) throws Exception {
    List<String> command =
        List.of(
            "unshare",
            "-U",
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Deleting.class.getName(),
            tree.toString());
    Process process;
    try {
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException noProgram) {
      Assumptions.assumeFalse(
          !"true".equals(System.getenv("NIGHTSHIFT_REQUIRE_BWRAP")), noProgram.toString());
      throw noProgram;
    }
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    boolean refused = printed.startsWith("unshare: unshare failed");
    Assumptions.assumeFalse(
        refused && !"true".equals(System.getenv("NIGHTSHIFT_REQUIRE_BWRAP")), printed);
    process.waitFor();
    return printed;
  }

  /** What runs in the namespace. */
  static final class Deleting {
    private Deleting() {}

    public static void main(String[] arguments) throws IOException {
      TreeDeletion.delete(Path.of(arguments[0]));
    }
  }
}
