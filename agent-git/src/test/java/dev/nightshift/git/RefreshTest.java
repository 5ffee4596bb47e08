package dev.nightshift.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.merge.ConflictReport;
import dev.nightshift.core.merge.Landing;
import dev.nightshift.core.merge.Merge;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.workspace.ManagedWorkspace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RefreshTest {
  @TempDir private Path root;
  private Workbench bench;

  @BeforeEach
  void openRepository() {
    bench =
        Workbench.bare(
            root, Map.of("A.java", "a\nb\nc\n", "B.java", "b\n", "dir/old.txt", "old\n"));
  }

  @AfterEach
  void closeRepository() {
    bench.close();
  }

  private static String text(ManagedWorkspace workspace, String path) {
    return workspace.agentView().files().read(path).text().orElseThrow();
  }

  @Test
  void mergesTheTargetIntoTheFilesAndRecordsItAsSecondParent() {
    try (ManagedWorkspace workspace = bench.open("r1")) {
      Workbench.write(workspace, "A.java", "A\nb\nc\n");
      String before = Workbench.commit(workspace);
      bench.repository.commitFile("main", "run.sh", new byte[] {'x'}, true);
      bench.repository.delete("main", "dir/old.txt");
      String tip = bench.repository.commit("main", Map.of("A.java", "a\nb\nC\n", "dir", "file\n"));

      ConflictReport report = workspace.refresh();

      assertThat(report.paths()).isEmpty();
      assertThat(report.targetCommit()).isEqualTo(tip);
      assertThat(text(workspace, "A.java")).isEqualTo("A\nb\nC\n");
      assertThat(text(workspace, "dir")).isEqualTo("file\n");
      assertThat(bench.directory("r1").resolve("run.sh")).isExecutable();
      String head = Workbench.commit(workspace);
      assertThat(bench.repository.parents(head)).containsExactly(before, tip);
      assertThat(workspace.staleness().isFresh()).isTrue();
      assertThat(workspace.change().files())
          .extracting(file -> file.path())
          .containsExactly("A.java");
    }
  }

  @Test
  void marksConflictsWithDiff3() {
    try (ManagedWorkspace workspace = bench.open("r1")) {
      Workbench.write(workspace, "B.java", "mine\n");
      bench.repository.commit("main", Map.of("B.java", "theirs\n"));

      ConflictReport report = workspace.refresh();

      assertThat(report.paths())
          .extracting(path -> path.path() + " " + path.kind())
          .containsExactly("B.java CONTENT");
      assertThat(text(workspace, "B.java"))
          .isEqualTo(
              "<<<<<<< nightshift/r1\nmine\n||||||| base\nb\n=======\ntheirs\n>>>>>>> main\n");
    }
  }

  @Test
  void markersLeftInAreAConflictStill() throws InterruptedException {
    try (ManagedWorkspace workspace = bench.open("r1")) {
      Workbench.write(workspace, "B.java", "mine\n");
      bench.repository.commit("main", Map.of("B.java", "theirs\n"));
      workspace.refresh();

      String ignored = Workbench.commit(workspace);
      Merge merge = bench.queue().candidate(RunId.of("r1"), ignored);
      assertThat(merge).isInstanceOf(Merge.Conflicted.class);
      assertThat(((Merge.Conflicted) merge).report().paths().get(0).hunks()).contains("theirs");

      Workbench.write(workspace, "B.java", "both\n");
      String resolved = Workbench.commit(workspace);
      MergeCandidate candidate = bench.clean("r1", resolved);
      assertThat(bench.land("r1", candidate)).isInstanceOf(Landing.Landed.class);
      assertThat(bench.repository.read(bench.repository.tip("main"), "B.java")).isEqualTo("both\n");
    }
  }

  @Test
  void aFileThatTheTargetMovedAndLinkedToIsNotSaidToBeDeleted() throws Exception {
    String text = "one\ntwo\nthree\nfour\n";
    bench.repository.commit("main", Map.of("old.txt", text));
    try (ManagedWorkspace workspace = bench.open("r1")) {
      Workbench.write(workspace, "old.txt", text + "mine\n");
      bench.repository.commit("main", Map.of("new.txt", text));
      bench.repository.commitLink("main", "old.txt", "new.txt");

      ConflictReport report = workspace.refresh();

      assertThat(report.paths())
          .extracting(path -> path.path() + " " + path.kind() + " " + path.likelyPath())
          .containsExactly("old.txt NOT_MERGEABLE new.txt");
      assertThat(report.paths().get(0).hunks()).doesNotContain("deleted");
    }
  }

  @Test
  void aReminderOfAConflictDoesNotClaimThatTheTargetHasTheFile() throws Exception {
    try (ManagedWorkspace workspace = bench.open("r1")) {
      Workbench.write(workspace, "B.java", "mine\n");
      bench.repository.delete("main", "B.java");
      workspace.refresh();
      Workbench.commit(workspace);

      assertThat(workspace.unresolved().paths().get(0).hunks())
          .contains("the target has nothing at B.java")
          .doesNotContain("what the target has");
    }
  }

  @Test
  void keepsWorkThatWasNotCommittedYet() {
    try (ManagedWorkspace workspace = bench.open("r1")) {
      Workbench.write(workspace, "new.txt", "precious\n");
      bench.repository.commit("main", Map.of("other.txt", "x\n"));

      workspace.refresh();

      assertThat(text(workspace, "new.txt")).isEqualTo("precious\n");
      assertThat(text(workspace, "other.txt")).isEqualTo("x\n");
    }
  }

  @Test
  void writesThroughNoLinkTheAgentPlanted() throws Exception {
    Path outside = Files.createDirectory(root.resolve("outside"));
    Files.writeString(outside.resolve("old.txt"), "untouched\n");
    try (ManagedWorkspace workspace = bench.open("r1")) {
      Path ws = bench.directory("r1");
      Files.delete(ws.resolve("dir/old.txt"));
      Files.delete(ws.resolve("dir"));
      Files.createSymbolicLink(ws.resolve("dir"), outside);
      Files.createSymbolicLink(ws.resolve("other"), outside);
      bench.repository.commit("main", Map.of("other/old.txt", "pwned\n"));

      workspace.refresh();

      assertThat(outside.resolve("old.txt")).hasContent("untouched\n");
      assertThat(ws.resolve("other/old.txt")).hasContent("pwned\n");
    }
    assertThat(outside.resolve("old.txt")).hasContent("untouched\n");
    Files.delete(outside.resolve("old.txt"));
    Files.delete(outside);
  }

  @Test
  void refreshLosesNothingOfTheTargetThatTheScanCannotSee() {
    bench.repository.commit("main", Map.of(".gitignore", "out/\n", "out/old.txt", "1\n"));
    bench.repository.commitLink("main", "etc", "/etc");
    try (ManagedWorkspace workspace = bench.open("r1")) {
      Workbench.write(workspace, "A.java", "A\nb\nc\n");
      bench.repository.commit(
          "main", Map.of("out/old.txt", "2\n", "out/forced.txt", "x\n", "aux.txt", "odd\n"));
      bench.repository.commitLink("main", "link", "/usr");
      String tip = bench.repository.commitLink("main", "etc", "/opt");

      workspace.refresh();
      String head = Workbench.commit(workspace);

      assertThat(bench.repository.files(head)).isEqualTo(bench.repository.files(tip));
      assertThat(bench.repository.read(head, "out/old.txt")).isEqualTo("2\n");
      assertThat(bench.repository.read(head, "etc")).isEqualTo("/opt");
      assertThat(workspace.change().files())
          .extracting(file -> file.path())
          .containsExactly("A.java");
    }
  }

  @Test
  void markersOfAnEarlierRefreshAreStillAConflict() {
    try (ManagedWorkspace workspace = bench.open("r1")) {
      Workbench.write(workspace, "B.java", "mine\n");
      bench.repository.commit("main", Map.of("B.java", "theirs\n"));
      workspace.refresh();
      bench.repository.commit("main", Map.of("other.txt", "x\n"));
      workspace.refresh();

      Merge merge = bench.queue().candidate(RunId.of("r1"), Workbench.commit(workspace));

      assertThat(merge).isInstanceOf(Merge.Conflicted.class);
    }
  }

  @Test
  void refreshWritesThroughNoLinkBesideTheFile() throws Exception {
    Path victim = Files.writeString(root.resolve("victim"), "untouched\n");
    try (ManagedWorkspace workspace = bench.open("r1")) {
      Path ws = bench.directory("r1");
      Files.createSymbolicLink(ws.resolve("B.java.nightshift-new"), victim);
      Files.delete(ws.resolve("dir/old.txt"));
      Files.createSymbolicLink(ws.resolve("dir/old.txt"), victim);
      bench.repository.commit("main", Map.of("B.java", "theirs\n"));

      workspace.refresh();

      assertThat(text(workspace, "B.java")).isEqualTo("theirs\n");
      assertThat(victim).hasContent("untouched\n");
    }
    Files.delete(victim);
  }

  @Test
  void aConflictWithoutMarkersRevertsNothingOfTheTargetAndLosesNothingOfTheBranch() {
    bench.repository.commitFile("main", "bin", new byte[] {0, 1}, false);
    try (ManagedWorkspace workspace = bench.open("r1")) {
      workspace.agentView().files().write("bin", new byte[] {0, 2});
      Workbench.write(workspace, "dir/old.txt", "changed\n");
      workspace.agentView().files().delete("B.java");
      Workbench.write(workspace, "new.txt", "mine\n");
      bench.repository.commitFile("main", "bin", new byte[] {0, 3}, false);
      bench.repository.delete("main", "dir/old.txt");
      bench.repository.commit("main", Map.of("B.java", "theirs\n"));

      ConflictReport report = workspace.refresh();
      String head = Workbench.commit(workspace);

      assertThat(report.paths())
          .extracting(path -> path.path() + " " + path.kind())
          .containsExactly(
              "B.java MODIFY_DELETE", "bin NOT_MERGEABLE", "dir/old.txt MODIFY_DELETE");
      assertThat(bench.repository.files(head))
          .containsOnlyKeys(
              "A.java", "B.java", "bin", "bin.of-branch", "dir/old.txt.of-branch", "new.txt");
      assertThat(bench.repository.readBytes(head, "bin")).containsExactly(0, 3);
      assertThat(bench.repository.readBytes(head, "bin.of-branch")).containsExactly(0, 2);
      assertThat(bench.repository.read(head, "dir/old.txt.of-branch")).isEqualTo("changed\n");
    }
  }

  @Test
  void aConflictWithoutMarkersIsOpenUntilTheBranchsVersionBesideIsGone() {
    bench.repository.commitFile("main", "bin", new byte[] {0, 1}, false);
    try (ManagedWorkspace workspace = bench.open("r1")) {
      workspace.agentView().files().write("bin", new byte[] {0, 2});
      Workbench.commit(workspace);
      String tip = bench.repository.commitFile("main", "bin", new byte[] {0, 3}, false);
      assertThat(workspace.refresh().paths())
          .extracting(path -> path.branchVersionAt())
          .containsExactly("bin.of-branch");

      Merge overlooked = bench.queue().candidate(RunId.of("r1"), Workbench.commit(workspace));
      assertThat(overlooked)
          .isInstanceOfSatisfying(
              Merge.Conflicted.class,
              open ->
                  assertThat(open.report().paths())
                      .extracting(path -> path.path() + " " + path.branchVersionAt())
                      .containsExactly("bin bin.of-branch"));

      workspace.agentView().files().write("bin", new byte[] {0, 2});
      workspace.agentView().files().delete("bin.of-branch");
      MergeCandidate candidate = bench.clean("r1", Workbench.commit(workspace));
      assertThat(candidate.targetCommit()).isEqualTo(tip);
      assertThat(bench.repository.readBytes(candidate.mergeCommit(), "bin")).containsExactly(0, 2);
    }
  }

  /** Nothing above 10 MB can be read by the agent's tools, so no rule may need to read it. */
  @Test
  void aConflictInABinaryAboveTenMegabytesCanBeResolved() throws Exception {
    bench.repository.commitFile("main", "big.bin", new byte[11_000_000], false);
    try (ManagedWorkspace workspace = bench.open("r1")) {
      Path ws = bench.directory("r1");
      byte[] mine = new byte[11_000_001];
      mine[1] = 1;
      Files.write(ws.resolve("big.bin"), mine);
      Workbench.commit(workspace);
      byte[] theirs = new byte[11_000_002];
      theirs[1] = 2;
      bench.repository.commitFile("main", "big.bin", theirs, false);

      workspace.refresh();
      String overlooked = Workbench.commit(workspace);
      Files.move(
          ws.resolve("big.bin.of-branch"),
          ws.resolve("big.bin"),
          StandardCopyOption.REPLACE_EXISTING);
      String resolved = Workbench.commit(workspace);

      assertThat(bench.queue().candidate(RunId.of("r1"), overlooked))
          .isInstanceOf(Merge.Conflicted.class);
      String landing = bench.clean("r1", resolved).mergeCommit();
      assertThat(bench.repository.readBytes(landing, "big.bin")).isEqualTo(mine);
      assertThat(bench.repository.files(landing)).doesNotContainKey("big.bin.of-branch");
    }
  }

  @Test
  void whatAResolvedFileHoldsLaterIsItsOwnAffair() {
    try (ManagedWorkspace workspace = bench.open("r1")) {
      Workbench.write(workspace, "B.java", "mine\n");
      bench.repository.commit("main", Map.of("B.java", "theirs\n"));
      workspace.refresh();
      Workbench.write(workspace, "B.java", "both\n");
      bench.clean("r1", Workbench.commit(workspace));

      Workbench.write(workspace, "B.java", "<<<<<<< is how a conflict begins\n");

      bench.clean("r1", Workbench.commit(workspace));
    }
  }

  @Test
  void aLinkOfTheBranchLiesBesideAsAFileThatEveryToolCanDelete() throws Exception {
    bench.repository.commitLink("main", "link", "one");
    try (ManagedWorkspace workspace = bench.open("r1")) {
      Path link = bench.directory("r1").resolve("link");
      Files.delete(link);
      Files.createSymbolicLink(link, Path.of("two"));
      Workbench.commit(workspace);
      bench.repository.commitLink("main", "link", "three");

      workspace.refresh();

      assertThat(text(workspace, "link.of-branch")).isEqualTo("two");
      workspace.agentView().files().delete("link.of-branch");
      assertThat(
              bench.repository.read(
                  bench.clean("r1", Workbench.commit(workspace)).mergeCommit(), "link"))
          .isEqualTo("three");
    }
  }

  @Test
  void workThatWasGivenUpIsPublishedAtItsCommit() {
    try (ManagedWorkspace workspace = bench.open("r1")) {
      Workbench.write(workspace, "B.java", "mine\n");
      String work = Workbench.commit(workspace);
      bench.repository.commit("main", Map.of("A.java", "news\n"));
      workspace.refresh();
      Workbench.write(workspace, "B.java", "b\n");
      Workbench.commit(workspace);

      assertThat(workspace.change().isEmpty()).isTrue();
      assertThat(bench.repository.tip(workspace.publish())).isEqualTo(work);
      assertThat(workspace.lastChange().patch()).contains("+mine").doesNotContain("news");
    }
  }

  /** eclipse-jgit/jgit#43: a merge without renames deletes the edited file. */
  @Test
  void aRenameOnTheTargetTakesTheEditAlongAndLands() throws InterruptedException {
    String text = "1\n2\n3\n4\n5\n6\n7\n8\n9\n";
    bench.repository.commit("main", Map.of("old.txt", text));
    try (ManagedWorkspace workspace = bench.open("r1")) {
      Workbench.write(workspace, "old.txt", text.replace("5", "five"));
      String head = Workbench.commit(workspace);
      bench.repository.delete("main", "old.txt");
      String tip = bench.repository.commit("main", Map.of("new.txt", text));

      MergeCandidate candidate = bench.clean("r1", head);
      assertThat(candidate.targetCommit()).isEqualTo(tip);
      assertThat(workspace.refresh().paths()).isEmpty();

      assertThat(text(workspace, "new.txt")).contains("five");
      assertThat(bench.directory("r1").resolve("old.txt")).doesNotExist();
      assertThat(bench.land("r1", candidate)).isEqualTo(new Landing.Landed(candidate));
      assertThat(bench.repository.read(bench.repository.tip("main"), "new.txt")).contains("five");
    }
  }

  @Test
  void aRenameOnTheBranchTakesTheEditOfTheTargetAlongAndLands() throws InterruptedException {
    String text = "1\n2\n3\n4\n5\n6\n7\n8\n9\n";
    bench.repository.commit("main", Map.of("old.txt", text));
    try (ManagedWorkspace workspace = bench.open("r1")) {
      workspace.agentView().files().delete("old.txt");
      Workbench.write(workspace, "new.txt", text);
      String head = Workbench.commit(workspace);
      bench.repository.commit("main", Map.of("old.txt", text.replace("5", "five")));

      MergeCandidate candidate = bench.clean("r1", head);

      assertThat(bench.land("r1", candidate)).isEqualTo(new Landing.Landed(candidate));
      assertThat(bench.repository.files(bench.repository.tip("main")))
          .containsKey("new.txt")
          .doesNotContainKey("old.txt");
      assertThat(bench.repository.read(bench.repository.tip("main"), "new.txt")).contains("five");
    }
  }
}
