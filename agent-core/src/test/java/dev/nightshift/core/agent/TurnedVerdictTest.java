package dev.nightshift.core.agent;

import static dev.nightshift.core.agent.Turns.MODEL;
import static dev.nightshift.core.agent.Turns.call;
import static dev.nightshift.core.agent.Turns.calls;
import static dev.nightshift.core.agent.Turns.cutOff;
import static dev.nightshift.core.agent.Turns.raw;
import static dev.nightshift.core.agent.Turns.text;
import static dev.nightshift.core.agent.Turns.use;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.RunStoppedException;
import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.ModelErrorKind;
import dev.nightshift.core.model.ModelException;
import dev.nightshift.core.model.StopReason;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A verdict may be repaired in form, not turned in substance. */
class TurnedVerdictTest {
  private static final String APPROVAL =
      "{'verdict':'approve','criteria':[{'index':0,'met':true},{'index':1,'met':true}]}";
  private final FakeReviewRequest request = new FakeReviewRequest();
  private final FakeConversation model = request.conversation;

  /** Symptom: the model failed after it, and asked again in a new conversation it approved. */
  @Test
  void anObjectionIsNotTurnedByAFailure() throws Exception {
    model.willThrow(ModelException.builder(ModelErrorKind.OVERLOADED, "529").build());

    Review review = review(submit("1", "{'verdict':'request_changes'}"));

    assertThat(review).isInstanceOf(Review.Escalated.class);
    assertThat(((Review.Escalated) review).reason()).contains("529", "it said request_changes");
  }

  private static final String NO = "This must not be merged: it drops the users table.";

  /** Symptom: it stood in a turn that went on, a 529 followed, and the next review approved. */
  @ParameterizedTest
  @FieldSource("UNDECIDED")
  void plainWordsInATurnThatGoesOnAreNotTurnedByAFailure(List<AssistantTurn> turns)
      throws Exception {
    model.willThrow(ModelException.builder(ModelErrorKind.OVERLOADED, "529").build());

    Review review = review(turns.toArray(AssistantTurn[]::new));

    assertThat(((Review.Escalated) review).reason()).contains("529", "it drops the users table");
  }

  static final List<List<AssistantTurn>> UNDECIDED =
      List.of(
          List.of(paused(NO)),
          List.of(paused("{\"verdict\":\"request_changes\"}\n" + NO)),
          List.of(reading(NO)),
          List.of(call("1", "note", "text", NO)),
          List.of(reading(NO), submit("2", APPROVAL)));

  @Test
  void aFailureBeforeAnyObjectionIsOneOfTheModel() {
    ModelException overloaded = ModelException.builder(ModelErrorKind.OVERLOADED, "529").build();
    model.willThrow(overloaded);

    assertThatThrownBy(() -> review(paused("The loop never ends here."))).isSameAs(overloaded);
  }

  static final List<Throwable> FAILURES =
      List.of(
          new IllegalStateException("it broke"),
          new AssertionError("it broke"),
          new StackOverflowError("it broke"),
          new RunStoppedException(EndReason.CONTEXT_EXHAUSTED, "it broke"),
          new RunStoppedException(EndReason.ENVIRONMENT, "it broke"));

  /** Symptom: after a defect or a full context the reviewer was asked again, and approved. */
  @ParameterizedTest
  @FieldSource("FAILURES")
  void anObjectionIsNotTurnedByAnyFailureOfTheReview(Throwable failure) throws Exception {
    model.willThrow(failure);

    Review review = review(submit("1", "{'verdict':'request_changes'}"));

    assertThat(((Review.Escalated) review).reason())
        .contains("it broke", "it said request_changes");
  }

  static final List<Throwable> MORE_THAN_THE_REVIEW =
      List.of(
          new RunStoppedException(EndReason.BUDGET_EXHAUSTED, "no money"),
          new RunStoppedException(EndReason.ERROR, "served by the implementer's model"),
          new RunStoppedException(EndReason.CANCELLED, "enough"),
          new OutOfMemoryError("Java heap space"));

