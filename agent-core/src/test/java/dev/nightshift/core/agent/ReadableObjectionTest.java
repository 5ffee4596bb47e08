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

/** What a reader understands as an objection is one, whatever its shape; an approval stays one. */
class ReadableObjectionTest {
  private static final String MET =
      "'criteria':[{'index':0,'met':true,'why':'lists each order that is not met'},"
          + "{'index':1,'met':true}]";
  private static final String APPROVAL = "{'verdict':'approve'," + MET + "}";
  private final FakeReviewRequest request = new FakeReviewRequest();
  private final FakeConversation model = request.conversation;

  /** Symptom: JSON within a text, or another type than asked for, was read as nothing. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "'request':'{\\'path\\':\\'A.java\\',\\'problem\\':\\'it deletes every order\\'}'",
        "'request':'the orders are deleted; keep them'",
        "'request':['keep the orders']",
        "'request':[{'problem':'it deletes every order'}]",
        "'request':{'issue':'it deletes every order','fix':'keep them'}",
        "'request':{'problem':['it deletes every order']}",
        "'request':{'path':'A.java','line':2}",
        "'requests':[{'issue':'it deletes every order'}]",
        "'requestedChange':'keep the orders'",
        "'changes_requested':true",
        "'decision':'reject'",
        "'approved':false",
        "'reason':'escalate: a human should look'",
        "'reason':'I do not approve this'",
      })
  void anApprovalThatObjectsBesideItsVerdictIsNotTaken(String beside) throws Exception {
    String first = "{'verdict':'approve'," + MET + "," + beside + "}";

    assertThat(review(submit("1", first), submit("2", APPROVAL)))
        .isInstanceOf(Review.Escalated.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'[{\\'index\\':0,\\'met\\':false},{\\'index\\':1,\\'met\\':true}]'",
        "[{'index':0,'met':'unmet'},{'index':1,'met':true}]",
        "[{'index':0,'met':'partially'},{'index':1,'met':true}]",
        "[{'index':0,'met':'fail'}]",
        "[{'index':0,'met':0}]",
        "[{'index':0,'met':null,'why':'not met: the null case crashes'}]",
        "[{'index':0,'met':{'value':false}}]",
        "[{'index':0,'status':'not met'},{'index':1,'met':true}]",
        "[{'index':0,'met':true,'holds':false}]",
        "[false,true]",
        "['met','not met']",
        "{'0':false,'1':true}",
        "{'0':'unmet'}",
        "'0: not met, 1: met'",
      })
  void aCriterionThatIsNotClearlyMetIsUnmet(String criteria) throws Exception {
    String first = "{'verdict':'approve','criteria':" + criteria + "}";

    assertThat(review(submit("1", first), submit("2", APPROVAL)))
        .isInstanceOf(Review.Escalated.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'approve with major concerns'",
        "'approve: no'",
        "'approve=false'",
        "'approve?'",
        "'approve pending the null check'",
        "'approve when R1 is done'",
        "'approve_except_A.java'",
        "'approve only the first file'",
        "'approve with a required follow up: the orders are lost'",
        "'approved by nobody'",
        "'approval withheld'",
        "'approve / request_changes'",
        "'conditionally approved'",
        "0",
        "false",
        "{'decision':'fail'}",
        "{'value':'no'}",
        "['approve','reject']",
        "'{\\'verdict\\':\\'reject\\'}'",
      })
  void onlyWordsThatAreKnownToMeanYesDo(String verdict) throws Exception {
    assertThat(review(submit("1", "{'verdict':" + verdict + "}"), submit("2", APPROVAL)))
        .isInstanceOf(Review.Escalated.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'approved':false,'reason':'deletes every order'}",
        "{'approve':false}",
        "{'result':'fail'}",
        "{'decision':'do not merge'}",
        "{'status':'CHANGES_REQUESTED'}",
        "{'input':'{\\'verdict\\':\\'request_changes\\'}'}",
        "{'verdict':'','reason':'I request changes: it deletes every order'}",
        "'request_changes'",
        "request_changes",
        "Reject: it deletes every order",
      })
  void anObjectionUnderAnyNameIsOne(String first) throws Exception {
    assertThat(review(submit("1", first), submit("2", APPROVAL)))
        .isInstanceOf(Review.Escalated.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "I am requesting changes: the null case crashes.",
        "Request changes.\n\nThe null case crashes.",
        "## Request changes\nThe null case crashes.",
        "I read it all.\n**Changes requested:** keep the orders",
        "The verdict is: reject",
        "My verdict is request changes, the null case crashes.",
        "Decision: reject. It deletes every order.",
        "Verdict: fail",
        "Verdict: no",
        "Verdict: do not merge",
        "Verdict: not ready",
        "Verdict: disapprove",
        "Verdict: \u274c request changes",
        "I cannot approve this: it deletes every order.",
        "I can't approve that.",
        "I reject this change.",
        "This must not land; it deletes every order.",
        "Escalate: the task contradicts itself.",
        "So: request_changes.",
        "Therefore request_changes: orders are deleted.",
        "I choose request_changes because orders are deleted.",
        "Calling submit_review with request_changes.",
        "Verdict (final): request_changes",
        "Result: request_changes",
        "I will request changes: the null case crashes.",
        "I'd request changes here.",
        "I'm going to request changes.",
        "I'll reject this change.",
        "I'll escalate this to a human.",
        "This change cannot be merged: it deletes every order.",
        "This cannot land.",
        "{\"approved\": false}",
        "```json\n{\"verdict\": \"reject\"}\n```",
      })
  void anObjectionInWordsIsOneOrIsAskedAbout(String first) throws Exception {
    Review review = inTheEnd(text(first), submit("1", APPROVAL));

    assertThat(
            review instanceof Review.Approved approved
                ? approved.alsoWrote()
                : List.of(review.verdict()))
        .isNotEmpty();
  }

  /** Symptom: beside a call of the tool nobody read the text. */
  @ParameterizedTest
  @ValueSource(strings = {"{}", "{'verdict':'approve'}", "{'verdict':'appr"})
  void anObjectionInWordsBesideAnUnusableCallIsOne(String call) throws Exception {
    assertThat(
            review(
                saying("Verdict: request_changes. It deletes every order.", call),
                submit("2", APPROVAL)))
        .isInstanceOf(Review.Escalated.class);
  }

