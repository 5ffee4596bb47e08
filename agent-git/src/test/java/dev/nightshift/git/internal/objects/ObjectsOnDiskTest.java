package dev.nightshift.git.internal.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.git.testing.TemporaryRepository;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.eclipse.jgit.errors.ObjectWritingException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.Repository;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Symptom: a merge failed while the user's git gc removed an empty directory of objects. */
class ObjectsOnDiskTest {
  private static final byte[] CONTENT = "content\n".getBytes(StandardCharsets.UTF_8);
  private TemporaryRepository temporary;
  private Path inTheWay;
  private int tries;

  @BeforeEach
  void blockTheDirectoryOfTheObject() throws IOException {
    temporary = TemporaryRepository.bare(Map.of());
    String id = new ObjectInserter.Formatter().idFor(Constants.OBJ_BLOB, CONTENT).name();
    inTheWay =
        Files.createFile(temporary.directory().resolve("objects").resolve(id.substring(0, 2)));
  }

  @AfterEach
  void close() {
    temporary.close();
  }

  private void write(int unblockedAt) throws IOException {
    try (Repository repository = SharedRepository.openHandle(temporary.directory());
        ObjectsOnDisk disk = ObjectsOnDisk.of(repository)) {
      ObjectsOnDisk.write(
          () -> {
            tries++;
            if (tries == unblockedAt) {
              Files.delete(inTheWay);
            }
            disk.inserter().insert(Constants.OBJ_BLOB, CONTENT);
          });
    }
  }

  @Test
  void objectThatCannotBeMovedToItsPlaceIsWrittenAgain() throws IOException {
    write(3);

    assertThat(tries).isEqualTo(3);
    assertThat(inTheWay).isDirectoryContaining(file -> Files.isRegularFile(file));
  }

  @Test
  void objectThatNeverGetsToItsPlaceIsAFailure() {
    assertThatThrownBy(() -> write(99)).isInstanceOf(ObjectWritingException.class);
    assertThat(tries).isEqualTo(10);
  }
}
