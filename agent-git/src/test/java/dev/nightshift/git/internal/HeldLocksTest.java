package dev.nightshift.git.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.base.RunId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeldLocksTest {
  @TempDir private Path gitDir;
  private RunRefs refs;
  private HeldLocks locks;
  private Path lock;

  @BeforeEach
  void openRun() throws IOException {
    refs = new RunRefs(gitDir, RunId.of("r1"));
    refs.setText("any", "so that there is a record");
    locks = new HeldLocks(refs);
    lock = gitDir.resolve("index.lock");
  }

  @Test
  void lockThatWasNotedIsRemovedWithAWordAboutItsWorkTree() throws IOException {
    locks.announce(lock, "");
    Files.createFile(lock);
    locks.taken(lock);

    assertThat(HeldLocks.clear(refs, true)).contains("its lock " + lock + " would be removed");
    assertThat(lock).exists();
    assertThat(HeldLocks.clear(refs, false))
        .hasSize(2)
        .contains("its lock " + lock + " was removed")
        .anyMatch(note -> note.startsWith("run git status"));
    assertThat(lock).doesNotExist();
  }

  @Test
  void lockThatSomebodyElseTookLaterIsOnlyNamed() throws IOException {
    locks.announce(lock, "");
    Files.createFile(lock);
    locks.taken(lock);
    Path other = Files.createFile(gitDir.resolve("other"));
    Files.move(other, lock, StandardCopyOption.REPLACE_EXISTING);

    assertThat(HeldLocks.clear(refs, false)).hasSize(1).allMatch(note -> note.contains("is held"));
    assertThat(lock).exists();
  }

  @Test
  void lockThatWasOnlyAnnouncedIsOnlyNamed() throws IOException {
    locks.announce(lock, "");
    Files.createFile(lock);

    assertThat(HeldLocks.clear(refs, false)).hasSize(1).allMatch(note -> note.contains("is held"));
    assertThat(lock).exists();
  }

  @Test
  void ofReleasedLocksNothingIsSaid() throws IOException {
    locks.announce(lock, "");
    assertThat(HeldLocks.clear(refs, false)).isEmpty();
    Files.createFile(lock);
    locks.released();

    assertThat(HeldLocks.clear(refs, false)).isEmpty();
  }
}
