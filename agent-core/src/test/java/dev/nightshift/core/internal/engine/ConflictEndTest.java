package dev.nightshift.core.internal.engine;

import static dev.nightshift.core.internal.engine.EngineFixture.pipeline;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.agent.Assignment;
import dev.nightshift.core.agent.Feedback;
import dev.nightshift.core.agent.Implementer;
import dev.nightshift.core.agent.Outcome;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.merge.ConflictReport.ConflictedPath;
import dev.nightshift.core.merge.ConflictReport.Kind;
import dev.nightshift.core.report.RunReport;
import dev.nightshift.core.report.TargetConflict;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.tree.ChangedFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is kept and reported of work that a conflict, or the agent itself, took away again. */
class ConflictEndTest {
  private final EngineFixture fixture =
      new EngineFixture(Map.of("A.java", "v0\n", "B.java", "b0\n", "old.txt", "1\n2\n3\n4\n5\n"));
  private final Task task = Task.builder("Change A").build();
  private final List<Feedback> told = new ArrayList<>();
  private String work = "";

  @AfterEach
  void nothingIsLeftOpen() {
    fixture.close();
    fixture.workspaces.assertNothingOpen();
  }

  /** Round one changes A, the gate is red, and round two takes the change back. */
  @Test
  void anEmptyEndAfterEarlierWorkKeepsThatWorkOnABranch() throws Exception {
    RunResult result =
        fixture.nightshift.run(
            task,
            pipeline(EngineFixture.writes("A.java", "mine\n", "v0\n"))
                .gate(
                    (candidate, context) -> {
                      work = candidate.headCommit();
                      return GateResult.failed("red", "always");
                    })
                .build());

    RunReport report = result.report();
    assertThat(result.reason()).isEqualTo(EndReason.EMPTY_DIFF);
    assertThat(fixture.workspaces.branches()).containsEntry(report.branch(), work);
    assertThat(report.commits().head()).isEqualTo(work);
    assertThat(report.ending().detail())
        .contains("from the base. An earlier round")
        .contains("that work is kept, at " + work);
    assertThat(report.patch()).contains("+mine");
    assertThat(report.changedFiles()).extracting(ChangedFile::path).containsExactly("A.java");
  }

  @Test
  void nothingToDoAfterEarlierWorkKeepsThatWorkOnABranch() throws Exception {
    Implementer implementer =
        assignment -> {
          told.add(assignment.feedback());
          write(assignment, "A.java", told.size() == 1 ? "mine\n" : "v0\n");
          return told.size() == 1
              ? new Outcome.Changed("done")
              : new Outcome.NothingToDo("it is right as it was", "I looked");
        };

    RunResult result =
        fixture.nightshift.run(task, pipeline(implementer).gate(EngineFixture.red()).build());

    assertThat(result.reason()).isEqualTo(EndReason.NOTHING_TO_DO);
    assertThat(fixture.workspaces.branches()).containsKey(result.report().branch());
    assertThat(result.report().patch()).contains("+mine");
  }

  @Test
  void aConflictThatIsNeverResolvedKeepsTheWorkBeforeItAndIsReported() throws Exception {
    Implementer implementer =
        assignment -> {
          if (told.isEmpty()) {
            write(assignment, "A.java", "mine\n");
            fixture.workspaces.advanceTarget(Map.of("A.java", "theirs\n"));
          }
          told.add(assignment.feedback());
          return new Outcome.Changed("done");
        };

    RunReport report = fixture.nightshift.run(task, pipeline(implementer).build()).report();

    TargetConflict conflict = report.conflict().orElseThrow();
    assertThat(report.reason()).isEqualTo(EndReason.CONFLICTED);
    assertThat(conflict.isOpen()).isTrue();
    assertThat(conflict.report().paths())
        .extracting(ConflictedPath::path)
        .containsExactly("A.java");
    assertThat(fixture.workspaces.filesOf(conflict.workBefore())).containsEntry("A.java", "mine\n");
    String tip = fixture.workspaces.branches().get(report.branch());
    assertThat(fixture.workspaces.parentsOf(tip)).contains(conflict.workBefore());
  }

