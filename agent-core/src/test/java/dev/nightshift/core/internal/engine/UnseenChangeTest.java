package dev.nightshift.core.internal.engine;

import static dev.nightshift.core.internal.engine.EngineFixture.approving;
import static dev.nightshift.core.internal.engine.EngineFixture.candidate;
import static dev.nightshift.core.internal.engine.EngineFixture.green;
import static dev.nightshift.core.internal.engine.EngineFixture.pipeline;
import static dev.nightshift.core.internal.engine.EngineFixture.writes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.agent.Feedback;
import dev.nightshift.core.agent.Implementer;
import dev.nightshift.core.agent.Outcome;
import dev.nightshift.core.agent.Review;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.gate.MergeGate;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.run.Pipeline;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.tree.WorkspaceFiles;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An approval of something nobody saw merges nothing, in any pipeline. */
class UnseenChangeTest {
  private static final String LOGO = "\0\1\2";
  private final EngineFixture fixture =
      new EngineFixture(Map.of("A.java", "v0\n", "old.png", "\0\3\4"));
  private final Task task = Task.builder("Change A").build();

  @AfterEach
  void nothingIsLeftOpen() {
    fixture.close();
    fixture.workspaces.assertNothingOpen();
  }

  @Test
  void aBinaryFileNobodyAllowedIsProposed() throws Exception {
    RunResult result = fixture.nightshift.run(task, pipeline(writes("logo.png", LOGO)).build());

    assertThat(result.reason()).isEqualTo(EndReason.PROPOSED);
    assertThat(result.report().ending().detail())
        .contains("nobody could see", "logo.png", "allowBinary");
    assertThat(fixture.workspaces.targetFiles()).doesNotContainKey("logo.png");
  }

  @Test
  void aBinaryFileTheTaskAllowsLandsAndIsListed() throws Exception {
    Task drawing = Task.builder("Draw").allowBinary("*.png").build();

    RunResult result = fixture.nightshift.run(drawing, pipeline(writes("logo.png", LOGO)).build());

    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
    assertThat(result.report().toMarkdown())
        .contains("`logo.png` not shown, before: absent; after: 3 bytes, SHA-256 ae4b3280");
    assertThat(result.report().toJson()).contains("\"sha256After\" : \"ae4b3280");
  }

  @Test
  void aChangeOfAnAllowedNameOnlyAllowsThatName() throws Exception {
    Task drawing = Task.builder("Draw").allowBinary("docs/**").build();

    RunResult result = fixture.nightshift.run(drawing, pipeline(writes("logo.png", LOGO)).build());

    assertThat(result.reason()).isEqualTo(EndReason.PROPOSED);
  }

  @Test
  void aTextThatBecomesBinaryIsProposed() throws Exception {
    RunResult result = fixture.nightshift.run(task, pipeline(writes("A.java", LOGO)).build());

    assertThat(result.reason()).isEqualTo(EndReason.PROPOSED);
  }

  @Test
  void aDeletedBinaryIsSeenByItsName() throws Exception {
    Implementer deleting =
        assignment -> {
          assignment.workspace().files().delete("old.png");
          return new Outcome.Changed("deleted");
        };

    RunResult result = fixture.nightshift.run(task, pipeline(deleting).build());

    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
    assertThat(result.report().patch()).contains("before: 3 bytes, SHA-256", "after: absent");
  }

  @Test
  void aBinaryThatBecomesTextIsSeen() throws Exception {
    RunResult result = fixture.nightshift.run(task, pipeline(writes("old.png", "text\n")).build());

    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
    assertThat(result.report().patch())
        .contains("[was no text: 3 bytes, SHA-256 ", "+text\n")
        .doesNotContain("not shown");
    assertThat(result.report().toMarkdown())
        .contains("- `old.png` +1 −0, was no text: 3 bytes, SHA-256 ")
        .doesNotContain("not shown");
  }

  @Test
  void aPipelineOfOnesOwnCannotMergeItEither() throws Exception {
    Pipeline own =
        run -> {
          run.implement(writes("logo.png", LOGO), Feedback.none());
          MergeCandidate candidate = candidate(run);
          GateResult gate = run.check(green(), candidate);
          Review review = run.review(approving(), candidate, gate);
          return run.end(run.tryDeliver(Delivery.merge(), candidate, gate, List.of(review)));
        };

    assertThat(fixture.nightshift.run(task, own).reason()).isEqualTo(EndReason.PROPOSED);
  }

