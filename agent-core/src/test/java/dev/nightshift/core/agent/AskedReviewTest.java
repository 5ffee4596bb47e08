package dev.nightshift.core.agent;

import static dev.nightshift.core.agent.Turns.MODEL;
import static dev.nightshift.core.agent.Turns.raw;
import static dev.nightshift.core.agent.Turns.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.StopReason;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Words beside an approval that may object, and may not, are asked about once. */
class AskedReviewTest {
  private static final String MET = "'criteria':[{'index':0,'met':true},{'index':1,'met':true}]";
  private static final String APPROVAL = "{'verdict':'approve'," + MET + "}";
  private static final String DOUBTFUL = "The implementation must not be merged.";
  private final FakeReviewRequest request = new FakeReviewRequest();
  private final FakeConversation model = request.conversation;

  @Test
  void theReviewerIsAskedWithItsOwnWords() throws Exception {
    review(saying("It is small.\n" + DOUBTFUL, APPROVAL), submit("2", APPROVAL));

    assertThat(model.calls()).isEqualTo(2);
    assertThat(model.notes(1))
        .contains("and also wrote: «" + DOUBTFUL + "». Which counts?")
        .doesNotContain("It is small");
    assertThat(model.result(1, "1").isError()).isTrue();
  }

  @Test
  void anApprovalThatIsGivenAgainCountsAndTellsTheWords() throws Exception {
    Review review =
        review(
            saying(DOUBTFUL, APPROVAL), saying("Approve counts, not request_changes.", APPROVAL));

    assertThat(((Review.Approved) review).askedAbout()).containsExactly(DOUBTFUL);
  }

  @Test
  void anObjectionThatIsTheAnswerCounts() throws Exception {
    String changes =
        "{'verdict':'request_changes','request':{'path':'A.java','problem':'p',"
            + "'required_change':'c','how_to_verify':'v'}}";

    assertThat(review(saying(DOUBTFUL, APPROVAL), submit("2", changes)))
        .isInstanceOf(Review.ChangesRequested.class);
  }

  @Test
  void aPlainObjectionBesideTheSecondApproveBlocks() throws Exception {
    assertThat(review(saying(DOUBTFUL, APPROVAL), saying("I request changes.", APPROVAL)))
        .isInstanceOf(Review.Escalated.class);
  }

  @Test
  void whatIsNoVerdictAfterTheQuestionGoesToAHuman() throws Exception {
    Review review = review(saying(DOUBTFUL, APPROVAL), text("Approve, of course."));

    assertThat(((Review.Escalated) review).reason())
        .startsWith("no usable verdict: ")
        .contains("also wrote: «" + DOUBTFUL + "»");
  }

  @Test
  void aCallThatCannotBeUsedAfterTheQuestionGoesToAHuman() throws Exception {
    assertThat(review(saying(DOUBTFUL, APPROVAL), submit("2", "{'verdict':'approve'}")))
        .isInstanceOf(Review.Escalated.class);
  }

  /** A structured objection is never asked about. */
  @Test
  void anObjectionThatWasSubmittedStillBlocks() throws Exception {
    assertThat(review(submit("1", "{'verdict':'request_changes'}"), saying(DOUBTFUL, APPROVAL)))
        .isInstanceOf(Review.Escalated.class);
  }

  @Test
  void wordsBeforeTheReminderAreAskedAboutToo() throws Exception {
    Review review = review(text(DOUBTFUL), submit("1", APPROVAL), submit("2", APPROVAL));

    assertThat(((Review.Approved) review).askedAbout()).containsExactly(DOUBTFUL);
  }

  @Test
  void wordsInTheCallAreAskedAbout() throws Exception {
    String call = "{'verdict':'approve'," + MET + ",'reason':'" + DOUBTFUL + "'}";

    Review review = review(submit("1", call), submit("2", call));

    assertThat(((Review.Approved) review).askedAbout()).containsExactly(DOUBTFUL);
  }

  @Test
  void whereNoCallIsLeftToAskThereIsNoVerdict() throws Exception {
    model.willAnswer(saying(DOUBTFUL, APPROVAL));

    Review review =
        ModelReviewer.builder(ModelId.parse("fake:model")).maxSteps(1).build().review(request);

    assertThat(((Review.Escalated) review).reason())
        .contains("none within 1 model calls", "«" + DOUBTFUL + "»");
  }

  @Test
  void theWordsAreOneVisibleLineAndCut() throws Exception {
    String said = ("Nobody should\u202e accept it: " + "line ".repeat(400) + ".\n").repeat(3);

    Review.Approved review =
        (Review.Approved) review(saying(said, APPROVAL), submit("2", APPROVAL));

    assertThat(review.askedAbout()).hasSize(1);
    assertThat(review.askedAbout().get(0)).hasSizeLessThan(650).doesNotContain("\u202e", "\n");
  }

  private static AssistantTurn submit(String id, String json) {
    return raw(id, "submit_review", json.replace('\'', '"'));
  }

  private static AssistantTurn saying(String text, String json) {
    return AssistantTurn.of(
        MODEL,
        StopReason.TOOL_USE,
        List.of(
            new ContentBlock.Text(text),
            new ContentBlock.ToolUse("1", "submit_review", json.replace('\'', '"'))));
  }

  private Review review(AssistantTurn... turns) throws InterruptedException {
    model.willAnswer(turns);
    Review review = ModelReviewer.using("fake:model").review(request);
    model.assertExhausted();
    return review;
  }
}