  /** The target renames a file the agent edited, and the agent has nothing to add. */
  @Test
  void aRenameOnTheTargetNeedsNothingOfTheAgentAndLands() throws Exception {
    Implementer implementer =
        assignment -> {
          write(assignment, "old.txt", "1\n2\nthree\n4\n5\n");
          fixture.workspaces.renameOnTarget("old.txt", "new.txt");
          return new Outcome.Changed("three is spelt out");
        };

    RunResult result = fixture.nightshift.run(task, pipeline(implementer).build());

    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
    assertThat(fixture.workspaces.targetFiles())
        .containsEntry("new.txt", "1\n2\nthree\n4\n5\n")
        .doesNotContainKey("old.txt");
  }

  /** No round could win: in the new place the change is forbidden, and undone it is lost. */
  @Test
  void aFileThatTheTargetRenamedOutOfTheAllowedPathsEndsTheRunWithItsWork() throws Exception {
    Task narrow = Task.builder("Change it").allowPath("old.txt").allowPath("A.java").build();
    Implementer implementer =
        assignment -> {
          told.add(assignment.feedback());
          write(assignment, "old.txt", "1\n2\nthree\n4\n5\n");
          fixture.workspaces.renameOnTarget("old.txt", "new.txt");
          return new Outcome.Changed("three is spelt out");
        };

    RunReport report = fixture.nightshift.run(narrow, pipeline(implementer).build()).report();

    assertThat(report.reason()).isEqualTo(EndReason.ESCALATED);
    assertThat(report.ending().detail())
        .contains("renamed old.txt", "to new.txt", "outside the paths the task allows");
    assertThat(told).hasSize(1);
    assertThat(report.patch()).contains("+three");
    assertThat(fixture.workspaces.branches()).containsKey(report.branch());
  }

  @Test
  void aRenameOnTheTargetIsToldWithItsNewName() throws Exception {
    List<Feedback> moved = new ArrayList<>();
    Implementer implementer =
        assignment -> {
          told.add(assignment.feedback());
          assignment.targetMoved().ifPresent(moved::add);
          if (told.size() == 1) {
            write(assignment, "old.txt", "1\n2\nthree\n4\n5\n");
          }
          return new Outcome.Changed("done");
        };

    fixture.nightshift.run(
        task,
        pipeline(implementer)
            .gate(
                (candidate, context) -> {
                  if (moved.isEmpty() && told.size() == 1) {
                    fixture.workspaces.renameOnTarget("old.txt", "new.txt");
                    return GateResult.failed("red", "once");
                  }
                  return GateResult.passed("green", "ok");
                })
            .build());

    Feedback.BaseMoved news = (Feedback.BaseMoved) moved.get(0);
    assertThat(news.notice().staleness().renamed())
        .containsExactly(Map.entry("old.txt", "new.txt"));
    assertThat(news.notice().changedUnderIt()).startsWith("--- a/old.txt\n+++ b/new.txt\n");
  }

  @Test
  void aResolvedConflictIsReportedAsResolved() throws Exception {
    Implementer implementer =
        assignment -> {
          told.add(assignment.feedback());
          write(assignment, "A.java", told.size() == 1 ? "mine\n" : "both\n");
          if (told.size() == 1) {
            fixture.workspaces.deleteOnTarget("A.java");
          } else {
            assignment.workspace().files().delete("A.java.of-branch");
          }
          return new Outcome.Changed("done");
        };

    RunResult result = fixture.nightshift.run(task, pipeline(implementer).build());

    TargetConflict conflict = result.report().conflict().orElseThrow();
    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
    assertThat(conflict.isOpen()).isFalse();
    assertThat(conflict.report().paths())
        .extracting(ConflictedPath::kind)
        .containsExactly(Kind.MODIFY_DELETE);
    assertThat(fixture.workspaces.targetFiles())
        .containsEntry("A.java", "both\n")
        .doesNotContainKey("A.java.of-branch");
  }

  private static void write(Assignment assignment, String path, String text) {
    assignment.workspace().files().write(path, text.getBytes(UTF_8));
  }
}
