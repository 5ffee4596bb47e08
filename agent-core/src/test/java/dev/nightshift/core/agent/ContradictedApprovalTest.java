package dev.nightshift.core.agent;

import static dev.nightshift.core.agent.Turns.MODEL;
import static dev.nightshift.core.agent.Turns.raw;
import static dev.nightshift.core.agent.Turns.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.StopReason;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An objection in fields that nobody offered is one; an approval with extras stays one. */
class ContradictedApprovalTest {
  private static final String MET = "'criteria':[{'index':0,'met':true},{'index':1,'met':true}]";
  private static final String APPROVAL = "{'verdict':'approve'," + MET + "}";

  /** Symptom: a first submission that said no in a form of its own was turned, and landed. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'lgtm':false,'comment':'it deletes every order'}",
        "{'accept':false}",
        "{'mergeable':false}",
        "{'isMergeable':'false'}",
        "{'should_merge':false}",
        "{'should-merge':'no'}",
        "{'safe_to_merge':'no'}",
        "{'safe_to_merge':'No, it deletes every order'}",
        "{'ready_to_land':'not yet'}",
        "{'pass':false}",
        "{'passed':'failed'}",
        "{'ok':false}",
        "{'ok':0}",
        "{'good_to_go':{'value':false}}",
        "{'vote':-1}",
        "{'vote':'-1'}",
        "{'rating':-2}",
        "{'is_blocking':true}",
        "{'isBlocking':true,'message':'it deletes every order'}",
        "{'must_fix_before_merge':['keep the orders']}",
        "{'issues':[{'severity':'blocker','message':'it deletes every order'}]}",
        "{'issues':['it deletes every order']}",
        "{'bugs':1}",
        "{'concerns':{'a.txt':'it deletes every order'}}",
        "{'findings':[{'severity':'blocker','path':'A.java','line':1,'message':'m'}]}",
        "{'findings':[{'blocking':true,'path':'A.java','line':1,'message':'m'}]}",
        "{'verdict':'\ud83d\udc4e'}",
        "{'verdict':'\u274c'}",
        "{'verdict':'\u274c approve'}",
        "{'verdict':'\u26d4','reason':'x'}",
        "{'review':{'outcome':{'mergeable':false}}}",
        "{'needs_human_review':true}",
        "{'tests_are_right':false}",
        "{lgtm: false, comment: 'it deletes every order'}",
        "{'mergeable': no, 'why': it deletes",
        "[{'lgtm':false}]",
      })
  void aNoInAFormOfItsOwnIsNotTurnedIntoAnApproval(String first) throws Exception {
    assertThat(review(submit(first), submit(APPROVAL))).isInstanceOf(Review.Escalated.class);
  }

  /** Symptom: after one question, or none, an approval with a condition beside it landed. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "'required_fix':'keep the orders'",
        "'requiredFixes':['keep the orders']",
        "'fix_before_merge':'keep the orders'",
        "'conditions':'only after the deletion is removed'",
        "'approve_only_if':'the gate is green'",
        "'merge_after':'the schema is agreed'",
        "'unmet_criteria':[0]",
        "'criteria_not_met':[0,1]",
        "'lgtm':false",
        "'ready_to_merge':false",
        "'mergeable':false",
        "'safe_to_merge':'no'",
        "'do_not_merge':'yes'",
        "'must_not_merge':true",
        "'needs_work':true",
        "'changes_required':true",
        "'issues_resolved':false",
        "'blocker':'\ud83d\udeab'",
        "'decision':'\u274c'",
        "'vetoed':1",
        "'critical_issues':['it deletes every order']",
        "'issues':[{'severity':'critical','message':'it deletes every order'}]",
        "'review':{'blocking_reason':'it deletes every order'}",
        "'findings':[{'path':'A.java','line':1,'message':'odd','blocking':true}]",
      })
  void anApprovalThatItsOwnFieldsContradictIsNone(String beside) throws Exception {
    assertThat(review(submit(approvalWith(beside)), submit(APPROVAL)))
        .isInstanceOf(Review.Escalated.class);
  }

  /** Symptom: a one among ten was taken for a yes. */
  @ParameterizedTest
  @ValueSource(strings = {"'correctness':1", "'approval_rating':1", "'vote':1", "'score':1"})
  void aNumberBesideAnApprovalIsAskedAbout(String beside) throws Exception {
    Review review = review(submit(approvalWith(beside)), submit(APPROVAL));

    assertThat(review).isInstanceOf(Review.Approved.class);
    assertThat(review.alsoWrote()).isNotEmpty();
  }

