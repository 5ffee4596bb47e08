package dev.nightshift.git.internal.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.git.testing.TemporaryRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which commits a walk reads from disk. */
class HistoryTest {
  private final TemporaryRepository repository = TemporaryRepository.bare(Map.of("A.java", "v0\n"));
  private final SharedRepository shared = SharedRepository.of(repository.directory());
  private final SharedRepository.Lease lease = shared.lease();
  private final History history = new History(lease.repository());
  private ObjectId first = ObjectId.zeroId();
  private ObjectId middle = ObjectId.zeroId();
  private ObjectId tip = ObjectId.zeroId();

  @BeforeEach
  void commits() {
    first = ObjectId.fromString(repository.tip("main"));
    middle = ObjectId.fromString(repository.commit("main", Map.of("A.java", "v1\n")));
    tip = ObjectId.fromString(repository.commit("main", Map.of("A.java", "v2\n")));
  }

  @AfterEach
  void close() {
    lease.close();
    repository.close();
  }

  /** Symptom: each landing read all commits again that had landed since its run began. */
  @Test
  void aCommitBetweenTwoOthersIsReadFromDiskOnce() throws IOException {
    assertThat(history.isAncestor(first, tip)).isTrue();

    Files.delete(file(middle));

    assertThat(history.isAncestor(first, tip)).isTrue();
    assertThat(history.mergeBases(first, tip))
        .extracting(RevCommit::name)
        .containsExactly(first.name());
    assertThat(history.own(first, tip))
        .extracting(RevCommit::name)
        .containsExactly(tip.name(), middle.name());
  }

  @Test
  void aCommitThatIsAskedForIsReadFromDiskEachTime() throws IOException {
    assertThat(history.isAncestor(first, tip)).isTrue();

    Files.delete(file(tip));

    assertThatThrownBy(() -> history.isAncestor(first, tip))
        .isInstanceOf(MissingObjectException.class);
  }

  @Test
  void whatWasReadIsForgottenWithTheHandle() throws IOException {
    assertThat(history.isAncestor(first, tip)).isTrue();
    lease.close();

    Files.delete(file(middle));

    try (SharedRepository.Lease later = shared.lease()) {
      assertThatThrownBy(() -> new History(later.repository()).isAncestor(first, tip))
          .isInstanceOf(MissingObjectException.class);
    }
  }

  private Path file(ObjectId id) {
    return repository
        .directory()
        .resolve("objects")
        .resolve(id.name().substring(0, 2))
        .resolve(id.name().substring(2));
  }
}
