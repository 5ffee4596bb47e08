package dev.nightshift.git.internal.repository;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.base.RunId;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeldLocksTest {
  private static final String MAIN = "refs/heads/main";
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
    lock = gitDir.resolve("refs/heads/main.lock");
  }

  /** Symptom: an empty lock of a killed run stayed for ever, as nothing in it said whose it is. */
  @Test
  void lockIsWholeFromTheFirstMomentAndIsRemovedAfterAKill() throws IOException {
    locks.announce(MAIN, COMMIT);
    assertThat(locks.take(MAIN, COMMIT)).isTrue();

    assertThat(lock).hasContent(COMMIT + "\n");
    assertThat(HeldLocks.clear(refs, true)).contains("its lock " + lock + " would be removed");
    assertThat(lock).exists();
    assertThat(HeldLocks.clear(refs, false)).containsExactly("its lock " + lock + " was removed");
    assertThat(lock).doesNotExist();
    assertThat(HeldLocks.clear(refs, false)).isEmpty();
  }

  @Test
  void lockOfSomebodyElseIsNotTakenAndOnlyNamed() throws IOException {
    Files.createDirectories(lock.getParent());
    Files.createFile(lock);
    locks.announce(MAIN, COMMIT);
    assertThat(locks.take(MAIN, COMMIT)).isFalse();

    assertThat(locks.isFree(MAIN)).isFalse();
    assertThat(HeldLocks.clear(refs, false)).hasSize(1).allMatch(note -> note.contains("is held"));
    assertThat(lock).isEmptyFile();
  }

  /** It may be the one of a git that does the same, or of a copy of the repository. */
  @Test
  void lockThatOnlyLooksLikeOursIsNotRemoved() throws IOException {
    Files.createDirectories(lock.getParent());
    Files.writeString(lock, COMMIT + "\n");
    locks.announce(MAIN, COMMIT);

    assertThat(HeldLocks.clear(refs, false)).hasSize(1).allMatch(note -> note.contains("is held"));
    assertThat(lock).exists();
  }

  @Test
  void lockOnADiskWithoutHardLinksIsKnownByWhatItHolds() throws IOException {
    locks =
        new HeldLocks(
            refs,
            (name, existing) -> {
              throw new FileSystemException(name.toString(), existing.toString(), "not permitted");
            });
    locks.announce(MAIN, COMMIT);
    assertThat(locks.take(MAIN, COMMIT)).isTrue();
    assertThat(locks.take(MAIN, COMMIT)).isFalse();

    assertThat(locks.isFree(MAIN)).isTrue();
    assertThat(HeldLocks.clear(refs, false)).containsExactly("its lock " + lock + " was removed");
    assertThat(lock).doesNotExist();
  }

  @Test
  void lockOfAnEarlierVersionIsFoundByItsWholePath() throws IOException {
    Files.createDirectories(lock.getParent());
    Files.writeString(lock, COMMIT + "\n");
    refs.setText("locks", COMMIT + " " + lock + "\n");

    assertThat(HeldLocks.clear(refs, false)).containsExactly("its lock " + lock + " was removed");
    assertThat(lock).doesNotExist();
  }

  @Test
  void ofReleasedLocksNothingIsSaid() throws IOException {
    locks.announce(MAIN, COMMIT);
    assertThat(HeldLocks.clear(refs, false)).isEmpty();
    Files.createDirectories(lock.getParent());
    Files.createFile(lock);
    locks.released();

    assertThat(HeldLocks.clear(refs, false)).isEmpty();
  }
}
