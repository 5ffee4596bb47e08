package dev.nightshift.forge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.report.RunReport;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.task.Risk;
import dev.nightshift.core.task.Task;
import dev.nightshift.forge.PullRequestNews.ChangeRequested;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What only GitHub does. */
@Timeout(120)
class GitHubForgeTest {
  @TempDir private Path root;
  private Shop shop;
  private GitHubServer github;

  @BeforeEach
  void openShop() throws IOException {
    shop = new Shop(root, FakeForge.Kind.GITHUB);
    github = (GitHubServer) shop.server;
  }

  @AfterEach
  void closeShop() {
    assertThat(github.complaints()).isEmpty();
    shop.close();
  }

  @Test
  void aTaskOfHighRiskIsOpenedWhereTheForgeKnowsNoDrafts() throws Exception {
    github.state.knowsDrafts = false;

    try (Nightshift nightshift = shop.engine(shop.requests())) {
      Shop.run(nightshift, Task.builder("Say v1").risk(Risk.HIGH).build());
    }

    assertThat(github.requests()).hasSize(1);
    assertThat(github.requests().get(0).labels).contains("risk: high");
  }

  @Test
  void aRequestThatCannotBeLabelledIsOpenAllTheSame() throws Exception {
    github.fail(
        new FakeForge.Fault(
            "POST", "/labels", 403, Map.of(), github.error("no right to label"), false));

    try (Nightshift nightshift = shop.engine(shop.requests())) {
      assertThat(Shop.run(nightshift, Shop.task()).report().link()).isPresent();
    }
    assertThat(github.requests()).hasSize(1);
  }

  @Test
  void muchTextOfStrangersNeitherHidesAReviewNorCostsAQuestionForEach() throws Exception {
    try (Nightshift nightshift = shop.engine(shop.requests())) {
      RunId run = Shop.run(nightshift, Shop.task()).report().runId();
      PullRequestWatch watch = PullRequestWatch.of(nightshift, shop.requests());
      github.permit("ada", true);
      github.permit("eve", false);
      String much = "\ud83d\ude00".repeat(30_000);
      for (int i = 0; i < 80; i++) {
        github.review("eve", i % 2 == 0 ? "COMMENTED" : "CHANGES_REQUESTED", much);
      }
      String id = github.review("ada", "CHANGES_REQUESTED", "say v2");

      assertThat(watch.look(run)).isInstanceOf(ChangeRequested.class);

      assertThat(github.calls("GET", "/comments"))
          .singleElement()
          .satisfies(call -> assertThat(call.address()).contains("/reviews/" + id + "/"));
      assertThat(github.calls("GET", "/permission")).hasSize(2);
    }
  }

  @Test
  void theLinesOfACommentStandBelowIt() throws Exception {
    try (Nightshift nightshift = shop.engine(shop.requests())) {
      RunId run = Shop.run(nightshift, Shop.task()).report().runId();
      github.permit("ada", true);
      github.review("ada", "CHANGES_REQUESTED", "", "A.java", "say v2");

      ChangeRequested news =
          (ChangeRequested) PullRequestWatch.of(nightshift, shop.requests()).look(run);

      assertThat(news.revision().request()).contains("A.java:2: say v2\n> +v1\n> +of A.java");
    }
  }

  @Test
  void aTargetThatIsNotThereIsRefusedInTheWordsOfTheForge() throws Exception {
    RunReport proposed;
    try (Nightshift nightshift = shop.engine(Delivery.branch())) {
      proposed = Shop.run(nightshift, Shop.task()).report();
    }
    String said =
        github.alreadyOpen().body().replaceAll("A pull request [a-z ]*:x.", "base is invalid");
    github.fail("POST", 422, said);

    ForgeException refused =
        catchThrowableOfType(ForgeException.class, () -> shop.requests().publish(proposed));

    assertThat(refused.kind()).isEqualTo(ForgeException.Kind.REFUSED);
    assertThat(refused).hasMessageContaining("Validation Failed: base is invalid");
  }
}
