package dev.nightshift.git.internal.repository;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.base.RunId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeldLocksTest {
  private static final String COMMIT = "1".repeat(40);
  @TempDir private Path gitDir;
  private RunRefs refs;
  private HeldLocks locks;
  private Path lock;

  @BeforeEach
  void openRun() throws IOException {
    refs = new RunRefs(gitDir, RunId.of("r1"));
    refs.setText("any", "so that there is a record");
    locks = new HeldLocks(refs);
    lock = gitDir.resolve("main.lock");
  }

  @Test
  void lockThatHoldsWhatTheRunWouldWriteIsRemoved() throws IOException {
    locks.announce(lock, COMMIT);
    Files.writeString(lock, COMMIT + "\n");

    assertThat(HeldLocks.clear(refs, true)).contains("its lock " + lock + " would be removed");
    assertThat(lock).exists();
    assertThat(HeldLocks.clear(refs, false)).containsExactly("its lock " + lock + " was removed");
    assertThat(lock).doesNotExist();
  }

  @Test
  void lockOfSomebodyElseIsOnlyNamed() throws IOException {
    locks.announce(lock, COMMIT);
    Files.createFile(lock);

    assertThat(HeldLocks.clear(refs, false)).hasSize(1).allMatch(note -> note.contains("is held"));
    assertThat(lock).exists();
  }

  @Test
  void ofReleasedLocksNothingIsSaid() throws IOException {
    locks.announce(lock, COMMIT);
    assertThat(HeldLocks.clear(refs, false)).isEmpty();
    Files.createFile(lock);
    locks.released();

    assertThat(HeldLocks.clear(refs, false)).isEmpty();
  }
}