  /** An honest reviewer pays nothing for a field that says yes again, or nothing. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "'lgtm':true",
        "'mergeable':'yes'",
        "'safe_to_merge':true,'blocking':false",
        "'tests_passed':true",
        "'vote':'+1'",
        "'issues':[]",
        "'issues':'none'",
        "'blockers':[],'required_changes':'none'",
        "'must_fix':null",
        "'no_blockers':true",
        "'unmet_criteria':[]",
        "'issues_resolved':true",
        "'do_not_merge':false",
      })
  void aFieldThatSaysYesAgainIsNotAskedAbout(String beside) throws Exception {
    Review review = review(submit(approvalWith(beside)));

    assertThat(review).isInstanceOf(Review.Approved.class);
    assertThat(review.alsoWrote()).isEmpty();
  }

  /** Asked about at most once, an honest extra does not cost the approval, also if repeated. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "'summary':'fine','confidence':0.9",
        "'nits':['name']",
        "'non_blocking_issues':['name']",
        "'optional_fixes':['name']",
        "'minor_issues':['name']",
        "'issues':[{'severity':'minor','message':'name'}]",
        "'suggestions':['rename x'],'score':9",
        "'breaking_change':true",
        "'requires_migration':true",
        "'merge_strategy':'squash'",
        "'changes':['the guard was added']",
        "'fixes':'#12'",
        "'risk':'low'",
        "'tests':{'passed':42,'failed':0}",
        "'previous_issues_resolved':true",
      })
  void anHonestExtraIsAskedAboutAtMostOnce(String beside) throws Exception {
    Review again = review(submit(approvalWith(beside)), submit(approvalWith(beside)));

    assertThat(again).isInstanceOf(Review.Approved.class);
    assertThat(again.alsoWrote()).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{'lgtm':true}", "{'mergeable':'yes'}", "{'issues':[]}", "{'blocking':false}"})
  void aYesInAFormOfItsOwnIsRepaired(String first) throws Exception {
    assertThat(review(submit(first), submit(APPROVAL))).isInstanceOf(Review.Approved.class);
  }

  /** Symptom: what stood beside the answer to the question was not looked at. */
  @Test
  void anAnswerThatSaysMoreInItsFieldsIsNoApproval() throws Exception {
    Review review =
        review(
            submit(approvalWith("'confidence':0.4")),
            submit(approvalWith("'hold_for':'the release'")));

    assertThat(((Review.Escalated) review).reason()).contains("it said more beside its approval");
    assertThat(review.alsoWrote()).containsExactly("confidence: 0.4", "hold_for: the release");
  }

  @Test
  void anAnswerThatSaysTheSameInOtherProseIsOne() throws Exception {
    Review review =
        review(
            submit(approvalWith("'summary':'The loop is bounded by the size of the list.'")),
            submit(approvalWith("'summary':'The loop ends, as I said.'")));

    assertThat(review).isInstanceOf(Review.Approved.class);
    assertThat(review.alsoWrote()).hasSize(2);
  }

  /** Symptom: the reminder counted as the question, and what the repaired call held landed. */
  @Test
  void whatTheRepairedCallSaysMoreIsAskedAbout() throws Exception {
    AssistantTurn more = submit(approvalWith("'hold_for':'the release'"));

    assertThat(review(text("The loop is bounded."), more, submit(APPROVAL)).alsoWrote())
        .containsExactly("The loop is bounded.", "hold_for: the release");
  }

  @Test
  void aConditionInTheAnswerToTheReminderBlocks() throws Exception {
    assertThat(
            review(
                submit("{'comment':'odd'}"),
                submit(approvalWith("'conditions':'only once the orders are kept'"))))
        .isInstanceOf(Review.Escalated.class);
  }

  /** Symptom: "Blocking issue: it deletes every order" in place of a call, then approve, landed. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Blocking issue: it deletes every order. Needs fixing before merge.",
        "**Blocker:** it deletes every order",
        "There is a blocker: `close()` is never called.",
        "The null check needs to be restored before this can be merged.",
        "The lock must be fixed first.",
        "The deletion has to be removed before approval.",
        "LGTM: no",
        "Mergeable: \u274c",
        "Safe to merge: no.",
        "```json\n{\"lgtm\": false, \"issues\": [\"it deletes every order\"]}\n```",
        "{\"mergeable\": false}",
      })
  void aPlainNoInPlaceOfACallBlocks(String said) throws Exception {
    assertThat(review(text(said), submit(APPROVAL))).isInstanceOf(Review.Escalated.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Blocking issues: none",
        "**Blockers:** no blockers found",
        "Blocker: \u2705",
        "Nothing needs fixing before merging.",
        "No issue must be fixed before merging.",
        "LGTM: yes",
        "Critical issues: 0",
        "Blocked: 0",
        "Rejected: 0, passed: 12",
        "Request changes: all done.",
        "Request changes: both addressed.",
      })
  void anHonestHeadingInPlaceOfACallDoesNot(String said) throws Exception {
    assertThat(review(text(said), submit(APPROVAL))).isInstanceOf(Review.Approved.class);
    assertThat(review(beside(said), submit(APPROVAL))).isInstanceOf(Review.Approved.class);
  }

  private static String approvalWith(String beside) {
    return "{'verdict':'approve'," + MET + "," + beside + "}";
  }

  private static AssistantTurn submit(String json) {
    return raw("1", "submit_review", json.replace('\'', '"'));
  }

  private static AssistantTurn beside(String text) {
    return AssistantTurn.of(
        MODEL,
        StopReason.TOOL_USE,
        List.of(
            new ContentBlock.Text(text),
            new ContentBlock.ToolUse("1", "submit_review", APPROVAL.replace('\'', '"'))));
  }

  private Review review(AssistantTurn... turns) throws InterruptedException {
    FakeReviewRequest asked = new FakeReviewRequest();
    asked.conversation.willAnswer(turns);
    return ModelReviewer.using("fake:model").review(asked);
  }
}
