package dev.nightshift.core.agent;

import static dev.nightshift.core.agent.Turns.call;
import static dev.nightshift.core.agent.Turns.map;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.tree.ChangedFile;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OutsideFindingTest {
  private final FakeReviewRequest request = new FakeReviewRequest();
  private final FakeConversation model = request.conversation;

  @BeforeEach
  void changesTheSecondOfTenLines() {
    request.candidate.put(
        "A.java", "1\nnew\n3\n4\n5\n6\n7\n8\n9\n10\n".getBytes(StandardCharsets.UTF_8));
    request.candidate.put("B.java", "1\n2\n".getBytes(StandardCharsets.UTF_8));
    request.patch =
        """
        diff --git a/A.java b/A.java
        --- a/A.java
        +++ b/A.java
        @@ -1,3 +1,3 @@
         1
        -old
        +new
         3
        """;
    request.files = List.of(new ChangedFile("A.java", ChangedFile.Kind.MODIFIED, 1, 1));
  }

  @Test
  void requestOutsideOfTheChangeComesBackOnceAndCountsWithItsCause() throws Exception {
    Review review = review(request("1", "B.java", 1, ""), request("2", "B.java", 1, "A.java:2"));

    assertThat(model.result(1, "1").content())
        .contains("no line of the change is at B.java:1", "caused_by");
    Review.ChangesRequested changes = (Review.ChangesRequested) review;
    assertThat(changes.request().finding())
        .isEqualTo(new Finding("B.java", 1, Category.OTHER, "p", "A.java:2", false));
  }

  @Test
  void requestThatStaysOutsideIsLeftToAHumanAndNotToTheImplementer() throws Exception {
    Review review = review(request("1", "A.java", 9, ""), request("2", "A.java", 9, "B.java:1"));

    Review.Escalated left = (Review.Escalated) review;
    assertThat(left.reason()).contains("outside of the change, at A.java:9", "It said: p", "c");
    assertThat(left.findings())
        .containsExactly(new Finding("A.java", 9, Category.OTHER, "p", "", true));
  }

  @Test
  void findingThatStaysOutsideHoldsNoApprovalBackAndIsTold() throws Exception {
    Review review = review(approval("1", "A.java", 9), approval("2", "A.java", 9));

    assertThat(review).isInstanceOf(Review.Approved.class);
    assertThat(review.findings())
        .containsExactly(new Finding("A.java", 9, Category.OTHER, "m", "", true));
  }

  @Test
  void lineBesideAChangedOneCounts() throws Exception {
    assertThat(review(request("1", "A.java", 3, ""))).isInstanceOf(Review.ChangesRequested.class);
  }

  private Review review(AssistantTurn... turns) throws InterruptedException {
    model.willAnswer(turns);
    Review review = ModelReviewer.using("fake:model").review(request);
    model.assertExhausted();
    return review;
  }

  private static AssistantTurn request(String id, String path, int line, String cause) {
    Map<String, Object> asked =
        map(
            "path",
            path,
            "line",
            line,
            "caused_by",
            cause,
            "category",
            "OTHER",
            "problem",
            "p",
            "required_change",
            "c",
            "how_to_verify",
            "v");
    return call(
        id,
        "submit_review",
        "verdict",
        "request_changes",
        "request",
        asked,
        "findings",
        List.of(),
        "criteria",
        List.of());
  }

  private static AssistantTurn approval(String id, String path, int line) {
    return call(
        id,
        "submit_review",
        "verdict",
        "approve",
        "findings",
        List.of(map("path", path, "line", line, "category", "OTHER", "message", "m")),
        "criteria",
        List.of(
            map("index", 0, "met", true, "why", "w"), map("index", 1, "met", true, "why", "w")));
  }
}
