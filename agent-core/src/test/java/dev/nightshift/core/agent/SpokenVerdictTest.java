package dev.nightshift.core.agent;

import static dev.nightshift.core.agent.Turns.MODEL;
import static dev.nightshift.core.agent.Turns.json;
import static dev.nightshift.core.agent.Turns.raw;
import static dev.nightshift.core.agent.Turns.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.StopReason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What reviewers write: a plain objection blocks, a doubtful one is asked about, an ordinary
 * approval is neither. The two tables are the rule in examples; see docs/decisions/019.
 */
class SpokenVerdictTest {
  private static final List<Map<String, Object>> MET =
      List.of(Map.of("index", 0, "met", true), Map.of("index", 1, "met", true));
  private static final String APPROVAL = json("verdict", "approve", "criteria", MET);
  private static final String UNFINISHED = json("verdict", "approve");

  static Stream<String> plainObjections() throws IOException {
    return rows("objections", "plain");
  }

  static Stream<String> objections() throws IOException {
    return Stream.of(
            rows("objections", "plain"), rows("objections", "alone"), rows("objections", "asked"))
        .flatMap(rows -> rows);
  }

  static Stream<String> objectionsAlone() throws IOException {
    return Stream.concat(rows("objections", "plain"), rows("objections", "alone"));
  }

  static Stream<String> objectingCalls() throws IOException {
    return rows("objections", "call").map(SpokenVerdictTest::arguments);
  }

  static Stream<String> ordinaryApprovals() throws IOException {
    return rows("approvals", "unasked");
  }

  static Stream<String> approvals() throws IOException {
    return Stream.concat(rows("approvals", "unasked"), rows("approvals", "asked"));
  }

  static Stream<String> approvalsBeside() throws IOException {
    return Stream.concat(approvals(), rows("approvals", "beside"));
  }

  static Stream<String> approvingCalls() throws IOException {
    return rows("approvals", "call").map(SpokenVerdictTest::arguments);
  }

  @ParameterizedTest
  @MethodSource("objectionsAlone")
  void aPlainObjectionBeforeTheReminderBlocks(String said) throws Exception {
    assertThat(review(text(said), submit(APPROVAL))).isInstanceOf(Review.Escalated.class);
  }

  @ParameterizedTest
  @MethodSource("objectionsAlone")
  void aPlainObjectionBesideACallWithoutAVerdictBlocks(String said) throws Exception {
    assertThat(review(beside(said, "{}"), submit(APPROVAL))).isInstanceOf(Review.Escalated.class);
  }

  @ParameterizedTest
  @MethodSource("plainObjections")
  void aPlainObjectionBesideAnApproveBlocks(String said) throws Exception {
    assertThat(review(beside(said, APPROVAL))).isInstanceOf(Review.Escalated.class);
  }

  @ParameterizedTest
  @MethodSource("plainObjections")
  void aPlainObjectionInATextOfAnApproveBlocks(String said) throws Exception {
    assertThat(review(submit(approvalWith("reason", said)), submit(APPROVAL)))
        .isInstanceOf(Review.Escalated.class);
  }

  /**
   * Symptom: "I refuse to approve" and 55 of the 69 others written before the question landed
   * beside an approve.
   */
  @ParameterizedTest
  @MethodSource("objections")
  void noObjectionLandsUnasked(String said) throws Exception {
    assertThat(landsUnasked(beside(said, APPROVAL))).isFalse();
    assertThat(landsUnasked(submit(approvalWith("reason", said)), submit(APPROVAL))).isFalse();
    assertThat(landsUnasked(text(said), submit(APPROVAL))).isFalse();
    assertThat(landsUnasked(beside(said, UNFINISHED), submit(APPROVAL))).isFalse();
  }

  @ParameterizedTest
  @MethodSource("objectingCalls")
  void anObjectionInAnyValueOfACallBlocks(String call) throws Exception {
    assertThat(review(submit(call), submit(APPROVAL))).isInstanceOf(Review.Escalated.class);
  }

  @ParameterizedTest
  @MethodSource("approvals")
  void anApprovalThatFollowsProseCounts(String said) throws Exception {
    assertThat(review(text(said), submit(APPROVAL), submit(APPROVAL)))
        .isInstanceOf(Review.Approved.class);
  }

  @ParameterizedTest
  @MethodSource("approvalsBeside")
  void anApprovalBesideProseCounts(String said) throws Exception {
    assertThat(review(beside(said, APPROVAL), submit(APPROVAL)))
        .isInstanceOf(Review.Approved.class);
    assertThat(review(beside(said, UNFINISHED), submit(APPROVAL), submit(APPROVAL)))
        .isInstanceOf(Review.Approved.class);
    assertThat(review(submit(approvalWith("summary", said)), submit(APPROVAL)))
        .isInstanceOf(Review.Approved.class);
  }

  @ParameterizedTest
  @MethodSource("ordinaryApprovals")
  void anOrdinaryApprovalIsNotAskedAbout(String said) throws Exception {
    assertThat(review(beside(said, APPROVAL))).isEqualTo(review(submit(APPROVAL)));
    assertThat(review(submit(approvalWith("summary", said)))).isEqualTo(review(submit(APPROVAL)));
  }

  @ParameterizedTest
  @MethodSource("approvingCalls")
  void whatAnApproveUsuallyHoldsPasses(String call) throws Exception {
    assertThat(review(submit(call), submit(APPROVAL), submit(APPROVAL)))
        .isInstanceOf(Review.Approved.class);
  }

  /** An approval that was asked about says so. */
  private static boolean landsUnasked(AssistantTurn... turns) throws InterruptedException {
    AssistantTurn[] andAgain = Arrays.copyOf(turns, turns.length + 1);
    andAgain[turns.length] = submit(APPROVAL);
    return review(andAgain) instanceof Review.Approved approved && approved.alsoWrote().isEmpty();
  }

  private static Stream<String> rows(String table, String section) throws IOException {
    try (InputStream in = SpokenVerdictTest.class.getResourceAsStream(table + ".txt")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      String after = text.substring(text.indexOf("# " + section + ":"));
      return after
          .lines()
          .skip(1)
          .takeWhile(row -> !row.matches("# (plain|alone|asked|unasked|beside|call): .*"))
          .map(row -> row.replace("\\n", "\n"))
          .toList()
          .stream();
    }
  }

  private static String arguments(String row) {
    return row.replace("MET", "'criteria':[{'index':0,'met':true},{'index':1,'met':true}]")
        .replace('\'', '"');
  }

  private static String approvalWith(String name, String text) {
    return json("verdict", "approve", "criteria", MET, name, text);
  }

  private static AssistantTurn submit(String argumentsJson) {
    return raw("2", "submit_review", argumentsJson);
  }

  private static AssistantTurn beside(String said, String argumentsJson) {
    return AssistantTurn.of(
        MODEL,
        StopReason.TOOL_USE,
        List.of(
            new ContentBlock.Text(said),
            new ContentBlock.ToolUse("1", "submit_review", argumentsJson)));
  }

  private static Review review(AssistantTurn... turns) throws InterruptedException {
    FakeReviewRequest request = new FakeReviewRequest();
    request.conversation.willAnswer(turns);
    return ModelReviewer.using("fake:model").review(request);
  }
}
