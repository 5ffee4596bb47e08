package dev.nightshift.core.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.command.Command;
import dev.nightshift.core.command.CommandResult;
import dev.nightshift.core.merge.ConflictReport;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.tree.Change;
import dev.nightshift.core.tree.ChangedFile;
import dev.nightshift.core.tree.ListQuery;
import dev.nightshift.core.tree.SearchQuery;
import dev.nightshift.core.tree.SearchResult;
import dev.nightshift.core.tree.WorkspaceFiles;
import dev.nightshift.core.workspace.BranchWorkspace;
import dev.nightshift.core.workspace.ManagedWorkspace;
import dev.nightshift.core.workspace.Staleness;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InMemoryWorkspacesTest {
  private static final Task TASK = Task.builder("fix").build();
  private static final RunId RUN = RunId.of("r1");
  private final InMemoryWorkspaces workspaces =
      InMemoryWorkspaces.of(Map.of("A.java", "a1\na2\na3\n", "src/B.java", "b\n", "C.txt", "c\n"));
  private final ManagedWorkspace workspace = workspaces.open(workspaces.plan(TASK, RUN));
  private final BranchWorkspace agent = workspace.agentView();

  @Test
  void plansTheTipOfMainAndABranchNamedAfterTheRun() {
    assertThat(workspace.plan().baseCommit())
        .isEqualTo(workspaces.targetCommit())
        .matches("[0-9a-f]{40}");
    assertThat(workspace.plan().target()).isEqualTo("main");
    assertThat(agent.branch()).isEqualTo("nightshift/r1");
  }

  @Test
  void hasTheSameIdsForTheSameHistory() {
    InMemoryWorkspaces twin = InMemoryWorkspaces.of(workspaces.targetFiles());

    assertThat(twin.targetCommit()).isEqualTo(workspaces.targetCommit());
    assertThat(twin.advanceTarget(Map.of("A.java", "x")))
        .isEqualTo(workspaces.advanceTarget(Map.of("A.java", "x")));
  }

  @Test
  void commitsNothingWhenNothingChanged() {
    String base = agent.baseCommit();

    assertThat(workspace.checkpoint("nothing", List.of())).isEqualTo(base);
    write("A.java", "other");
    write("A.java", "a1\na2\na3\n");

    assertThat(workspace.checkpoint("nothing", List.of())).isEqualTo(base);
    assertThat(workspace.change().isEmpty()).isTrue();
  }

  @Test
  void commitsWhatChangedWithTrailers() {
    write("A.java", "a1\nnew\na3\n");

    String head = workspace.checkpoint("Fix it", List.of("p:m", "p:m", "q:n"));

    assertThat(workspaces.parentsOf(head)).containsExactly(agent.baseCommit());
    assertThat(workspaces.filesOf(head)).containsEntry("A.java", "a1\nnew\na3\n");
    assertThat(workspaces.messageOf(head))
        .isEqualTo("Fix it\n\nNightshift-Run: r1\nAssisted-by: p:m\nAssisted-by: q:n\n");
    assertThat(workspaces.targetCommit()).isEqualTo(agent.baseCommit());
  }

  @Test
  void showsTheChangeAsGitWould() {
    write("A.java", "a1\nnew\na3\n");
    write("N.java", "n");
    agent.files().delete("C.txt");
    workspace.checkpoint("Fix it", List.of());

    Change change = workspace.change();

    assertThat(change.files())
        .containsExactly(
            new ChangedFile("A.java", ChangedFile.Kind.MODIFIED, 1, 1),
            new ChangedFile("C.txt", ChangedFile.Kind.DELETED, 0, 1),
            new ChangedFile("N.java", ChangedFile.Kind.ADDED, 1, 0));
    assertThat(change.patch())
        .isEqualTo(
            """
            diff --git a/A.java b/A.java
            --- a/A.java
            +++ b/A.java
            @@ -1,3 +1,3 @@
             a1
            -a2
            +new
             a3
            diff --git a/C.txt b/C.txt
            deleted file mode 100644
            --- a/C.txt
            +++ /dev/null
            @@ -1 +0,0 @@
            -c
            diff --git a/N.java b/N.java
            new file mode 100644
            --- /dev/null
            +++ b/N.java
            @@ -0,0 +1 @@
            +n
            \\ No newline at end of file
            """);
    assertThat(change.truncated()).isFalse();
  }

  @Test
  void aLongFileHidesNoOtherFile() {
    write("Big.txt", "line\n".repeat(Change.MAX_PATCH_CHARS / 5));
    write("A.java", "x\n");
    write("Z.java", "z\n");
    workspace.checkpoint("Much", List.of());

    Change change = workspace.change();

    assertThat(change.truncated()).isFalse();
    assertThat(change.files()).hasSize(3);
    assertThat(change.patch())
        .contains("+++ b/A.java", "+++ b/Z.java", "[not shown, too long for this diff: ")
        .doesNotContain("+++ b/Big.txt");
    assertThat(new String(change.patchFile().bytes(), StandardCharsets.UTF_8))
        .contains("A.java", "Big.txt", "Z.java");
  }

  @Test
  void comparesBinaryFilesWithoutTheirLines() {
    agent.files().write("logo.png", new byte[] {0, 1, 2});
    workspace.checkpoint("Logo", List.of());

    assertThat(workspace.change().patch())
        .endsWith(
            "new file mode 100644\n[not shown as text: before: absent; after: 3 bytes, SHA-256"
                + " ae4b3280e56e2faf83f414a6e3dabe9d5fbe18976544c05fed121accb85b53fc]\n");
  }

  @Test
  void keepsTheBaseReadableWhateverHappensToTheBranch() {
    write("A.java", "changed");

    assertThat(agent.base().read("A.java").text()).contains("a1\na2\na3\n");
    assertThat(agent.files().read("A.java").text()).contains("changed");
  }

  @Test
  void listsAndSearchesFiles() {
    assertThat(agent.files().list(ListQuery.all()))
        .containsExactly("A.java", "C.txt", "src/B.java");
    assertThat(agent.files().list(new ListQuery("src", "", 10))).containsExactly("src/B.java");
    assertThat(agent.files().list(new ListQuery("", "*.java", 1))).containsExactly("A.java");
    assertThat(agent.files().search(new SearchQuery("^a[23]$", "*.java", 10)).matches())
        .containsExactly(
            new SearchResult.Match("A.java", 2, "a2"), new SearchResult.Match("A.java", 3, "a3"));
  }

  @Test
  void refusesPathsThatLeaveTheWorkspace() {
    WorkspaceFiles files = agent.files();

    for (String path :
        List.of(
            "/etc/passwd",
            "../x",
            "src/../../x",
            ".git/config",
            ".GIT./x",
            ".g\u200cit/config",
            "GIT~2/config",
            ".nightshift/output.txt",
            "./A.java",
            "a//b",
            "a/./b",
            "a\\b",
            "C:/x",
            "~/x",
            "a/",
            "")) {
      assertThatThrownBy(() -> files.write(path, new byte[0]))
          .as(path)
          .isInstanceOfSatisfying(
              WorkspaceException.class,
              refused ->
                  assertThat(refused.kind()).isEqualTo(WorkspaceException.Kind.PATH_REFUSED));
    }
    files.write("src/D.java", new byte[0]);
    assertThat(files.list(new ListQuery("src/", "", 10))).contains("src/D.java");
  }

  @Test
  void tellsDirectoriesAndMissingFilesApart() {
    assertThat(kindOf(() -> agent.files().read("src")))
        .isEqualTo(WorkspaceException.Kind.NOT_A_FILE);
    assertThat(kindOf(() -> agent.files().delete("src")))
        .isEqualTo(WorkspaceException.Kind.NOT_A_FILE);
    assertThat(kindOf(() -> write("src", ""))).isEqualTo(WorkspaceException.Kind.NOT_A_FILE);
    assertThat(kindOf(() -> write("A.java/x", ""))).isEqualTo(WorkspaceException.Kind.NOT_A_FILE);
    assertThat(kindOf(() -> agent.files().read("no"))).isEqualTo(WorkspaceException.Kind.NOT_FOUND);
    assertThat(kindOf(() -> agent.files().delete("no")))
        .isEqualTo(WorkspaceException.Kind.NOT_FOUND);
    assertThat(kindOf(() -> agent.files().write("big", new byte[10_000_001])))
        .isEqualTo(WorkspaceException.Kind.TOO_LARGE);
  }

  @Test
  void isFreshUntilTheTargetMoves() {
    assertThat(workspace.staleness().isFresh()).isTrue();

    workspaces.advanceTarget(Map.of("New.java", "n"));
    workspaces.advanceTarget(Map.of("New.java", "m"));

    Staleness staleness = workspace.staleness();
    assertThat(staleness.behind()).isEqualTo(2);
    assertThat(staleness.targetCommit()).isEqualTo(workspaces.targetCommit());
    assertThat(staleness.overlap()).isEmpty();
  }

  @Test
  void overlapsWhatTheRunReadOrChanged() {
    agent.files().read("A.java");
    agent.base().read("C.txt");
    write("src/B.java", "mine");

    workspaces.advanceTarget(Map.of("A.java", "x", "src/B.java", "y", "D.java", "d"));
    workspaces.deleteOnTarget("C.txt");

    assertThat(workspace.staleness().overlap()).containsExactly("A.java", "C.txt", "src/B.java");
  }

  @Test
  void overlapsNewsThatAQueryOfTheRunWouldShow() {
    agent.files().list(new ListQuery("src", "*.java", 10));
    agent.files().search(new SearchQuery("TODO", "*.txt", 10));

    workspaces.advanceTarget(
        Map.of(
            "src/New.java", "n",
            "src/New.md", "not listed",
            "src/B.java", "listed, but still there",
            "C.txt", "TODO found now",
            "D.txt", "never found"));

    assertThat(workspace.staleness().overlap()).containsExactly("C.txt", "src/New.java");
  }

  @Test
  void whatACommandReadsIsNotSeenAsInGit() throws Exception {
    workspaces.onCommand(
        (command, files) -> {
          files.read("A.java");
          files.search(new SearchQuery("news", "", 10));
          files.write("src/New.java", new byte[] {'n'});
          return CommandResult.builder(0, "").build();
        });

    agent.run(Command.of("grep", "-r", "news"));
    workspaces.advanceTarget(Map.of("A.java", "news"));

    assertThat(workspace.staleness().overlap()).isEmpty();
    assertThat(read("src/New.java")).isEqualTo("n");
  }

  @Test
  void refreshMergesWhatItCanAndMarksTheRest() {
    write("A.java", "a1\nmine\na3\n");
    write("src/B.java", "b\nmine\n");
    workspace.checkpoint("Mine", List.of());
    String tip = workspaces.advanceTarget(Map.of("A.java", "a1\ntheirs\na3\n", "C.txt", "news\n"));

    ConflictReport report = workspace.refresh();

    String hunk = "<<<<<<< nightshift/r1\nmine\n||||||| base\na2\n=======\ntheirs\n>>>>>>> main\n";
    assertThat(report.targetCommit()).isEqualTo(tip);
    assertThat(report.paths())
        .containsExactly(
            new ConflictReport.ConflictedPath("A.java", ConflictReport.Kind.CONTENT, hunk));
    assertThat(read("A.java")).isEqualTo("a1\n" + hunk + "a3\n");
    assertThat(read("C.txt")).isEqualTo("news\n");
    assertThat(read("src/B.java")).isEqualTo("b\nmine\n");
  }

  @Test
  void recordsARefreshAsSecondParentAndCountsFromThere() {
    write("src/B.java", "mine\n");
    String head = workspace.checkpoint("Mine", List.of());
    String tip = workspaces.advanceTarget(Map.of("A.java", "theirs\n"));

    assertThat(workspace.refresh().paths()).isEmpty();
    String merged = workspace.checkpoint("Merge main", List.of());

    assertThat(workspaces.parentsOf(merged)).containsExactly(head, tip);
    assertThat(workspace.staleness().isFresh()).isTrue();
    assertThat(workspace.change().baseCommit()).isEqualTo(tip);
    assertThat(workspace.change().files())
        .extracting(ChangedFile::path)
        .containsExactly("src/B.java");
    assertThat(agent.baseCommit()).isEqualTo(workspace.plan().baseCommit());
  }

  @Test
  void refreshOfAFreshRunChangesNothing() {
    assertThat(workspace.refresh().paths()).isEmpty();
    assertThat(workspace.checkpoint("nothing", List.of())).isEqualTo(agent.baseCommit());
  }

  @Test
  void namesEveryKindOfConflict() {
    write("A.java", "changed\n");
    write("New.java", "mine\n");
    agent.files().write("C.txt", new byte[] {0, 1});
    write("dir", "a file\n");
    workspace.checkpoint("Mine", List.of());
    workspaces.deleteOnTarget("A.java");
    workspaces.advanceTarget(Map.of("New.java", "theirs\n", "C.txt", "text\n", "dir/x", "below\n"));

    assertThat(workspace.refresh().paths())
        .extracting(ConflictReport.ConflictedPath::path, ConflictReport.ConflictedPath::kind)
        .containsExactlyInAnyOrder(
            tuple("A.java", ConflictReport.Kind.MODIFY_DELETE),
            tuple("New.java", ConflictReport.Kind.ADD_ADD),
            tuple("C.txt", ConflictReport.Kind.NOT_MERGEABLE),
            tuple("dir", ConflictReport.Kind.NOT_MERGEABLE));
  }

  @Test
  void boundsTheConflictReport() {
    for (int i = 0; i < 60; i++) {
      write("f" + i, "mine\n".repeat(i == 0 ? 2_000 : 1));
    }
    workspace.checkpoint("Mine", List.of());
    for (int i = 0; i < 60; i++) {
      workspaces.advanceTarget(Map.of("f" + i, "theirs\n"));
    }

    ConflictReport report = workspace.refresh();

    assertThat(report.truncated()).isTrue();
    assertThat(report.paths()).hasSize(50);
    assertThat(report.paths()).allSatisfy(path -> assertThat(path.hunks()).hasSizeLessThan(4_001));
  }

  @Test
  void publishesTheLastCheckpointAndKeepsItAfterClosing() {
    write("A.java", "kept\n");
    String head = workspace.checkpoint("Mine", List.of());
    write("A.java", "not committed\n");

    String branch = workspace.publish();
    workspace.discard();
    workspace.close();

    assertThat(workspaces.branches()).containsEntry(branch, head).hasSize(2);
    assertThat(workspaces.filesOf(head)).containsEntry("A.java", "kept\n");
    workspaces.assertNothingOpen();
  }

  @Test
  void showsNoBranchUntilItIsPublished() {
    write("A.java", "x");
    workspace.checkpoint("Mine", List.of());

    assertThat(workspaces.branches()).containsOnlyKeys("main");
  }

  @Test
  void reopensARunAtItsLastCheckpoint() {
    agent.files().read("C.txt");
    write("A.java", "kept\n");
    String head = workspace.checkpoint("Mine", List.of());
    write("A.java", "lost\n");

    ManagedWorkspace again = workspaces.reopen(RUN);

    assertThat(again.agentView().files().read("A.java").text()).contains("kept\n");
    assertThat(again.change().headCommit()).isEqualTo(head);
    workspaces.advanceTarget(Map.of("C.txt", "news"));
    assertThat(again.staleness().overlap()).containsExactly("C.txt");
  }

  @Test
  void opensARunOnceAndReopensOnlyWhatIsOpen() {
    assertThatThrownBy(() -> workspaces.open(workspace.plan()))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(workspaces::assertNothingOpen)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("r1");
    workspace.discard();

    assertThat(kindOf(() -> workspaces.reopen(RUN))).isEqualTo(WorkspaceException.Kind.NOT_FOUND);
    assertThat(kindOf(workspace::change)).isEqualTo(WorkspaceException.Kind.NOT_FOUND);
    assertThat(kindOf(agent::files)).isEqualTo(WorkspaceException.Kind.NOT_FOUND);
  }

  @Test
  void runsNoCommandUnlessScripted() throws Exception {
    CommandResult result = agent.run(Command.of("mvn", "test"));

    assertThat(result.exitCode()).isEqualTo(127);
    assertThat(result.output()).contains("onCommand");
  }

  @Test
  void playsScriptedCommandsOnTheFilesAtHand() throws Exception {
    workspaces.onCommand(
        (command, files) -> {
          files.write("out.txt", command.toDisplay().getBytes(StandardCharsets.UTF_8));
          return CommandResult.builder(0, "formatted").build();
        });

    assertThat(agent.run(Command.of("format", "all")).output()).isEqualTo("formatted");
    assertThat(read("out.txt")).isEqualTo("format all");

    workspaces.onCommand(command -> CommandResult.builder(3, command.toDisplay()).build());
    assertThat(agent.run(Command.shell("ls | wc")).exitCode()).isEqualTo(3);
  }

  @Test
  void runsNoCommandOnAnInterruptedThread() {
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> agent.run(Command.of("x"))).isInstanceOf(InterruptedException.class);
  }

  private void write(String path, String text) {
    agent.files().write(path, text.getBytes(StandardCharsets.UTF_8));
  }

  private String read(String path) {
    return agent.files().read(path).text().orElseThrow();
  }

  private static WorkspaceException.Kind kindOf(Runnable action) {
    try {
      action.run();
    } catch (WorkspaceException refused) {
      return refused.kind();
    }
    throw new AssertionError("nothing was refused");
  }
}
