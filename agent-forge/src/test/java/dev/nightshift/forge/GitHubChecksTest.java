package dev.nightshift.forge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.base.RunId;
import dev.nightshift.forge.PullRequestNews.Waiting;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the checks of a pull request on GitHub come to, for an approval. */
@Timeout(120)
class GitHubChecksTest {
  @TempDir private Path root;
  private Shop shop;
  private GitHubServer github;
  private Nightshift nightshift;
  private PullRequestWatch watch;
  private RunId proposed;

  @BeforeEach
  void propose() throws IOException, InterruptedException {
    shop = new Shop(root, FakeForge.Kind.GITHUB);
    github = (GitHubServer) shop.server;
    nightshift = shop.engine(shop.requests());
    watch = PullRequestWatch.of(nightshift, shop.requests());
    proposed = Shop.run(nightshift, Shop.task()).report().runId();
    github.permit("ada", true);
  }

  @AfterEach
  void close() {
    assertThat(shop.server.complaints()).isEmpty();
    nightshift.close();
    shop.close();
  }

  private RunId run() {
    return proposed;
  }

  private String waiting() throws InterruptedException {
    PullRequestNews news = watch.look(run());
    assertThat(news).isInstanceOf(Waiting.class);
    assertThat(watch.takeUp(run())).isEmpty();
    return ((Waiting) news).why();
  }

  @ParameterizedTest(name = "a check that ended as {0} leaves it {1}")
  @CsvSource({
    "success, Approved",
    "neutral, Approved",
    "skipped, Approved",
    "failure, ChecksFailed",
    "timed_out, ChecksFailed",
    "cancelled, Waiting",
    "action_required, Waiting",
    "stale, Waiting",
    "startup_failure, Waiting",
    "a_word_of_tomorrow, Waiting",
    ", Waiting"
  })
  void onlyChecksThatPassedAreApproved(String conclusion, String news) throws Exception {
    github.review("ada", "APPROVED", "");
    github.allowUndescribedAnswers();

    github.state.check("build", "completed", conclusion, "");

    assertThat(watch.look(run()).getClass().getSimpleName()).isEqualTo(news);
  }

  @Test
  void aCancelledCheckIsNamedForAHuman() throws Exception {
    github.review("ada", "APPROVED", "");

    github.state.check("build", "completed", "cancelled", "");

    assertThat(waiting())
        .isEqualTo(
            "1 checks ended neither green nor red ('build'); a human has to look at them there");
  }
}
