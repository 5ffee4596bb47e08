package dev.nightshift.core.agent;

import static dev.nightshift.core.agent.Turns.MODEL;
import static dev.nightshift.core.agent.Turns.raw;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.RunStoppedException;
import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.StopReason;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No words are lost: not those of a review's last turn, and none behind a number. */
class LastWordsTest {
  private static final String MET = "'criteria':[{'index':0,'met':true},{'index':1,'met':true}]";
  private static final String APPROVAL = "{'verdict':'approve'," + MET + "}";
  private static final String CHANGES =
      "{'verdict':'request_changes','request':{'path':'A.java','line':2,'problem':'it drops the"
          + " table','required_change':'c','how_to_verify':'v'}}";
  private static final String NO = "This must not be merged: it drops the users table.";
  static final List<StopReason> LAST =
      List.of(StopReason.REFUSAL, StopReason.CONTEXT_WINDOW_EXCEEDED);
  static final List<Arguments> LAST_TURNS =
      LAST.stream()
          .flatMap(
              why ->
                  List.of("", APPROVAL, "{'verdict':'appr").stream()
                      .map(call -> Arguments.of(why, call)))
          .toList();

  private final FakeReviewRequest request = new FakeReviewRequest();
  private final FakeConversation model = request.conversation;

  /** Symptom: the words of a turn that filled the context, or declined with a call, were lost. */
  @ParameterizedTest
  @FieldSource("LAST_TURNS")
  void anObjectionInTheLastTurnIsTold(StopReason why, String call) throws Exception {
    Review.Escalated review = (Review.Escalated) review(turn(why, NO, call));

    assertThat(review.reason()).startsWith("no usable verdict: ").contains("it said", NO);
    assertThat(request.wrote).isNotEmpty().first().asString().contains(NO);
  }

  @ParameterizedTest
  @FieldSource("LAST")
  void otherWordsOfTheLastTurnAreTold(StopReason why) throws Exception {
    String call = APPROVAL.replace("}]}", "}],'note':'Leave it unmerged.'}");

    assertThat(review(turn(why, "The lock is odd.", call)).alsoWrote())
        .containsExactly("The lock is odd.", "note: Leave it unmerged.");
  }

  /** Symptom: a whole request in such a turn was in no report. */
  @ParameterizedTest
  @FieldSource("LAST")
  void aRequestInTheLastTurnIsTold(StopReason why) throws Exception {
    Review.Escalated review = (Review.Escalated) review(turn(why, "", CHANGES));

    assertThat(review.reason()).contains("it said request_changes");
    assertThat(review.findings())
        .containsExactly(new Finding("A.java", 2, Category.OTHER, "it drops the table"));
  }

  /** Symptom: an objection was in no report when the turn could not be continued. */
  @Test
  void anObjectionInATurnThatPausedAndFailedIsTold() {
    RunStoppedException noMoney =
        new RunStoppedException(EndReason.BUDGET_EXHAUSTED, "nothing is left");
    model.willAnswer(turn(StopReason.PAUSE_TURN, NO, ""));
    model.willThrow(noMoney);

    assertThatThrownBy(() -> ModelReviewer.using("fake:model").review(request)).isSameAs(noMoney);
    assertThat(request.wrote).containsExactly(NO);
  }

  /** Symptom: a request in a turn that paused was lost, and the approval that followed landed. */
  @Test
  void aRequestInATurnThatPausedIsTheVerdict() throws Exception {
    assertThat(review(turn(StopReason.PAUSE_TURN, NO, CHANGES)))
        .isInstanceOf(Review.ChangesRequested.class);
  }

  /** Symptom: a budget that ended after an answer was cut was told as a full context. */
  @Test
  void aStopAfterACutAnswerKeepsItsReason() {
    model.willAnswer(turn(StopReason.CONTEXT_WINDOW_EXCEEDED, NO, ""));
    model.willStopFor(EndReason.BUDGET_EXHAUSTED);

    assertThatThrownBy(() -> ModelReviewer.using("fake:model").review(request))
        .isInstanceOfSatisfying(
            RunStoppedException.class,
            stop -> assertThat(stop.reason()).isEqualTo(EndReason.BUDGET_EXHAUSTED));
    assertThat(request.wrote).singleElement().asString().contains(NO);
    assertThat(request.objections).hasSize(1);
  }

  /** Symptom: a budget ended the review at its answer, and the request in that was not heard. */
  @Test
  void aRequestInATurnThatFilledTheContextStandsWhenTheRunStops() {
    model.willAnswer(turn(StopReason.CONTEXT_WINDOW_EXCEEDED, "", CHANGES));
    model.willStopFor(EndReason.BUDGET_EXHAUSTED);

    assertThatThrownBy(() -> ModelReviewer.using("fake:model").review(request))
        .isInstanceOf(RunStoppedException.class);
    assertThat(request.objections)
        .singleElement()
        .satisfies(stands -> assertThat(stands.reason()).contains("it said request_changes"));
  }