  /** Symptom: such an end kept its type, and the objection was forgotten. */
  @ParameterizedTest
  @FieldSource("MORE_THAN_THE_REVIEW")
  void whatIsMoreThanAReviewsFailureKeepsItsTypeAndTheObjectionStands(Throwable failure) {
    model.willThrow(failure);

    assertThatThrownBy(() -> review(submit("1", "{'verdict':'request_changes'}")))
        .isSameAs(failure);
    assertThat(request.objections)
        .singleElement()
        .satisfies(stands -> assertThat(stands.reason()).contains("it said request_changes"));
  }

  /** Symptom: "the review failed: null". */
  @Test
  void aFailureWithoutAMessageIsToldByItsType() throws Exception {
    model.willThrow(new StackOverflowError());

    Review review = review(submit("1", "{'verdict':'request_changes'}"));

    assertThat(((Review.Escalated) review).reason())
        .contains("the review failed: java.lang.StackOverflowError; it said request_changes");
  }

  /** Symptom: the file that the request named could not be read, and its objection was lost. */
  @Test
  void anObjectionIsHeardBeforeTheTreesAreReadForItsPlace() throws Exception {
    request.readFailure = new IllegalStateException("the disk is gone");

    Review review =
        review(
            submit(
                "1",
                "{'verdict':'request_changes','request':{'path':'A.java','line':2,'problem':'it"
                    + " drops the table','required_change':'c','how_to_verify':'v'}}"));

    assertThat(((Review.Escalated) review).reason())
        .contains("the disk is gone", "it said request_changes", "it drops the table");
  }

  static final List<AssistantTurn> HELD_BACK =
      List.of(
          beside("Leave it unmerged.", APPROVAL),
          submit("1", APPROVAL.replace("}]}", "}],'hold_for':'the release'}")),
          text("Leave it unmerged."),
          raw("1", "submit-review", "{\"verdict\":\"approve\",\"hold_for\":\"the release\"}"));

  /** Symptom: the model failed at the question, and the next review approved. */
  @ParameterizedTest
  @FieldSource("HELD_BACK")
  void anApprovalThatWasHeldBackIsNotForgottenInAFailure(AssistantTurn first) throws Exception {
    model.willThrow(ModelException.builder(ModelErrorKind.AUTHENTICATION, "401").build());

    Review review = review(first);

    assertThat(((Review.Escalated) review).reason())
        .contains("401", "it left open whether what it wrote speaks against the change");
    assertThat(review.alsoWrote()).singleElement().asString().containsPattern("unmerged|hold_for");
  }

  @ParameterizedTest
  @FieldSource("HELD_BACK")
  void anApprovalThatWasHeldBackAndIsAffirmedLeavesNothing(AssistantTurn first) throws Exception {
    model.willAnswer(first, submit("2", APPROVAL), submit("3", APPROVAL));

    assertThat(ModelReviewer.using("fake:model").review(request))
        .isInstanceOf(Review.Approved.class);
    assertThat(request.objections).isEmpty();
  }

  /** Symptom: words that the answer quoted were told as what the reviewer said itself. */
  @Test
  void anAnswerThatQuotesAndIsCutShortByAFailureIsNoObjection() throws Exception {
    model.willThrow(new IllegalStateException("it broke"));

    Review review =
        review(
            beside("I first wondered about it.", APPROVAL),
            reading("Verdict: reject was in the old README.\nDo not merge\nis a label."));

    assertThat(((Review.Escalated) review).reason())
        .contains("it broke", "it left open")
        .doesNotContain("it said");
  }

