package dev.nightshift.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.tree.ChangedFile;
import dev.nightshift.core.tree.ListQuery;
import dev.nightshift.core.tree.SearchQuery;
import dev.nightshift.core.tree.TreeView;
import dev.nightshift.core.workspace.ManagedWorkspace;
import dev.nightshift.git.internal.objects.EvilTrees;
import dev.nightshift.git.internal.workspace.OpenRuns;
import dev.nightshift.git.testing.TemporaryRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitWorkspacesTest {
  @TempDir private Path temporary;
  private Path root;
  private Workbench bench;

  @BeforeEach
  void openRepository() {
    root = temporary.resolve("runs");
    bench = Workbench.bare(root, Map.of("A.java", "class A {}\n", "doc/read.md", "hello\n"));
  }

  @AfterEach
  void closeRepository() {
    bench.close();
  }

  @Test
  void showsTheAgentTheFilesOfTheTargetAndNoGit() {
    try (ManagedWorkspace workspace = bench.open("r1")) {
      assertThat(workspace.agentView().files().list(ListQuery.all()))
          .containsExactly("A.java", "doc/read.md");
      assertThat(bench.directory("r1").resolve(".git")).doesNotExist();
      assertThat(workspace.agentView().baseCommit()).isEqualTo(bench.repository.tip("main"));
    }
  }

  @Test
  void planCreatesNothing() {
    List<String> before = bench.repository.refs();

    bench.workspaces.plan(
        dev.nightshift.core.task.Task.builder("T").instructions("i").build(), RunId.of("r1"));

    assertThat(bench.repository.refs()).isEqualTo(before);
    assertThat(root).doesNotExist();
  }

  @Test
  void commitsWhatTheAgentChangedWithTrailers() {
    try (ManagedWorkspace workspace = bench.open("r1")) {
      Workbench.write(workspace, "A.java", "class A { int x; }\n");
      workspace.agentView().files().delete("doc/read.md");

      String head = workspace.checkpoint("Add x", List.of("anthropic:one", "anthropic:one"));

      assertThat(bench.repository.message(head))
          .isEqualTo("Add x\n\nNightshift-Run: r1\nAssisted-by: anthropic:one\n");
      assertThat(bench.repository.parents(head)).containsExactly(bench.repository.tip("main"));
      assertThat(bench.repository.files(head)).containsOnlyKeys("A.java");
      assertThat(bench.repository.refs()).contains("refs/nightshift/runs/r1/head");
    }
  }

  @Test
  void makesNoCommitWhenNothingChanged() {
    try (ManagedWorkspace workspace = bench.open("r1")) {
      Workbench.write(workspace, "A.java", "class A {}\n");

      assertThat(Workbench.commit(workspace)).isEqualTo(bench.repository.tip("main"));
      assertThat(workspace.change().isEmpty()).isTrue();
    }
  }

  @Test
  void describesTheChange() {
    try (ManagedWorkspace workspace = bench.open("r1")) {
      Workbench.write(workspace, "A.java", "class A {}\n// more\n");
      Workbench.write(workspace, "B.java", "class B {}\n");
      workspace.agentView().files().delete("doc/read.md");
      Workbench.write(workspace, "text/read.md", "hello\n");
      Workbench.commit(workspace);

      assertThat(workspace.change().files())
          .containsExactly(
              new ChangedFile("A.java", ChangedFile.Kind.MODIFIED, 1, 0),
              new ChangedFile("B.java", ChangedFile.Kind.ADDED, 1, 0),
              new ChangedFile("text/read.md", ChangedFile.Kind.RENAMED, 0, 0, "doc/read.md"));
      assertThat(workspace.change().patch()).contains("+// more\n", "rename from doc/read.md");
      assertThat(workspace.change().truncated()).isFalse();
    }
  }

  @Test
  void aLongFileHidesNoOtherFileFromThePatch() {
    try (ManagedWorkspace workspace = bench.open("r1")) {
      Workbench.write(workspace, "a.txt", "line\n".repeat(20_000));
      Workbench.write(workspace, "b.txt", "longer line\n".repeat(50_000));
      Workbench.write(workspace, "c.txt", "short\n");
      Workbench.commit(workspace);

      assertThat(workspace.change().truncated()).isFalse();
      assertThat(workspace.change().files()).hasSize(3);
      assertThat(workspace.change().patch())
          .contains("+++ b/a.txt", "+++ b/c.txt", "[not shown, too long for this diff: ")
          .doesNotContain("+++ b/b.txt");
    }
  }

  @Test
  void keepsModesLineEndsAndByteOrderMarks() throws IOException {
    byte[] crlf = "\uFEFFone\r\ntwo\r\n".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    bench.repository.commitFile("main", "run.sh", crlf, true);
    bench.repository.commitLink("main", "link", "doc/read.md");
    bench.repository.commit("main", Map.of(".gitattributes", "* text=auto eol=lf\n"));
    try (ManagedWorkspace workspace = bench.open("r1")) {
      Path file = bench.directory("r1").resolve("run.sh");
      assertThat(file).isExecutable().hasBinaryContent(crlf);
      assertThat(bench.directory("r1").resolve("link")).isSymbolicLink();

      workspace.agentView().files().write("run.sh", crlf);
      Files.writeString(bench.directory("r1").resolve("new.sh"), "x\r\n");
      assertThat(bench.directory("r1").resolve("new.sh").toFile().setExecutable(true)).isTrue();
      String head = Workbench.commit(workspace);

      assertThat(bench.repository.files(head))
          .containsEntry("run.sh", "100755")
          .containsEntry("new.sh", "100755")
          .containsEntry("link", "120000");
      assertThat(bench.repository.readBytes(head, "run.sh")).isEqualTo(crlf);
      // As git: with text=auto a file that has CRLF keeps it, a new one gets LF.
      assertThat(bench.repository.read(head, "new.sh")).isEqualTo("x\n");
    }
  }

  @Test
  void closeLeavesNothingBehind() {
    List<String> refs = bench.repository.refs();
    ManagedWorkspace workspace = bench.open("r1");
    Workbench.write(workspace, "B.java", "class B {}\n");
    bench.clean("r1", Workbench.commit(workspace));

    workspace.close();
    workspace.close();

    assertThat(bench.repository.refs()).isEqualTo(refs);
    assertThat(root).isEmptyDirectory();
  }

  @Test
  void publishedBranchOutlivesTheRun() {
    String head;
    try (ManagedWorkspace workspace = bench.open("r1")) {
      Workbench.write(workspace, "B.java", "class B {}\n");
      head = Workbench.commit(workspace);

      assertThat(workspace.publish()).isEqualTo("nightshift/r1");
    }

    assertThat(bench.repository.tip("nightshift/r1")).isEqualTo(head);
    assertThat(bench.repository.refs())
        .containsExactly("refs/heads/main", "refs/heads/nightshift/r1");
  }

  @Test
  void publishMovesItsOwnBranchAndNoOther() {
    String main = bench.repository.tip("main");
    try (ManagedWorkspace workspace = bench.open("r1");
        ManagedWorkspace second = bench.open("r2")) {
      Workbench.write(workspace, "B.java", "1\n");
      Workbench.commit(workspace);
      workspace.publish();
      Workbench.write(workspace, "B.java", "2\n");
      String head = Workbench.commit(workspace);
      assertThat(workspace.publish()).isEqualTo("nightshift/r1");
      assertThat(bench.repository.tip("nightshift/r1")).isEqualTo(head);

      bench.repository.setRef("refs/heads/nightshift/r2", main);
      Workbench.write(second, "C.java", "1\n");
      String other = Workbench.commit(second);
      assertThat(second.publish()).isEqualTo("nightshift/r2-2");
      assertThat(bench.repository.tip("nightshift/r2")).isEqualTo(main);
      assertThat(bench.repository.tip("nightshift/r2-2")).isEqualTo(other);
    }
  }

  @Test
  void publishesBesideABranchThatTakesTheName() {
    bench.repository.setRef("refs/heads/nightshift", bench.repository.tip("main"));
    try (ManagedWorkspace workspace = bench.open("r1")) {
      Workbench.write(workspace, "B.java", "1\n");
      Workbench.commit(workspace);

      assertThat(workspace.publish()).isEqualTo("nightshift-r1");
    }
  }

  @Test
  void reopensARunAtItsLastCheckpoint() throws IOException {
    ManagedWorkspace lost = bench.open("r1");
    Workbench.write(lost, "B.java", "kept\n");
    String head = Workbench.commit(lost);
    Workbench.write(lost, "C.java", "not kept\n");
    Workbench other = anotherProcess();

    try (ManagedWorkspace workspace =
        Workbench.discardedAtClose(other.workspaces.reopen(RunId.of("r1")))) {
      assertThat(workspace.plan()).isEqualTo(lost.plan());
      assertThat(Workbench.commit(workspace)).isEqualTo(head);
      assertThat(workspace.agentView().files().list(ListQuery.all()))
          .containsExactly("A.java", "B.java", "doc/read.md");
    }
    assertThatThrownBy(() -> other.workspaces.reopen(RunId.of("r1")))
        .isInstanceOfSatisfying(
            WorkspaceException.class,
            e -> assertThat(e.kind()).isEqualTo(WorkspaceException.Kind.NOT_FOUND));
  }

  /** Returns workspaces that know nothing of the open runs, as after a restart. */
  private Workbench anotherProcess() {
    OpenRuns.forget(bench.repository.directory());
    return new Workbench(bench.repository, root);
  }

  @Test
  void refusesToOpenARunTwice() {
    try (ManagedWorkspace workspace = bench.open("r1")) {
      assertThatThrownBy(() -> bench.workspaces.open(workspace.plan()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("r1");
    }
  }

  @Test
  void refusesABranchThatDoesNotExist() {
    GitWorkspaces wrong =
        GitWorkspaces.builder(bench.repository.directory()).target("nope").build();

    assertThatThrownBy(
            () ->
                wrong.plan(
                    dev.nightshift.core.task.Task.builder("T").instructions("i").build(),
                    RunId.of("r")))
        .isInstanceOf(WorkspaceException.class)
        .hasMessageContaining("no branch 'nope'");
  }

  @Test
  void tellsHowFarTheTargetMovedAndWhatItTouched() {
    try (ManagedWorkspace workspace = bench.open("r1")) {
      assertThat(workspace.staleness().isFresh()).isTrue();
      workspace.agentView().files().read("doc/read.md");
      workspace.agentView().files().search(new SearchQuery("needle", "", 10));
      Workbench.write(workspace, "B.java", "1\n");
      Workbench.commit(workspace);

      bench.repository.commit("main", Map.of("doc/read.md", "news\n", "other.txt", "x\n"));
      bench.repository.commit("main", Map.of("B.java", "2\n", "found.txt", "a needle\n"));

      assertThat(workspace.staleness().behind()).isEqualTo(2);
      assertThat(workspace.staleness().overlap())
          .containsExactly("B.java", "doc/read.md", "found.txt");
    }
  }

  @Test
  void interruptEndsASearchOfACommit() {
    try (ManagedWorkspace workspace = bench.open("r1")) {
      TreeView base = workspace.agentView().base();
      Thread.currentThread().interrupt();

      assertThatThrownBy(() -> base.search(new SearchQuery("class", "", 10)))
          .isInstanceOf(WorkspaceException.class)
          .hasMessageContaining("interrupted");
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void baseViewStaysAtTheBase() {
    try (ManagedWorkspace workspace = bench.open("r1")) {
      Workbench.write(workspace, "A.java", "changed\n");
      Workbench.commit(workspace);
      bench.repository.commit("main", Map.of("A.java", "changed too\n"));

      assertThat(workspace.agentView().base().read("A.java").text()).contains("class A {}\n");
      assertThat(workspace.agentView().base().list(new ListQuery("doc", "", 5)))
          .containsExactly("doc/read.md");
      assertThatThrownBy(() -> workspace.agentView().base().read("../x"))
          .isInstanceOfSatisfying(
              WorkspaceException.class,
              e -> assertThat(e.kind()).isEqualTo(WorkspaceException.Kind.PATH_REFUSED));
    }
  }

  @Test
  void baseTellsWhereItsLinksLeadAndFollowsNone() {
    bench.repository.commitLink("main", "AGENTS.md", "doc/read.md");
    try (ManagedWorkspace workspace = bench.open("r1")) {
      TreeView base = workspace.agentView().base();

      assertThat(base.linkTarget("AGENTS.md")).contains("doc/read.md");
      assertThat(base.linkTarget("doc/read.md")).isEmpty();
      assertThat(base.linkTarget("doc/none")).isEmpty();
      assertThatThrownBy(() -> base.read("AGENTS.md")).isInstanceOf(WorkspaceException.class);
    }
  }

  @Test
  void commitsPartialWorkOnAnInterruptedThread() {
    try (ManagedWorkspace workspace = bench.open("r1")) {
      Workbench.write(workspace, "B.java", "1\n");
      Thread.currentThread().interrupt();

      String head = Workbench.commit(workspace);
      String branch = workspace.publish();

      assertThat(Thread.interrupted()).isTrue();
      assertThat(bench.repository.tip(branch)).isEqualTo(head);
    } finally {
      Thread.interrupted();
    }
  }

  @Test
  void refusesARootInsideTheRepository() {
    try (TemporaryRepository work = TemporaryRepository.checkedOut(Map.of("A", "1"))) {
      assertThatThrownBy(
              () ->
                  GitWorkspaces.builder(work.directory())
                      .workspaceRoot(work.directory().resolve("runs"))
                      .build())
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void keepsWhatTheRepositoryTracksInTheDirectoryOfTheHost() throws IOException {
    bench.repository.commit("main", Map.of(".nightshift/config.yml", "a: 1\n"));
    try (ManagedWorkspace workspace = bench.open("r1")) {
      Files.writeString(bench.directory("r1").resolve(".nightshift/config.yml"), "a: 2\n");
      Workbench.write(workspace, "A.java", "class A { int x; }\n");

      String head = Workbench.commit(workspace);

      assertThat(bench.repository.files(head))
          .containsOnlyKeys(".nightshift/config.yml", "A.java", "doc/read.md");
      assertThat(bench.repository.read(head, ".nightshift/config.yml")).isEqualTo("a: 1\n");
    }
  }

  @Test
  void closeForgetsTheRunThoughItsDirectoryStays() throws IOException {
    ManagedWorkspace workspace = bench.open("r1");
    Path parent = bench.directory("r1").getParent().getParent();
    Path aside = Files.move(parent, temporary.resolve("aside"));
    // A link to itself: nothing below it can be deleted, not even by root.
    Files.createSymbolicLink(parent, parent);

    workspace.close();

    assertThat(bench.repository.refs()).containsExactly("refs/heads/main");
    assertThat(aside).isNotEmptyDirectory();
  }

  @Test
  void closingAGateCheckoutThatCannotBeRemovedDoesNotFailTheGate() throws IOException {
    try (ManagedWorkspace workspace = bench.open("r1")) {
      Workbench.write(workspace, "A.java", "class A { int x; }\n");
      var candidate = bench.clean("r1", Workbench.commit(workspace));
      var checkout = bench.queue().checkout(candidate);
      Path parent = bench.directory("r1").getParent().getParent();
      Path aside = Files.move(parent, temporary.resolve("aside"));
      Files.createSymbolicLink(parent, parent);

      checkout.close();

      Files.delete(parent);
      Files.move(aside, parent);
    }
  }

  @Test
  void oddModesOfTheRepositoryAreNoChange() {
    String odd = EvilTrees.commitWithMode(bench.repository.directory(), "A.java", 0100664);
    bench.repository.setRef("refs/heads/main", odd);
    try (ManagedWorkspace workspace = bench.open("r1")) {
      assertThat(Workbench.commit(workspace)).isEqualTo(odd);
    }
  }

  @Test
  void directoryStaysWhenTheLastCheckpointFailed() throws IOException {
    Path directory;
    try (ManagedWorkspace workspace = bench.open("r1")) {
      Workbench.write(workspace, "B.java", "work\n");
      directory = bench.directory("r1");
      Files.move(directory.resolveSibling("git"), temporary.resolve("aside"));

      assertThatThrownBy(() -> Workbench.commit(workspace))
          .isInstanceOf(WorkspaceException.class)
          .hasMessageContaining("the work stays in " + directory);
    }
    assertThat(directory.resolve("B.java")).hasContent("work");
    assertThat(bench.repository.refs()).contains("refs/nightshift/runs/r1/head");
  }
}