  @Test
  void anObjectionInWordsBesideAnApprovalIsEscalatedAtOnce() throws Exception {
    Review review = review(saying("Verdict: reject. It deletes every order.", APPROVAL));

    assertThat(((Review.Escalated) review).reason())
        .startsWith("the reviewer said verdict: reject beside its approval")
        .contains("It deletes every order");
  }

  /** No false alarm: what ordinary reviewers say, and fill in, beside an approval. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "'request':null",
        "'request':{}",
        "'request':{'path':'','problem':'none','required_change':'N/A','how_to_verify':''}",
        "'request':{'path':'A.java','line':1,'category':'OTHER','problem':'none'}",
        "'reason':'no human needs to decide'",
        "'reason':'The earlier change request R1 is done; nothing blocks this.'",
        "'reason':'','closes':[]",
        "'findings':[{'path':'A.java','line':2,'message':'Rejects null; a test would fail here.'}]",
        "'findings':[{'path':'A.java','line':1,'category':'TEST_GAP','message':'blocked'}]",
        "'verdict_reason':'approved as it is'",
      })
  void whatAnApprovalUsuallyHoldsIsNoObjection(String beside) throws Exception {
    String approval = "{'verdict':'approve'," + MET + "," + beside + "}";

    assertThat(inTheEnd(submit("1", approval))).isInstanceOf(Review.Approved.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "I have seen everything. No problems found.",
        "Verdict: approve. Nothing to reject.",
        "**Verdict: approve**\n\nNo changes requested.",
        "Changes requested in R1 are done, so I approve.",
        "The check no longer fails, and a rejected order is kept.",
        "Blocked threads are released now; the failure is gone.",
        "The decision to reject blanks is right.",
        "I considered request_changes for the name, but it is right.",
        "Escalation is not needed.",
        "**Blocking:** none",
        "### Blocking\n\nNone.",
        "**Changes requested:** none",
        "Changes needed: none.",
        "- **Rejects:** null and blank names",
        "`rejected`: the order keeps its reason",
        "Escalation: not needed. Verdict: approve.",
        "- request_changes: nothing to change",
        "Does this change my verdict? No.",
        "Decision: rejected orders keep their reason, as asked.",
        "Previous verdict: request_changes (R1). The check is there now, so I approve.",
        "Should I request changes? The null case is covered, so no.",
        "I can't approve a signature change blindly. They all pass.",
        "I would not approve this if the guard were missing, but it is there.",
        "A draft says it must not be merged; the code does that.",
        "It returns `{\"status\":\"rejected\"}`, and `{\"request\":{\"id\":5}}` is kept.",
        "<think>Verdict: reject? It deletes orders.</think>All is well.",
      })
  void whatIsSaidBesideAnApprovalIsNoObjection(String beside) throws Exception {
    assertThat(inTheEnd(saying(beside, APPROVAL))).isInstanceOf(Review.Approved.class);
  }

  /** Symptom: ordinary prose before the reminder ended an approved change escalated. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "**Blocking:** none\n**Changes requested:** none",
        "Changes needed: none. I will submit now.",
        "- **Rejects:** null and blank names",
        "Decision: rejected orders keep their reason, as asked.",
        "Previous verdict: request_changes (R1). The check is there now, so I close R1.",
        "Should I request changes? The null case is covered, so no.",
        "I would not approve this if the guard were missing, but it is there.",
        "It returns `{\"status\":\"rejected\"}`.",
        "I considered request_changes for the name, but it is right.",
        "There is no need for request_changes here.",
        "<think>I request changes</think>Looks right.",
      })
  void proseWithoutACallIsNoObjection(String first) throws Exception {
    assertThat(inTheEnd(text(first), submit("1", APPROVAL))).isInstanceOf(Review.Approved.class);
  }

  /** Symptom: a model that filled in what it did not need, or echoed a criterion, was escalated. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "'request':{'path':'A.java','line':1,'category':'OTHER','problem':'No problem found.',"
            + "'required_change':'None needed.','how_to_verify':'Not applicable'}",
        "'conclusion':'The change does what the task asks.'",
        "'summary':'Changes requested: none.'",
        "'result':'all checks pass'",
        "'findings':[{'path':'A.java','line':1,'message':'m','required_change':'rename x'}]",
        "'note':'exit 1 if the requirement is not met'",
      })
  void whatAModelFillsInIsNoObjection(String beside) throws Exception {
    String approval = "{'verdict':'approve'," + MET + "," + beside + "}";

    assertThat(inTheEnd(submit("1", approval))).isInstanceOf(Review.Approved.class);
  }

  @Test
  void aCriterionThatIsEchoedIsNoObjection() throws Exception {
    String approval =
        "{'verdict':'approve','criteria':[{'index':0,'met':true,'why':'seen',"
            + "'criterion':'exit 1 if the requirement is not met'},{'index':1,'met':true,"
            + "'why':'w','reason':'On the base this was not met; now line 2 does it.'}]}";

    assertThat(inTheEnd(submit("1", approval))).isInstanceOf(Review.Approved.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"grep {'pattern':'rejected'}", "run_tests {'filter':'fail'}", "q {'request':'X'}"})
  void aCallOfAToolThatDoesNotExistIsNoVerdict(String call) throws Exception {
    String[] parts = call.replace('\'', '"').split(" ", 2);

    assertThat(review(raw("0", parts[0], parts[1]), submit("1", APPROVAL)))
        .isInstanceOf(Review.Approved.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'verdict':'Approve.'}",
        "{'verdict':'**approved**'}",
        "{'verdict':'approve with minor nits'}",
        "{'verdict':'approve with comments'}",
        "{'verdict':'approved - looks good to me!'}",
        "{'verdict':'LGTM, no issues'}",
        "{'verdict':'\u2705 approve'}",
        "{'verdict':true}",
        "{'approved':true}",
        "{'verdict':{'value':'approve','reason':'all is right'}}",
        "{'verdict':'approve','request':'none'}",
        "{'verdict':'approve','request':'No change required'}",
        "{'verdict':'approve','request':[]}",
        "{'verdict':'approve','criteria':[true,true]}",
        "{'verdict':'approve','criteria':[{'index':0,'met':'yes'},{'index':1,'status':'met'}]}",
        "{'verdict':'approve','criteria':'[{\\'index\\':0,\\'met\\':true}]'}",
        "{'verdict':'approve','criteria':[{'index':0,'met':null,'why':'seen in A.java'}]}",
      })
  void anApprovalOfAnotherFormIsRepaired(String first) throws Exception {
    assertThat(review(submit("1", first), submit("2", APPROVAL)))
        .isInstanceOf(Review.Approved.class);
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

  /** Approves again if it is asked to. */
  private Review inTheEnd(AssistantTurn... turns) throws InterruptedException {
    model.willAnswer(turns).willAnswer(submit("99", APPROVAL));
    return ModelReviewer.using("fake:model").review(request);
  }

  private Review review(AssistantTurn... turns) throws InterruptedException {
    model.willAnswer(turns);
    Review review = ModelReviewer.using("fake:model").review(request);
    model.assertExhausted();
    return review;
  }
}