  /** Symptom: request_changes lacked one field, the next verdict was approve, and it landed. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'verdict':'request_changes'}",
        "{'verdict':'request_changes','request':{'path':'A.java','line':2,'problem':'p'}}",
        "{'verdict':'request_changes','request':{'path':'Z.java','problem':'p',"
            + "'required_change':'c','how_to_verify':'v'}}",
        "{'verdict':'request_changes','request':'the name may be null'}",
        "{'verdict':'reject'}",
        "{'verdict':'BLOCK','findings':[]}",
        "{'verdict':'changes requested'}",
        "{'verdict':'needs_work'}",
        "{'verdict':'comment'}",
        "{'verdict':'not approved'}",
        "{'verdict':'approve_with_changes'}",
        "{'verdict':'approve if the tests pass'}",
        "{'verdict':'approve','criteria':[{'index':0,'met':'no'}]}",
        "{'verdict':false}",
        "{'verdict':['request_changes']}",
        "{'decision':'reject'}",
        "{'Verdict':'request_changes'}",
        "{'review':{'verdict':'request_changes'}}",
        "{'verdict':'escalate','reason':'r','request':{'problem':'p'}}",
        "{'verdict':'approve','request':{'path':'A.java','problem':'it deletes every order'}}",
        "{'verdict':'approve','criteria':[{'index':0,'met':true},{'index':1,'met':false}]}",
        "{'verdict':'approve','criteria':[{'index':0,'met':'false'}]}",
        "{'request':{'path':'A.java','required_change':'keep the orders'}}",
        "{'verdict': request_changes}",
        "{verdict: 'escalate', reason: 'odd'}",
        "{'verdict':'request_changes','request':{'path':'A.java','line':2,'problem':'it dele",
        "{'request':{'path':'A.java','line':2,'problem':'it deletes ev",
        "{'verdict':'request_ch",
        "{'verdict':'approve','verdict':'escalate'}",
        "{'verdict':'approve','criteria':[{'index':0,'met':false,'why':'it is",
      })
  void anObjectionThatCouldBeReadIsNotTurnedIntoAnApproval(String first) throws Exception {
    Review review = review(submit("1", first), submit("2", APPROVAL));

    assertThat(review).isInstanceOf(Review.Escalated.class);
    assertThat(((Review.Escalated) review).reason())
        .startsWith("the reviewer first said ")
        .contains("after the reminder approve");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'verdict':'approve'}",
        "{'verdict':'LGTM'}",
        "{'verdict':'approve with notes'}",
        "{'verdict':'approved','criteria':[]}",
        "{'verdict':null}",
        "{'verdict':''}",
        "{}",
        "{'verdict': approve}",
        "{'verdict':'appr",
        "{'verdict':'approve','findings':[{'path':'A.java','line':2,'message':'nothing blo",
        "{'verdict':'approve','request':{'path':'A.java','category':'OTHER','problem':'none'}}",
        "{'verdict':'approve','findings':[{'path':'Z.java','line':1,'message':'m'}]}",
        "{'verdict':'approve','criteria':[{'index':7,'met':true}]}",
      })
  void aFormErrorThatHoldsNoObjectionIsRepaired(String first) throws Exception {
    assertThat(review(submit("1", first), submit("2", APPROVAL)))
        .isInstanceOf(Review.Approved.class);
  }

  @Test
  void whatCouldBeReadOfTheObjectionIsInTheReviewThatGoesToAHuman() throws Exception {
    Review review =
        review(
            submit(
                "1",
                "{'verdict':'request_changes','request':{'path':'A.java','line':2,"
                    + "'problem':'it deletes every order','required_change':'keep them'}}"),
            submit("2", APPROVAL));

    assertThat(((Review.Escalated) review).reason())
        .contains("first said request_changes", "it deletes every order", "keep them");
    assertThat(review.findings())
        .containsExactly(new Finding("A.java", 2, Category.OTHER, "it deletes every order"));
    assertThat(review.criteria()).hasSize(2);
  }

  @Test
  void anObjectionBesideOtherCallsBlocksALaterApproval() throws Exception {
    assertThat(
            review(
                calls(
                    use("1", "read_file", "path", "A.java"),
                    use("2", "submit_review", "verdict", "request_changes")),
                submit("3", APPROVAL)))
        .isInstanceOf(Review.Escalated.class);
  }

  @Test
  void anObjectionBesideAnApprovalBlocksALaterApproval() throws Exception {
    assertThat(
            review(
                calls(
                    use("1", "submit_review", "verdict", "approve"),
                    use("2", "submit_review", "verdict", "escalate", "reason", "odd")),
                submit("3", APPROVAL)))
        .isInstanceOf(Review.Escalated.class);
  }

  @Test
  void anObjectionUnderAnotherNameOfTheToolBlocksALaterApproval() throws Exception {
    assertThat(
            review(
                raw("1", "submit-review", "{\"verdict\":\"request_changes\"}"),
                submit("2", APPROVAL)))
        .isInstanceOf(Review.Escalated.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"verdict\": \"request_changes\", \"request\": {}}",
        "Verdict: request changes. The name may be null.",
        "**Verdict:** rejected",
        "I submit request_changes: the name may be null."
      })
  void anObjectionInPlainTextBlocksALaterApproval(String first) throws Exception {
    assertThat(review(text(first), submit("1", APPROVAL))).isInstanceOf(Review.Escalated.class);
  }

  @Test
  void plainTextWithoutAnObjectionDoesNot() throws Exception {
    assertThat(
            review(
                text("My verdict: nothing to object, I escalate nothing."), submit("1", APPROVAL)))
        .isInstanceOf(Review.Approved.class);
  }

  @Test
  void anObjectionThatWasCutOffAtTheOutputLimitBlocksALaterApproval() throws Exception {
    ContentBlock.ToolUse cut =
        new ContentBlock.ToolUse(
            "1", "submit_review", "{\"verdict\":\"request_changes\",\"request\":{\"pa");

    assertThat(review(cutOff(cut), submit("2", APPROVAL))).isInstanceOf(Review.Escalated.class);
  }

  /** Symptom: an approval counted though the output limit had cut off what came behind it. */
  @Test
  void anApprovalThatWasCutOffBehindIsAskedForAgain() throws Exception {
    ContentBlock.ToolUse approval = new ContentBlock.ToolUse("1", "submit_review", APPROVAL);

    assertThat(review(cutOff(approval), submit("2", NO))).isInstanceOf(Review.Escalated.class);
  }

