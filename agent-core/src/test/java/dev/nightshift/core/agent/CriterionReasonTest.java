package dev.nightshift.core.agent;

import static dev.nightshift.core.agent.Turns.json;
import static dev.nightshift.core.agent.Turns.map;
import static dev.nightshift.core.agent.Turns.raw;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.model.AssistantTurn;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A criterion that is met in one field and denied in the next is asked about. */
class CriterionReasonTest {
  private static final String MET = "'criteria':[{'index':0,'met':true},{'index':1,'met':true}]";
  private static final String APPROVAL = "{'verdict':'approve'," + MET + "}";
  private final FakeReviewRequest request = new FakeReviewRequest();
  private final FakeConversation model = request.conversation;

  static Stream<String> denied() throws IOException {
    return rows("denied");
  }

  static Stream<String> reasons() throws IOException {
    return rows("reasons");
  }

  static Stream<String> costly() throws IOException {
    return rows("costly");
  }

  /**
   * Symptom: "Not entirely met.", "Result: FAIL" and a red cross beside met landed unasked; later
   * "The test fails as the lock is missing.", "Not fixed on main." and "Result:FAIL" did.
   */
  @ParameterizedTest
  @MethodSource("denied")
  void aReasonThatDeniesIsAskedAbout(String why) throws Exception {
    assertThat(askedAbout(approval(why), submit("2", APPROVAL))).containsExactly("why: " + why);
  }

  /**
   * No false alarm: what reviewers write about code, with what it "no longer" does. Symptom:
   * "Calc.java:12 uses Math.addExact.", "12 passed, 0 failed" and "Added." cost one more call.
   */
  @ParameterizedTest
  @MethodSource("reasons")
  void aReasonThatDescribesCodeIsNotAskedAbout(String why) throws Exception {
    assertThat(askedAbout(approval(why))).isEmpty();
  }

  /** In doubt it is asked: one call more, and the approval counts. */
  @ParameterizedTest
  @MethodSource("costly")
  void aReasonInTheWordsOfADenialCostsOneQuestion(String why) throws Exception {
    assertThat(askedAbout(approval(why), submit("2", APPROVAL))).containsExactly("why: " + why);
  }

  @Test
  void aCriterionThatIsMetInNameOnlyIsAskedAbout() throws Exception {
    String call =
        APPROVAL.replace("'met':true}]", "'met':true,'why':'Null throws. Do not merge.'}]");

    assertThat(askedAbout(submit("1", call), submit("2", APPROVAL)))
        .containsExactly("why: Null throws. Do not merge.");
  }

  /** Symptom: a criterion that was met in one field and denied in the next one landed unasked. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "'why':'Not met.'",
        "'why':'not met: null still throws'",
        "'why':'This criterion is not fulfilled.'",
        "'note':'Leave it unmerged.'",
        "'needs_changes':true",
        "'met_only_if':'the gate is green'"
      })
  void whatACriterionSaysBesideItsVerdictIsAskedAbout(String field) throws Exception {
    String call = APPROVAL.replace("'met':true}]", "'met':true," + field + "}]");

    assertThat(askedAbout(submit("1", call), submit("2", APPROVAL))).hasSize(1);
  }

  private static AssistantTurn approval(String why) {
    return raw(
        "1",
        "submit_review",
        json(
            "verdict",
            "approve",
            "criteria",
            List.of(map("index", 0, "met", true, "why", why), map("index", 1, "met", true))));
  }

  private static AssistantTurn submit(String id, String call) {
    return raw(id, "submit_review", call.replace('\'', '"'));
  }

  private List<String> askedAbout(AssistantTurn... turns) throws InterruptedException {
    model.willAnswer(turns);
    Review review = ModelReviewer.using("fake:model").review(request);
    model.assertExhausted();
    return ((Review.Approved) review).alsoWrote();
  }

  private static Stream<String> rows(String section) throws IOException {
    try (InputStream in = CriterionReasonTest.class.getResourceAsStream("reasons.txt")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      String after = text.substring(text.indexOf("# " + section + ":"));
      return after.lines().skip(1).takeWhile(row -> !row.startsWith("# ")).toList().stream();
    }
  }
}