  /** Symptom: "n1" to "n5" were shown, and the objection was "(1 more texts)". */
  @Test
  void noTextIsHiddenBehindANumber() throws Exception {
    String notes = "'n1':'a','n2':'b','n3':'c','n4':'d','n5':'e','do_not_merge':'it drops users'";
    String call = APPROVAL.replace("}]}", "}]," + notes + "}");
    String again = "Approve counts, but it will destroy production data unless run twice.";

    Review review = review(submit("1", call), turn(StopReason.TOOL_USE, again, APPROVAL));

    assertThat(model.notes(1)).contains("do_not_merge: it drops users");
    assertThat(review.alsoWrote())
        .containsExactly(
            "n1: a", "n2: b", "n3: c", "n4: d", "n5: e", "do_not_merge: it drops users", again);
  }

  @Test
  void manyLongTextsAreEachShownShorter() throws Exception {
    List<String> notes =
        IntStream.range(0, 50).mapToObj(n -> "'n" + n + "':'" + "line ".repeat(200) + "'").toList();
    String call = APPROVAL.replace("}]}", "}]," + String.join(",", notes) + "}");

    assertThat(review(submit("1", call), submit("2", APPROVAL)).alsoWrote())
        .hasSize(50)
        .allSatisfy(text -> assertThat(text).hasSizeBetween(200, 300));
  }

  /** Symptom: "blocker" as the category of a finding was in no report, and landed unasked. */
  @ParameterizedTest
  @ValueSource(strings = {"blocker", "must_fix", "reject", "needs work"})
  void aCategoryThatWasNotOfferedIsAskedAbout(String category) throws Exception {
    Review review = review(submit("1", withCategory(category)), submit("2", APPROVAL));

    assertThat(review.alsoWrote()).containsExactly("category: " + category);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TEST_GAP", "null-check", "other", ""})
  void aCategoryThatWasOfferedIsNotAskedAbout(String category) throws Exception {
    assertThat(review(submit("1", withCategory(category))).alsoWrote()).isEmpty();
  }

  /** Symptom: a file that was read by the wrong name was shown as what may speak against it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "review_file {'path':'A.java'}",
        "get_review {'review_id':3}",
        "review {}",
        "review_lines {'file':'A.java','start_line':1,'end_line':2}"
      })
  void aFileThatIsReadByAWrongNameIsNotAskedAbout(String call) throws Exception {
    String[] parts = call.split(" ", 2);

    Review review = review(raw("7", parts[0], json(parts[1])), submit("1", APPROVAL));

    assertThat(review.alsoWrote()).isEmpty();
  }

  @Test
  void whatIsSaidToAToolNamedAfterReviewsIsAskedAbout() throws Exception {
    Review review =
        review(
            raw("7", "final_review", json("{'path':'A.java','note':'Leave it unmerged.'}")),
            submit("1", APPROVAL),
            submit("2", APPROVAL));

    assertThat(review.alsoWrote()).contains("note: Leave it unmerged.");
  }

  /** Symptom: a call of "reject", "escalate" or "request_changes" without a word landed. */
  @ParameterizedTest
  @ValueSource(strings = {"reject", "escalate", "request_changes"})
  void aToolThatIsNamedAsAVerdictObjects(String tool) throws Exception {
    assertThat(review(raw("7", tool, "{}"), submit("1", APPROVAL)))
        .isInstanceOf(Review.Escalated.class);
  }

  private static String withCategory(String category) {
    return APPROVAL.replace(
        "}]}",
        "}],'findings':[{'path':'A.java','line':1,'category':'"
            + category
            + "','message':'Null is dropped.'}]}");
  }

  private static AssistantTurn submit(String id, String call) {
    return raw(id, "submit_review", json(call));
  }

  private static AssistantTurn turn(StopReason why, String text, String call) {
    List<ContentBlock> blocks = new ArrayList<>();
    if (!text.isEmpty()) {
      blocks.add(new ContentBlock.Text(text));
    }
    if (!call.isEmpty()) {
      blocks.add(new ContentBlock.ToolUse("1", "submit_review", json(call)));
    }
    return AssistantTurn.of(MODEL, why, blocks);
  }

  private static String json(String call) {
    return call.replace('\'', '"');
  }

  private Review review(AssistantTurn... turns) throws InterruptedException {
    model.willAnswer(turns);
    Review review = ModelReviewer.using("fake:model").review(request);
    model.assertExhausted();
    return review;
  }
}
