package dev.nightshift.git.internal.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.nightshift.core.base.RunId;
import dev.nightshift.git.internal.repository.RefCompareAndSet.Result;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RefCompareAndSetTest {
  private static final String MAIN = "refs/heads/main";
  private static final PersonIdent WHO = new PersonIdent("Nina", "nina@example.org");
  @TempDir private Path directory;
  private Git git;
  private Repository repository;
  private RevCommit first;
  private RevCommit second;
  private RunRefs refs;

  @BeforeEach
  void makeTwoCommits() throws Exception {
    git = Git.init().setDirectory(directory.toFile()).setInitialBranch("main").call();
    repository = git.getRepository();
    first = commit("first");
    second = commit("second");
    refs = new RunRefs(repository.getDirectory().toPath(), RunId.of("r1"));
    refs.setText("any", "so that there is a record");
  }

  @AfterEach
  void close() {
    git.close();
  }

  private RevCommit commit(String message) throws Exception {
    return git.commit()
        .setMessage(message)
        .setAllowEmpty(true)
        .setSign(false)
        .setAuthor(WHO)
        .setCommitter(WHO)
        .call();
  }

  private Result set(String ref, ObjectId expected, ObjectId value) throws IOException {
    return set(new HeldLocks(refs), ref, expected, value);
  }

  private Result set(HeldLocks locks, String ref, ObjectId expected, ObjectId value)
      throws IOException {
    Result result = new RefCompareAndSet(repository, locks, WHO).set(ref, expected, value);
    assertThat(HeldLocks.clear(refs, true)).isEmpty();
    return result;
  }

  private ObjectId value(String ref) throws IOException {
    return RefCompareAndSet.value(repository, ref);
  }

  private Path lock(String ref) {
    return repository.getDirectory().toPath().resolve(ref + ".lock");
  }

  @Test
  void movesABranchAndWritesItsLog() throws Exception {
    assertThat(set(MAIN, second, first)).isEqualTo(Result.MOVED);

    assertThat(value(MAIN)).isEqualTo(first);
    assertThat(repository.getRefDatabase().getReflogReader(MAIN).getLastEntry().getWho().getName())
        .isEqualTo("Nina");
    assertThat(lock(MAIN)).doesNotExist();
  }

  @Test
  void movesABranchThatIsPacked() throws Exception {
    git.gc().call();
    assertThat(repository.getDirectory().toPath().resolve(MAIN)).doesNotExist();

    assertThat(set(MAIN, first, second)).isEqualTo(Result.OTHER_VALUE);
    assertThat(set(MAIN, second, first)).isEqualTo(Result.MOVED);
    assertThat(value(MAIN)).isEqualTo(first);
  }

  @Test
  void aNewBranchMustNotBeThere() throws Exception {
    assertThat(set("refs/heads/a/new", ObjectId.zeroId(), first)).isEqualTo(Result.MOVED);
    assertThat(set("refs/heads/a/new", ObjectId.zeroId(), second)).isEqualTo(Result.OTHER_VALUE);

    assertThat(value("refs/heads/a/new")).isEqualTo(first);
    assertThat(lock("refs/heads/a/new")).doesNotExist();
  }

  /** Symptom: the raw error of the file system, which named no branch. */
  @Test
  void aBranchBelowOneThatIsThereIsNotMade() throws Exception {
    assertThat(set(MAIN + "/sub", ObjectId.zeroId(), first)).isEqualTo(Result.OTHER_VALUE);

    git.gc().call();
    assertThat(set(MAIN + "/sub", ObjectId.zeroId(), first)).isEqualTo(Result.OTHER_VALUE);
    assertThat(value(MAIN)).isEqualTo(second);
  }

  @Test
  void aBranchAboveOneThatIsThereIsNotMade() throws Exception {
    assertThat(set("refs/heads/a/b", ObjectId.zeroId(), first)).isEqualTo(Result.MOVED);

    assertThat(set("refs/heads/a", ObjectId.zeroId(), first)).isEqualTo(Result.OTHER_VALUE);
    assertThat(lock("refs/heads/a")).doesNotExist();
  }

  @Test
  void anAliasIsNotMoved() throws Exception {
    repository.updateRef("refs/heads/alias").link(MAIN);

    assertThat(set("refs/heads/alias", second, first)).isEqualTo(Result.OTHER_VALUE);
    assertThat(value(MAIN)).isEqualTo(second);
  }

  @Test
  void aLockThatIsHeldForAMomentIsWaitedFor() throws Exception {
    int[] tries = {0};
    HeldLocks locks =
        new HeldLocks(
            refs,
            (name, existing) -> {
              if (tries[0]++ < 2) {
                throw new FileAlreadyExistsException(name.toString());
              }
              Files.createLink(name, existing);
            });

    assertThat(set(locks, MAIN, second, first)).isEqualTo(Result.MOVED);
    assertThat(tries[0]).isEqualTo(3);
  }

  @Test
  void anObjectThatIsNotThereIsRefusedBeforeALockIsTaken() {
    ObjectId unknown = ObjectId.fromString("1".repeat(40));

    assertThatThrownBy(() -> set(MAIN, second, unknown)).isInstanceOf(MissingObjectException.class);
    assertThat(lock(MAIN)).doesNotExist();
  }

  /** Symptom: a target "does not exist" in the instant in which its repository is packed. */
  @Test
  void branchThatIsPackedBetweenTwoReadsOfOneLookIsFound() throws IOException {
    Repository packing = mock(Repository.class);
    when(packing.exactRef(MAIN)).thenReturn(null, repository.exactRef(MAIN));

    assertThat(RefCompareAndSet.value(packing, MAIN)).isEqualTo(second);
  }
}
