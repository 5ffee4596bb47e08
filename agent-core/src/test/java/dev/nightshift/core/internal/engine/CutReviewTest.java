package dev.nightshift.core.internal.engine;

import static dev.nightshift.core.internal.engine.EngineFixture.changed;
import static dev.nightshift.core.internal.engine.EngineFixture.green;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.agent.ModelReviewer;
import dev.nightshift.core.agent.Review;
import dev.nightshift.core.agent.Reviewer;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.budget.PriceBook;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.journal.Journal;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.ConversationSpec;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.StopReason;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.core.model.UserTurn;
import dev.nightshift.core.provider.ModelRequest;
import dev.nightshift.core.provider.ModelResponse;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.run.Pipeline;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.testing.InMemoryWorkspaces;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What was said against a change stands, also where its process ended before its review did. */
@Timeout(60)
class CutReviewTest {
  private static final ModelId JUDGE = ModelId.parse("custom:judge");
  private static final Review.Escalated NO =
      new Review.Escalated("it leaks", List.of(), List.of(), List.of());
  private static final ConversationSpec SPEC =
      ConversationSpec.builder(JUDGE).system("You review.").maxOutputTokens(100).build();
  private static final String APPROVAL =
      "{\"verdict\":\"approve\",\"findings\":[],\"criteria\":[]}";
  private final Task task = Task.builder("Change A").build();
  private ModelResponse firstAnswer = judged("", "{\"verdict\":\"request_changes\"}");
  private InMemoryWorkspaces workspaces = InMemoryWorkspaces.of(Map.of("A.java", "v0\n"));

  /** Symptom: a host's reviewer that was asked again after the kill approved, and that landed. */
  @Test
  void anObjectionStandsWhenItsProcessEndedWithinTheReview() throws Exception {
    Reviewer objecting =
        request -> {
          request.objected(NO);
          request.conversation(SPEC).send(UserTurn.text("Why?"));
          return NO;
        };

    assertStands(cutBefore("\"is\":\"Answered\"", objecting, request -> Review.approved()));
  }

  /**
   * Symptom: the failure was told again, what had been objected was not, and the next ask landed.
   */
  @Test
  void anObjectionStandsWhenItsProcessEndedBehindTheFailureOfItsReview() throws Exception {
    Reviewer failing =
        request -> {
          request.objected(NO);
          request.wrote(List.of("Leave it."));
          throw new IllegalStateException("broke");
        };

    RunResult result = cutBefore("\"step\":\"heard#1\"", failing, request -> Review.approved());

    assertStands(result);
    assertThat(result.report().rounds().get(0).missingReviews().get(0).why()).contains("Leave it.");
  }

  /**
   * Symptom: the instructions of the reviewer had changed meanwhile; it began anew and approved.
   */
  @Test
  void anObjectionStandsWhenItsReviewBeginsAnewAfterTheKill() throws Exception {
    Reviewer before = ModelReviewer.builder(JUDGE).build();
    Reviewer after = ModelReviewer.builder(JUDGE).instructions("Look for leaks.").build();

    assertStands(cutBefore("\"is\":\"Answered\"", 2, before, after));
  }

  /** An objection that is told again is the same one, and is taken back as it would have been. */
  @Test
  void anApprovalThatIsAffirmedAfterTheKillLands() throws Exception {
    firstAnswer = judged("Leave it unmerged.", APPROVAL);
    Reviewer reviewer = ModelReviewer.builder(JUDGE).build();

    RunResult result = cutBefore("\"is\":\"Answered\"", 2, reviewer, reviewer);

    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
  }

  private void assertStands(RunResult result) {
    assertThat(result.reason()).isEqualTo(EndReason.ESCALATED);
    assertThat(workspaces.targetFiles()).containsEntry("A.java", "v0\n");
  }

  private RunResult cutBefore(String record, Reviewer first, Reviewer second) throws Exception {
    return cutBefore(record, 1, first, second);
  }

  /** Cuts a run off before a record is written for the n-th time. */
  private RunResult cutBefore(String record, int times, Reviewer first, Reviewer second)
      throws Exception {
    Journal whole = Journal.inMemory();
    int kept;
    try (Nightshift nightshift = engine(whole, first, workspaces)) {
      kept = CutJournal.countBefore(record, times, task, nightshift, whole);
    }
    workspaces = InMemoryWorkspaces.of(Map.of("A.java", "v0\n"));
    AtomicInteger processes = new AtomicInteger();
    return CutJournal.resumed(
        kept,
        task,
        workspaces,
        left -> engine(left, processes.getAndIncrement() == 0 ? first : second, workspaces));
  }

  private Nightshift engine(Journal journal, Reviewer reviewer, InMemoryWorkspaces repository) {
    return Nightshift.builder(repository)
        .prices(PriceBook.free(JUDGE))
        .provider((request, context) -> answer(request))
        .journal(journal)
        .pipeline("it", askingTwice(reviewer))
        .build();
  }

  /** It objects first, unless it was told to look for leaks. */
  private ModelResponse answer(ModelRequest request) {
    boolean isFirst =
        request.transcript().turns().stream().noneMatch(AssistantTurn.class::isInstance);
    return isFirst && !request.system().contains("leaks") ? firstAnswer : judged("", APPROVAL);
  }

  private static ModelResponse judged(String text, String call) {
    ContentBlock use = new ContentBlock.ToolUse("u" + text.length(), "submit_review", call);
    List<ContentBlock> blocks =
        text.isEmpty() ? List.of(use) : List.of(new ContentBlock.Text(text), use);
    return ModelResponse.of(
        AssistantTurn.of(JUDGE, StopReason.TOOL_USE, blocks), TokenUsage.of(1, 1));
  }

  /** A pipeline that asks again when a review fails. */
  private static Pipeline askingTwice(Reviewer reviewer) {
    return run -> {
      MergeCandidate candidate = changed(run);
      GateResult gate = run.check(green(), candidate);
      Review review;
      try {
        review = run.review(reviewer, candidate, gate);
      } catch (RuntimeException failed) {
        review = run.review(reviewer, candidate, gate);
      }
      return run.deliver(Delivery.merge(), candidate, gate, List.of(review));
    };
  }
}
