package dev.nightshift.forge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.report.RunReport;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.task.Risk;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.testing.ManualTime;
import dev.nightshift.forge.gitlab.GitLabForge;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What only GitLab does with requests. */
@Timeout(120)
class GitLabForgeTest {
  @TempDir private Path root;
  private Shop shop;
  private GitLabServer gitlab;

  @BeforeEach
  void openShop() throws IOException {
    shop = new Shop(root, FakeForge.Kind.GITLAB);
    gitlab = (GitLabServer) shop.server;
  }

  @AfterEach
  void closeShop() {
    assertThat(gitlab.complaints()).isEmpty();
    shop.close();
  }

  private RunReport proposed(Task task) throws InterruptedException {
    try (Nightshift nightshift = shop.engine(Delivery.branch())) {
      return Shop.run(nightshift, task).report();
    }
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"Draft: say v1", "[draft] say v1", "(Draft) say v1", "WIP: say v1"})
  void noTitleOfATaskMakesADraft(String title) throws Exception {
    PullRequest request = shop.requests().publish(proposed(Task.builder(title).build()));

    assertThat(request.isDraft()).isFalse();
    assertThat(gitlab.requests().get(0).isDraft).isFalse();
    assertThat(gitlab.requests().get(0).title).endsWith("say v1");
  }

  @Test
  void aDraftIsToldByItsTitle() throws Exception {
    RunReport report = proposed(Task.builder("Say v1").risk(Risk.HIGH).build());

    assertThat(shop.requests().publish(report).isDraft()).isTrue();
    assertThat(gitlab.requests().get(0).title).isEqualTo("Draft: Say v1");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "/merge",
        "/close now",
        "before\n/approve",
        "/assign me \n/label ~bug",
        "x\n\r/merge\r\n",
        "/mer\rge",
        "/\rmerge"
      })
  void whatPeopleWroteIsNoCommandUnderTheTokenOfTheHost(String written) throws Exception {
    RunReport report = proposed(Shop.task());
    shop.requests().publish(report);
    FakeRequest request = gitlab.requests().get(0);
    request.body = written + "\n\n" + request.body;

    shop.requests().publish(report);
    String once = request.body;
    shop.requests().publish(report);

    assertThat(once).contains("\\/").containsOnlyOnce("### Cost");
    assertThat(request.body).isEqualTo(once);
  }

  @Test
  void labelsThatPeopleAddedStay() throws Exception {
    RunReport report = proposed(Shop.task());
    shop.requests().publish(report);
    gitlab.requests().get(0).labels.add("ours");

    shop.requests().publish(report);

    assertThat(gitlab.requests().get(0).labels)
        .containsExactly("nightshift", "risk: medium", "ours");
  }

  @Test
  void manyRequestsFromForksHideNotTheOneOfTheRun() throws Exception {
    RunReport report = proposed(Shop.task());
    PullRequest own = shop.requests().publish(report);
    String branch = shop.branch(report.runId());
    gitlab.state.openFromForks(branch, 40);
    int before = gitlab.calls().size();

    assertThat(shop.server.forge().find(branch))
        .hasValueSatisfying(found -> assertThat(found.id()).isEqualTo(own.id()));

    assertThat(gitlab.calls().size() - before).isEqualTo(1);
  }

  @Test
  void aRequestThatIsBeingMergedIsNoSecondOneToOpen() throws Exception {
    RunReport report = proposed(Shop.task());
    shop.requests().publish(report);
    gitlab.state.isLocked = true;

    shop.requests().publish(report);

    assertThat(gitlab.requests()).hasSize(1);
  }

  @Test
  void aLimitIsWaitedForAsLongAsItSays() throws Exception {
    RunReport report = proposed(Shop.task());
    ManualTime time = ManualTime.create();
    gitlab.fail(
        new FakeForge.Fault(
            "POST",
            "/merge_requests",
            429,
            Map.of("Retry-After", "31", "RateLimit-Remaining", "0"),
            "Retry later\n",
            false));
    PullRequests requests =
        PullRequests.on(
            shop.server.forge(
                asked -> {
                  asked.time = time;
                  asked.patience = Duration.ofSeconds(10);
                }),
            shop.local.directory());

    ForgeException refused =
        catchThrowableOfType(ForgeException.class, () -> requests.publish(report));

    assertThat(refused.kind()).isEqualTo(ForgeException.Kind.RATE_LIMITED);
    assertThat(refused.retryAfter()).contains(Duration.ofSeconds(31));
    assertThat(gitlab.requests()).isEmpty();
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "403|{\"error\":\"insufficient_scope\",\"error_description\":\"needs more\"}"
            + "|(insufficient_scope: needs more)|FORBIDDEN",
        "401|{\"error\":\"invalid_token\",\"error_description\":\"Token is expired.\"}"
            + "|(invalid_token: Token is expired.)|UNAUTHORIZED",
        "400|{\"message\":{\"target_branch\":[\"does not exist\",\"is bad\"]}}"
            + "|(target_branch does not exist: target_branch is bad)|REFUSED",
        "422|{\"message\":[\"You can't\",\"do it\"]}|(You can't: do it)|REFUSED"
      })
  void whatItSaysIsToldInItsWords(int status, String body, String told, ForgeException.Kind kind)
      throws Exception {
    RunReport report = proposed(Shop.task());
    gitlab.fail("POST", status, body);

    ForgeException refused =
        catchThrowableOfType(ForgeException.class, () -> shop.requests().publish(report));

    assertThat(refused.kind()).isEqualTo(kind);
    assertThat(refused).hasMessageContaining(told);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"acme/shop", "acme/web/shop", "a_b/c.d/e-f", ".a/b"})
  void aProjectIsNamedByItsPath(String project) {
    assertThat(GitLabForge.of(project).name()).isEqualTo("gitlab:" + project);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "acme", "acme/", "/shop", "-a/shop", "acme/..", "../shop", "a/./b", "a b/c", "a?b/c"
      })
  void anyOtherShapeIsRefused(String project) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GitLabForge.of(project))
        .withMessageContaining("must be GROUP/NAME");
  }
}
