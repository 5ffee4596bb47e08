package dev.nightshift.core.internal.integrity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.tree.ChangedFile;
import dev.nightshift.core.tree.WorkspaceFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Changes whose size must not be paid by its square; the limits are some fifty times what it takes.
 */
class LargeChangesTest {
  private static final int TESTS = 1_500;

  @TempDir Path temp;
  private Path before;
  private Path after;

  @BeforeEach
  void makeBothTrees() throws IOException {
    before = Files.createDirectory(temp.resolve("before"));
    after = Files.createDirectory(temp.resolve("after"));
  }

  @Test
  @Timeout(20)
  void tookTheSquareOfTheTestsThatAreGoneAndNew() throws IOException {
    Files.writeString(before.resolve("OldTest.java"), tests("old"));
    Files.writeString(after.resolve("NewTest.java"), tests("fresh"));

    List<Finding> found =
        findings(
            new ChangedFile("OldTest.java", ChangedFile.Kind.DELETED, 0, 1),
            new ChangedFile("NewTest.java", ChangedFile.Kind.ADDED, 1, 0));

    assertThat(found).singleElement().extracting(Finding::what).isEqualTo(Finding.What.DELETED);
  }

  @Test
  @Timeout(20)
  void tookTheSquareOfALongLine() throws IOException {
    Files.writeString(after.resolve("One.js"), "x.getStackTrace() ".repeat(40_000) + "test\n");

    List<Finding> found = findings(new ChangedFile("One.js", ChangedFile.Kind.ADDED, 1, 0));

    assertThat(found).extracting(Finding::what).containsExactly(Finding.What.AWARE);
  }

  @Test
  void tellsTheLineOfEachAwareSourceOnce() throws IOException {
    Files.writeString(
        after.resolve("A.java"),
        "int a;\nboolean t = stack.getStackTrace().contains(\"junit\");\n\nboolean equals(Object o)"
            + " {\n  return true;\n}\n");

    List<Finding> found = findings(new ChangedFile("A.java", ChangedFile.Kind.ADDED, 1, 0));

    assertThat(found).extracting(Finding::line).containsExactly(2, 4);
  }

  private static String tests(String name) {
    StringBuilder all = new StringBuilder("class AnyTest {\n");
    for (int i = 0; i < TESTS; i++) {
      all.append("  @Test\n  void ").append(name).append(i).append("() {\n");
      for (int line = 0; line < 12; line++) {
        all.append("    assertEquals(").append(i * 31 + line).append(", ").append(name);
        all.append("());\n");
      }
      all.append("  }\n");
    }
    return all.append("}\n").toString();
  }

  private List<Finding> findings(ChangedFile... files) {
    return TestChanges.of(
            List.of(files),
            WorkspaceFiles.ofDirectory(before),
            WorkspaceFiles.ofDirectory(after),
            List.of(),
            List.of())
        .findings();
  }
}
