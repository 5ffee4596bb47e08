package dev.nightshift.core.agent;

import static dev.nightshift.core.agent.Turns.json;
import static dev.nightshift.core.agent.Turns.map;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.task.AcceptanceCriterion;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.tool.ToolArgumentException;
import dev.nightshift.core.tool.ToolArguments;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class VerdictReaderTest {
  private static final List<Object> ALL_MET = List.of(criterion(0, true), criterion(1, true));
  private final FakeReviewRequest request = new FakeReviewRequest();

  static Stream<Arguments> contradictions() {
    return Stream.of(
        Arguments.of("no verdict", json(), "'verdict' is missing"),
        Arguments.of("an unknown verdict", json("verdict", "ok"), "not 'ok'"),
        Arguments.of(
            "an approval with a request",
            json("verdict", "approve", "request", change("A.java", 1)),
            "approve must not carry a request"),
        Arguments.of(
            "a request for changes without one",
            json("verdict", "request_changes"),
            "needs a request"),
        Arguments.of(
            "a request for changes with an empty one",
            json("verdict", "request_changes", "request", map("path", "", "problem", " ")),
            "needs a request"),
        Arguments.of(
            "an escalation with a request",
            json("verdict", "escalate", "reason", "r", "request", change("A.java", 1)),
            "must not carry a request"),
        Arguments.of(
            "an approval although a criterion is not met",
            json("verdict", "approve", "criteria", List.of(criterion(1, false))),
            "contradicts criterion 1"),
        Arguments.of(
            "an approval that leaves out a criterion",
            json("verdict", "approve", "criteria", List.of(criterion(0, true))),
            "approve says nothing about criterion 1"),
        Arguments.of(
            "a criterion that does not exist",
            json("verdict", "approve", "criteria", List.of(criterion(2, true))),
            "no criterion 2; they are numbered 0 to 1"),
        Arguments.of(
            "a criterion judged twice",
            json("verdict", "approve", "criteria", List.of(criterion(0, true), criterion(0, true))),
            "judged twice"),
        Arguments.of(
            "a criterion without a judgement",
            json("verdict", "approve", "criteria", List.of(map("index", 0))),
            "needs 'met'"),
        Arguments.of(
            "a finding on a line that does not exist",
            json("verdict", "approve", "findings", List.of(finding("A.java", 3))),
            "A.java:3 names a line that does not exist; the file has 2"),
        Arguments.of(
            "a finding on line 0",
            json("verdict", "approve", "findings", List.of(finding("A.java", 0))),
            "line 0 does not exist"),
        Arguments.of(
            "a finding in a file that does not exist",
            json("verdict", "approve", "findings", List.of(finding("Z.java", 1))),
            "'Z.java' names no file"),
        Arguments.of(
            "a finding outside the tree",
            json("verdict", "approve", "findings", List.of(finding("/etc/passwd", 1))),
            "names no file"),
        Arguments.of(
            "a finding past the end of a deleted file",
            json("verdict", "approve", "findings", List.of(finding("Gone.java", 4))),
            "the file has 3"),
        Arguments.of(
            "a request in a file that does not exist",
            json("verdict", "request_changes", "request", change("Z.java", 1)),
            "'Z.java' names no file"),
        Arguments.of(
            "a request without its proof",
            json(
                "verdict",
                "request_changes",
                "request",
                map(
                    "path",
                    "A.java",
                    "line",
                    1,
                    "category",
                    "OTHER",
                    "problem",
                    "p",
                    "required_change",
                    "c")),
            "'request.how_to_verify' is missing"),
        Arguments.of(
            "findings that are no list",
            json("verdict", "approve", "findings", "none"),
            "array of objects"));
  }

  @ParameterizedTest(name = "refuses {0}")
  @MethodSource("contradictions")
  void refuses(String what, String json, String complaint) {
    assertThat(what).isNotEmpty();
    assertThatThrownBy(() -> read(json))
        .isInstanceOf(ToolArgumentException.class)
        .hasMessageContaining(complaint);
  }

  @Test
  void takesAFindingInADeletedFile() {
    Review review = read(approval("findings", List.of(finding("Gone.java", 3))));

    assertThat(review.findings().get(0).path()).isEqualTo("Gone.java");
  }

  @Test
  void takesAFindingOnAChangedLinkThatCannotBeRead() {
    assertThat(read(approval("findings", List.of(finding("link", 1)))).findings()).hasSize(1);
  }

  @Test
  void takesAnEmptyRequestForNone() {
    String json = approval("request", map("path", "", "line", 0, "category", "", "problem", ""));

    assertThat(read(json)).isInstanceOf(Review.Approved.class);
  }

  @Test
  void needsNoJudgementOfWhatACommandProves() {
    request.task =
        Task.builder("Fix the NPE")
            .acceptance("greets null")
            .acceptance(AcceptanceCriterion.proven("is tested", "mvn", "-q", "test"))
            .build();

    assertThat(read(json("verdict", "approve", "criteria", List.of(criterion(0, true)))))
        .isInstanceOf(Review.Approved.class);
  }

  @Test
  void takesAnUnknownCategoryForOther() {
    String json =
        approval(
            "findings",
            List.of(
                map("path", "A.java", "line", 1, "category", "vibes", "message", "m"),
                map("path", "./A.java", "line", 1, "category", "null-check", "message", "m")));

    assertThat(read(json).findings())
        .containsExactly(
            new Finding("A.java", 1, Category.OTHER, "m"),
            new Finding("A.java", 1, Category.NULL_CHECK, "m"));
  }

  @Test
  void movesARequestPastTheEndOfItsFileToTheLastLine() {
    Review review = read(json("verdict", "request_changes", "request", change("A.java", 12)));

    assertThat(((Review.ChangesRequested) review).request().finding().line()).isEqualTo(2);
  }

  @Test
  void takesAnEscalationWithoutAReason() {
    assertThat(read(json("verdict", "escalate")))
        .isEqualTo(Review.escalated("the reviewer gave no reason"));
  }

  private static String approval(String name, Object value) {
    return json("verdict", "approve", "criteria", ALL_MET, name, value);
  }

  private Review read(String json) {
    return new VerdictReader(request).read(ToolArguments.parse(json), true);
  }

  private static Map<String, Object> finding(String path, int line) {
    return map("path", path, "line", line, "category", "OTHER", "message", "m");
  }

  private static Map<String, Object> criterion(int index, boolean met) {
    return map("index", index, "met", met, "why", "w");
  }

  private static Map<String, Object> change(String path, int line) {
    return map(
        "path",
        path,
        "line",
        line,
        "category",
        "OTHER",
        "problem",
        "p",
        "required_change",
        "c",
        "how_to_verify",
        "v");
  }
}
