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
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Symptoms: "Verdict: request_changes: no test covers null" beside an approve landed, and "The
 * request_changes from round 1 has been addressed" went to a human. The two tables hold what
 * reviewers write; see docs/decisions/019.
 */
class SpokenVerdictTest {
  private static final List<Map<String, Object>> MET =
      List.of(Map.of("index", 0, "met", true), Map.of("index", 1, "met", true));
  private static final String APPROVAL = json("verdict", "approve", "criteria", MET);
  private static final String UNFINISHED = json("verdict", "approve");

  static Stream<String> objectionsAnywhere() throws IOException {
    return rows("objections", "anywhere");
  }

  static Stream<String> objectionsAlone() throws IOException {
    return Stream.concat(rows("objections", "anywhere"), rows("objections", "alone"));
  }

  static Stream<String> objectingCalls() throws IOException {
    return rows("objections", "call").map(SpokenVerdictTest::arguments);
  }

  static Stream<String> approvalsAnywhere() throws IOException {
    return rows("approvals", "anywhere");
  }

  static Stream<String> approvalsBeside() throws IOException {
    return Stream.concat(rows("approvals", "anywhere"), rows("approvals", "beside"));
  }

  static Stream<String> approvingCalls() throws IOException {
    return rows("approvals", "call").map(SpokenVerdictTest::arguments);
  }

  @ParameterizedTest
  @MethodSource("objectionsAlone")
  void anObjectionBeforeTheReminderBlocks(String said) throws Exception {
    assertThat(review(text(said), submit(APPROVAL))).isInstanceOf(Review.Escalated.class);
  }

  @ParameterizedTest
  @MethodSource("objectionsAlone")
  void anObjectionBesideACallWithoutAVerdictBlocks(String said) throws Exception {
    assertThat(review(beside(said, "{}"), submit(APPROVAL))).isInstanceOf(Review.Escalated.class);
  }

  @ParameterizedTest
  @MethodSource("objectionsAnywhere")
  void anObjectionBesideAnApproveBlocks(String said) throws Exception {
    assertThat(review(beside(said, APPROVAL))).isInstanceOf(Review.Escalated.class);
  }

  @ParameterizedTest
  @MethodSource("objectionsAnywhere")
  void anObjectionInATextOfAnApproveBlocks(String said) throws Exception {
    assertThat(review(submit(approvalWith("reason", said)), submit(APPROVAL)))
        .isInstanceOf(Review.Escalated.class);
  }

  @ParameterizedTest
  @MethodSource("objectingCalls")
  void anObjectionInAnyValueOfACallBlocks(String call) throws Exception {
    assertThat(review(submit(call), submit(APPROVAL))).isInstanceOf(Review.Escalated.class);
  }

  @ParameterizedTest
  @MethodSource("approvalsAnywhere")
  void proseBeforeTheReminderPasses(String said) throws Exception {
    assertThat(review(text(said), submit(APPROVAL))).isInstanceOf(Review.Approved.class);
  }

  @ParameterizedTest
  @MethodSource("approvalsBeside")
  void proseBesideAnApprovePasses(String said) throws Exception {
    assertThat(review(beside(said, APPROVAL))).isInstanceOf(Review.Approved.class);
  }

  @ParameterizedTest
  @MethodSource("approvalsBeside")
  void proseBesideAnApproveThatLacksAFieldPasses(String said) throws Exception {
    assertThat(review(beside(said, UNFINISHED), submit(APPROVAL)))
        .isInstanceOf(Review.Approved.class);
  }

  @ParameterizedTest
  @MethodSource("approvalsBeside")
  void proseInATextOfAnApprovePasses(String said) throws Exception {
    assertThat(review(submit(approvalWith("summary", said)))).isInstanceOf(Review.Approved.class);
  }

  @ParameterizedTest
  @MethodSource("approvingCalls")
  void whatAnApproveUsuallyHoldsPasses(String call) throws Exception {
    assertThat(review(submit(call), submit(APPROVAL))).isInstanceOf(Review.Approved.class);
  }

  private static Stream<String> rows(String table, String section) throws IOException {
    try (InputStream in = SpokenVerdictTest.class.getResourceAsStream(table + ".txt")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      String after = text.substring(text.indexOf("# " + section + ":"));
      return after
          .lines()
          .skip(1)
          .takeWhile(row -> !row.matches("# (anywhere|alone|beside|call): .*"))
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