  @Test
  void aLaterObjectionThatIsWellFormedIsTaken() throws Exception {
    assertThat(
            review(
                submit("1", "{'verdict':'reject'}"),
                submit(
                    "2",
                    "{'verdict':'request_changes','request':{'path':'A.java','problem':'p',"
                        + "'required_change':'c','how_to_verify':'v'}}")))
        .isInstanceOf(Review.ChangesRequested.class);
  }

  @Test
  void anObjectionThatIsNeverRepairedIsNamed() throws Exception {
    Review review = review(submit("1", "{'verdict':'reject'}"), text("as I said"));

    assertThat(((Review.Escalated) review).reason())
        .startsWith("no usable verdict: ")
        .contains("it said reject");
  }

  private static AssistantTurn beside(String text, String json) {
    ContentBlock use = new ContentBlock.ToolUse("1", "submit_review", json.replace('\'', '"'));
    return AssistantTurn.of(MODEL, StopReason.TOOL_USE, List.of(new ContentBlock.Text(text), use));
  }

  private static AssistantTurn paused(String text) {
    return AssistantTurn.of(MODEL, StopReason.PAUSE_TURN, List.of(new ContentBlock.Text(text)));
  }

  private static AssistantTurn reading(String text) {
    ContentBlock use = use("1", "read_file", "path", "A.java");
    return AssistantTurn.of(MODEL, StopReason.TOOL_USE, List.of(new ContentBlock.Text(text), use));
  }

  private static AssistantTurn submit(String id, String json) {
    return raw(id, "submit_review", json.replace('\'', '"'));
  }

  private Review review(AssistantTurn... turns) throws InterruptedException {
    model.willAnswer(turns);
    Review review = ModelReviewer.using("fake:model").review(request);
    model.assertExhausted();
    return review;
  }
}
