package dev.nightshift.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.merge.Landing;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.workspace.ManagedWorkspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.Status;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.util.FS;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckedOutTargetTest {
  @TempDir private Path temporary;
  private Workbench bench;
  private ManagedWorkspace workspace;
  private Path work;

  @BeforeEach
  void openRun() {
    bench =
        Workbench.checkedOut(
            temporary.resolve("runs"),
            Map.of("A.java", "a\n", "gone/old.txt", "old\n", "run.sh", "x\n"));
    work = bench.repository.directory();
    workspace = bench.open("r1");
  }

  @AfterEach
  void closeRun() {
    workspace.close();
    bench.close();
  }

  private MergeCandidate candidate() throws IOException {
    Workbench.write(workspace, "A.java", "changed\n");
    Workbench.write(workspace, "deep/new.txt", "new\n");
    workspace.agentView().files().delete("gone/old.txt");
    assertThat(bench.directory("r1").resolve("run.sh").toFile().setExecutable(true)).isTrue();
    return bench.clean("r1", Workbench.commit(workspace));
  }

  private Landing land(MergeCandidate candidate, boolean update) throws InterruptedException {
    return bench.queue().land(Workbench.request("r1", candidate, update));
  }

  private String refusal(MergeCandidate candidate) throws InterruptedException {
    Landing landing = land(candidate, true);
    assertThat(bench.repository.tip("main")).isEqualTo(candidate.targetCommit());
    assertThat(work.resolve(".git/index.lock")).doesNotExist();
    return ((Landing.Refused) landing).reason();
  }

  @Test
  void isRefusedUnlessTheCheckoutMayMove() throws Exception {
    MergeCandidate candidate = candidate();

    Landing landing = land(candidate, false);

    assertThat(((Landing.Refused) landing).reason())
        .contains("'main' is checked out in", work.toRealPath().toString());
    assertThat(bench.repository.tip("main")).isEqualTo(candidate.targetCommit());
    assertThat(work.resolve("A.java")).hasContent("a");
  }

  @Test
  void cleanCheckoutMovesAlong() throws Exception {
    Files.writeString(work.resolve("untracked.txt"), "mine\n");
    MergeCandidate candidate = candidate();

    assertThat(land(candidate, true)).isEqualTo(new Landing.Landed(candidate));

    assertThat(bench.repository.tip("main")).isEqualTo(candidate.mergeCommit());
    assertThat(work.resolve("A.java")).hasContent("changed");
    assertThat(work.resolve("deep/new.txt")).hasContent("new");
    assertThat(work.resolve("gone")).doesNotExist();
    assertThat(work.resolve("run.sh")).isExecutable();
    assertThat(work.resolve("untracked.txt")).hasContent("mine");
    try (Git git = Git.open(work.toFile())) {
      Status status = git.status().call();
      assertThat(status.getUncommittedChanges()).isEmpty();
      assertThat(status.getUntracked()).containsExactly("untracked.txt");
    }
  }

  @Test
  void dirtyCheckoutIsRefusedByName() throws Exception {
    MergeCandidate candidate = candidate();
    Files.writeString(work.resolve("A.java"), "edited\n");

    assertThat(refusal(candidate)).contains("uncommitted changes: A.java");
    assertThat(work.resolve("A.java")).hasContent("edited");
  }

  @Test
  void editWithTheSameSizeAndTimeIsSeen() throws Exception {
    MergeCandidate candidate = candidate();
    Path file = work.resolve("A.java");
    var time = Files.getLastModifiedTime(file);
    Files.writeString(file, "b\n");
    Files.setLastModifiedTime(file, time);

    assertThat(refusal(candidate)).contains("A.java");
  }

  @Test
  void deletedFileAndModeChangeAreSeen() throws Exception {
    MergeCandidate candidate = candidate();
    Files.delete(work.resolve("A.java"));
    assertThat(work.resolve("run.sh").toFile().setExecutable(true)).isTrue();

    assertThat(refusal(candidate)).contains("A.java, run.sh");
  }

  @Test
  void untrackedFileInTheWayIsRefused() throws Exception {
    MergeCandidate candidate = candidate();
    Files.createDirectory(work.resolve("deep"));
    Files.writeString(work.resolve("deep/new.txt"), "mine\n");

    assertThat(refusal(candidate)).contains("untracked", "deep/new.txt");
    assertThat(work.resolve("deep/new.txt")).hasContent("mine");
  }

  @Test
  void linkedDirectoryInTheWayIsRefused() throws Exception {
    MergeCandidate candidate = candidate();
    Path outside = Files.createDirectory(temporary.resolve("outside"));
    Files.createSymbolicLink(work.resolve("deep"), outside);

    assertThat(refusal(candidate)).contains("deep");
    assertThat(outside).isEmptyDirectory();
  }

  @Test
  void lockedIndexIsRefused() throws Exception {
    MergeCandidate candidate = candidate();
    Path lock = work.resolve(".git/index.lock");
    Files.createFile(lock);

    assertThat(((Landing.Refused) land(candidate, true)).reason()).contains("index.lock");
    assertThat(lock).exists();
  }

  @Test
  void convertedFilesAreLeftToGit() throws Exception {
    workspace.close();
    Files.createDirectories(work.resolve(".git/info"));
    Files.writeString(work.resolve(".git/info/attributes"), "*.java filter=lfs\n");
    workspace = bench.open("r1");

    assertThat(refusal(candidate())).contains("A.java", ".gitattributes");
  }

  @Test
  void linkedWorkTreeCountsToo() throws Exception {
    workspace.close();
    Files.writeString(work.resolve(".git/HEAD"), bench.repository.tip("main") + "\n");
    Path linked = Files.createDirectory(temporary.resolve("linked"));
    Path admin = Files.createDirectories(work.resolve(".git/worktrees/linked"));
    Files.writeString(linked.resolve(".git"), "gitdir: " + admin + "\n");
    Files.writeString(admin.resolve("gitdir"), linked.resolve(".git") + "\n");
    Files.writeString(admin.resolve("commondir"), "../..\n");
    Files.writeString(admin.resolve("HEAD"), "ref: refs/heads/main\n");
    workspace = bench.open("r1");
    MergeCandidate candidate = candidate();

    assertThat(((Landing.Refused) land(candidate, false)).reason()).contains(linked.toString());
    assertThat(((Landing.Refused) land(candidate, true)).reason()).contains("A.java");

    Files.delete(linked.resolve(".git"));
    assertThat(land(candidate, false)).isInstanceOf(Landing.Landed.class);
  }

  @Test
  void rebaseInProgressIsRefused() throws Exception {
    Files.writeString(work.resolve(".git/HEAD"), bench.repository.tip("main") + "\n");
    Path state = Files.createDirectory(work.resolve(".git/rebase-merge"));
    Files.writeString(state.resolve("head-name"), "refs/heads/main\n");

    assertThat(refusal(candidate())).contains("is being rebased");
  }

  @Test
  void otherBranchCheckedOutIsNoObstacle() throws Exception {
    bench.repository.setRef("refs/heads/other", bench.repository.tip("main"));
    Files.writeString(work.resolve(".git/HEAD"), "ref: refs/heads/other\n");

    assertThat(land(candidate(), false)).isInstanceOf(Landing.Landed.class);
    assertThat(work.resolve("A.java")).hasContent("a");
  }

  @Test
  void directoryReplacedByALinkIsDirtyThoughTheFilesAreTheSame() throws Exception {
    MergeCandidate candidate = candidate();
    Path outside = Files.move(work.resolve("gone"), temporary.resolve("outside"));
    Files.createSymbolicLink(work.resolve("gone"), outside);

    assertThat(refusal(candidate)).contains("uncommitted changes: gone/old.txt");
    assertThat(outside.resolve("old.txt")).hasContent("old");
  }

  @Test
  void landedIsLandedThoughTheCheckoutCannotFollow() throws Exception {
    bench.repository.setRef("refs/heads/odd", bench.repository.tip("main"));
    String head = bench.repository.commitLink("odd", "link", "no\0path");
    MergeCandidate candidate = bench.clean("r1", head);

    Landing.Landed landed = (Landing.Landed) land(candidate, true);

    assertThat(landed.candidate()).isEqualTo(candidate);
    assertThat(landed.checkoutNote()).contains(work.toRealPath().toString(), ": link;");
    assertThat(bench.repository.tip("main")).isEqualTo(candidate.mergeCommit());
  }

  @Test
  void fileThatCannotBeWrittenLooksEditedAndStopsNoOther() throws Exception {
    String before = bench.repository.tip("main");
    bench.repository.setRef("refs/heads/odd", before);
    bench.repository.commitLink("odd", "A.java", "no\0path");
    String head = bench.repository.commit("odd", Map.of("run.sh", "new\n"));
    MergeCandidate candidate = bench.clean("r1", head);

    Landing.Landed landed = (Landing.Landed) land(candidate, true);

    assertThat(landed.checkoutNote()).contains(": A.java;");
    assertThat(work.resolve("run.sh")).hasContent("new");
    DirCache index = DirCache.read(work.resolve(".git/index").toFile(), FS.DETECTED);
    assertThat(index.getEntry("A.java").getFileMode()).isEqualTo(FileMode.SYMLINK);
    assertThat(index.getEntry("A.java").getLastModifiedInstant()).isEqualTo(Instant.EPOCH);
  }
}