  @Test
  void aBinaryThatOnlyTheFreshMergeBringsIsProposed() throws Exception {
    Implementer both =
        assignment -> {
          WorkspaceFiles files = assignment.workspace().files();
          files.write("A.java", "v1\n".getBytes(StandardCharsets.UTF_8));
          files.write("logo.png", LOGO.getBytes(StandardCharsets.UTF_8));
          fixture.workspaces.advanceTarget(Map.of("logo.png", LOGO));
          return new Outcome.Changed("as on the target");
        };
    AtomicInteger gates = new AtomicInteger();
    MergeGate targetLosesItMeanwhile =
        (candidate, context) -> {
          if (gates.incrementAndGet() == 1) {
            assertThat(context.change().files()).hasSize(1);
            fixture.workspaces.deleteOnTarget("logo.png");
          }
          return GateResult.passed("green", "nothing to object");
        };

    RunResult result =
        fixture.nightshift.run(task, pipeline(both).gate(targetLosesItMeanwhile).build());

    assertThat(result.reason()).isEqualTo(EndReason.PROPOSED);
    assertThat(result.report().ending().detail()).contains("logo.png");
    assertThat(gates).hasValue(2);
    assertThat(fixture.workspaces.targetFiles()).containsEntry("A.java", "v0\n");
  }

  private static String lockFile() {
    return "line\n".repeat(100_000);
  }

  @Test
  void aTextTooLongToShowIsProposedWithTheReason() throws Exception {
    RunResult result = fixture.nightshift.run(task, pipeline(writes("lock", lockFile())).build());

    assertThat(result.reason()).isEqualTo(EndReason.PROPOSED);
    assertThat(result.report().branch()).isNotEmpty();
    assertThat(result.report().ending().detail())
        .contains("nobody could see the new content of lock", "too long for the diff");
  }

  @Test
  void aLockFileTheTaskAllowsLandsBySizeAndHash() throws Exception {
    Task update = Task.builder("Update").allowBinary("lock").build();

    RunResult result = fixture.nightshift.run(update, pipeline(writes("lock", lockFile())).build());

    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
    assertThat(result.report().toMarkdown())
        .contains("- `lock` +100000 −0 not shown, before: absent; after: 500000 bytes, SHA-256 ");
    assertThat(result.report().toJson()).contains("\"shown\" : \"not_shown\"");
  }

  @Test
  void aDeletedTextTooLongToShowIsSeenByItsName() throws Exception {
    fixture.workspaces.advanceTarget(Map.of("lock", lockFile()));
    Implementer deleting =
        assignment -> {
          assignment.workspace().files().delete("lock");
          return new Outcome.Changed("deleted");
        };

    RunResult result = fixture.nightshift.run(task, pipeline(deleting).build());

    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
  }

  @Test
  void aChangeOfMoreFilesThanADiffHoldsIsProposedWithTheReason() throws Exception {
    Implementer many =
        assignment -> {
          for (int file = 0; file < 5_000; file++) {
            byte[] text = "x\n".getBytes(StandardCharsets.UTF_8);
            assignment.workspace().files().write("f" + file, text);
          }
          return new Outcome.Changed("many");
        };

    RunResult result = fixture.nightshift.run(task, pipeline(many).build());

    assertThat(result.reason()).isEqualTo(EndReason.PROPOSED);
    assertThat(result.report().ending().detail()).contains("the diff is larger than 400000");
    assertThat(result.report().toJson()).contains("\"diffTruncated\" : true");
  }

  @Test
  void aTextWithANulIsSeenAndMerged() throws Exception {
    String hidden = "key = a + '\0' + b;\nwipe();\n";

    RunResult result = fixture.nightshift.run(task, pipeline(writes("A.java", hidden)).build());

    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
    assertThat(result.report().patch())
        .contains("+key = a + '\u27e6U+0000\u27e7' + b;\n+wipe();\n")
        .doesNotContain("\0");
  }
}
