package dev.nightshift.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.merge.Landing;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.workspace.ManagedWorkspace;
import dev.nightshift.git.internal.repository.HeldLocks;
import dev.nightshift.git.internal.repository.TargetCheckouts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
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
    bench = Workbench.checkedOut(temporary.resolve("runs"), Map.of("A.java", "a\n"));
    work = bench.repository.directory();
    workspace = bench.open("r1");
  }

  @AfterEach
  void closeRun() {
    workspace.close();
    bench.close();
  }

  private MergeCandidate candidate() {
    Workbench.write(workspace, "A.java", "changed\n");
    return bench.clean("r1", Workbench.commit(workspace));
  }

  private Landing land(MergeCandidate candidate) throws InterruptedException {
    return bench.land("r1", candidate);
  }

  private String refusal(MergeCandidate candidate) throws InterruptedException {
    Landing landing = land(candidate);
    assertThat(bench.repository.tip("main")).isEqualTo(candidate.targetCommit());
    assertThat(work.resolve("A.java")).hasContent("a");
    return ((Landing.Refused) landing).reason();
  }

  @Test
  void isRefusedWithTheBranchTheWorkTreeAndTheRemedy() throws Exception {
    String where = work.toRealPath().toString();

    assertThat(refusal(candidate()))
        .contains("'main' is checked out in " + where, "git -C " + where + " switch --detach");
  }

  /** Symptom: a command that was to be copied had an open quote. */
  @Test
  void remedyOfAPathWithAnApostropheCanBeRun() throws Exception {
    Path odd = Files.createDirectories(temporary.resolve("it's a; dir")).resolve(".git");
    Files.createDirectories(odd);
    Files.writeString(odd.resolve("config"), "[core]\n\tbare = false\n");
    Files.writeString(odd.resolve("HEAD"), "ref: refs/heads/main\n");

    String refusal = new TargetCheckouts(odd, "refs/heads/main").refusal().orElseThrow();

    String quoted = "'" + temporary + "/it'\\''s a; dir'";
    assertThat(refusal).contains("git -C " + quoted + " switch --detach");
    assertThat(HeldLocks.describe(odd.resolve("main.lock")))
        .endsWith("rm '" + temporary + "/it'\\''s a; dir/.git/main.lock'");
  }

  @Test
  void linkedWorkTreeCountsToo() throws Exception {
    Files.writeString(work.resolve(".git/HEAD"), bench.repository.tip("main") + "\n");
    Path linked = Files.createDirectory(temporary.resolve("linked"));
    Path admin = Files.createDirectories(work.resolve(".git/worktrees/linked"));
    Files.writeString(linked.resolve(".git"), "gitdir: " + admin + "\n");
    Files.writeString(admin.resolve("gitdir"), linked.resolve(".git") + "\n");
    Files.writeString(admin.resolve("commondir"), "../..\n");
    Files.writeString(admin.resolve("HEAD"), "ref: refs/heads/main\n");
    MergeCandidate candidate = candidate();

    assertThat(refusal(candidate)).contains(linked.toString());

    Files.delete(linked.resolve(".git"));
    assertThat(land(candidate)).isInstanceOf(Landing.Landed.class);
  }

  @Test
  void rebaseInProgressIsRefused() throws Exception {
    Files.writeString(work.resolve(".git/HEAD"), bench.repository.tip("main") + "\n");
    Path state = Files.createDirectory(work.resolve(".git/rebase-merge"));
    Files.writeString(state.resolve("head-name"), "refs/heads/main\n");

    assertThat(refusal(candidate())).contains("is being rebased", "finish that first");
  }

  /** Symptom: the user's {@code git rebase --continue} failed to update the branch. */
  @Test
  void rebaseThatMovesTheBranchAlongIsRefused() throws Exception {
    Files.writeString(work.resolve(".git/HEAD"), bench.repository.tip("main") + "\n");
    Path state = Files.createDirectory(work.resolve(".git/rebase-merge"));
    Files.writeString(state.resolve("head-name"), "refs/heads/top\n");
    Path updates = state.resolve("update-refs");
    String commits = bench.repository.tip("main") + "\n" + "0".repeat(40) + "\n";
    Files.writeString(updates, "refs/heads/main-2\n" + commits + "refs/heads/main\n" + commits);
    MergeCandidate candidate = candidate();

    assertThat(refusal(candidate)).contains("is being rebased", "finish that first");

    Files.writeString(updates, "refs/heads/main-2\n" + commits);
    assertThat(land(candidate)).isInstanceOf(Landing.Landed.class);
  }

  /** Symptom: with {@code --git-dir} and {@code --work-tree} the index was behind the branch. */
  @Test
  void bareDirectoryWithAnIndexHasAWorkTreeSomewhere() throws Exception {
    Path gitDir = work.resolve(".git");
    Files.writeString(
        gitDir.resolve("config"),
        Files.readString(gitDir.resolve("config")) + "[core]\nbare = true");
    MergeCandidate candidate = candidate();

    assertThat(refusal(candidate))
        .contains(
            "'main' is checked out from " + gitDir.toRealPath(),
            "git --git-dir=" + gitDir.toRealPath() + " --work-tree=DIRECTORY switch --detach");

    Files.delete(gitDir.resolve("index"));
    assertThat(land(candidate)).isInstanceOf(Landing.Landed.class);
  }

  @Test
  void checkoutOfAnAliasIsACheckoutOfTheBranch() throws Exception {
    Files.writeString(work.resolve(".git/refs/heads/alias"), "ref: refs/heads/main\n");
    Files.writeString(work.resolve(".git/HEAD"), "ref: refs/heads/alias\n");

    assertThat(refusal(candidate())).contains("'main' is checked out in");
  }

  @Test
  void otherBranchCheckedOutIsNoObstacle() throws Exception {
    bench.repository.setRef("refs/heads/other", bench.repository.tip("main"));
    Files.writeString(work.resolve(".git/HEAD"), "ref: refs/heads/other\n");

    assertThat(land(candidate())).isInstanceOf(Landing.Landed.class);
    assertThat(work.resolve("A.java")).hasContent("a");
  }
}
