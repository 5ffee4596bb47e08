package dev.nightshift.forge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.base.TimeSource;
import dev.nightshift.core.report.RunReport;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.forge.ForgeException.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a forge refuses: each is one typed error, after which nothing is lost and nothing twice. */
@Timeout(120)
@ParameterizedClass(name = "{0}")
@EnumSource(FakeForge.Kind.class)
class ForgeErrorsTest {
  @Parameter FakeForge.Kind kind;
  private static final Instant NOW = Instant.parse("2026-12-01T00:00:00Z");
  @TempDir private Path root;
  private final WaitingTime time = new WaitingTime();
  private Shop shop;
  private RunReport proposed;

  @BeforeEach
  void propose() throws Exception {
    shop = new Shop(root, kind);
    try (Nightshift nightshift = shop.engine(Delivery.branch())) {
      proposed = Shop.run(nightshift, Shop.task()).report();
    }
  }

  @AfterEach
  void nothingIsLostAndNothingIsThereTwice() throws InterruptedException {
    assertThat(shop.local.tip(proposed.branch())).isEqualTo(proposed.commits().head());
    assertThat(shop.server.requests().size()).isLessThanOrEqualTo(1);
    assertThat(shop.server.complaints()).isEmpty();
    shop.close();
  }

  @Test
  void aProtectedBranchIsNamedWithWhatTheServerSays() {
    ForgeException refused = refused(requests().withBranchPrefix("release/"));

    assertThat(refused.kind()).isEqualTo(Kind.PROTECTED_BRANCH);
    assertThat(refused)
        .hasMessageContaining("pushing 'release/" + proposed.runId() + "'")
        .hasMessageContaining("protected branch hook declined")
        .hasMessageContaining("use another prefix");
    assertThat(shop.server.requests()).isEmpty();
  }

  @Test
  void aMovedHeadIsNamedWithTheCommitThatIsThere() {
    String foreign = shop.local.commit("human", Map.of("B.java", "mine\n"));
    shop.backDoor().push(foreign, shop.branch(proposed.runId()), Set.of());

    ForgeException refused = refused();

    assertThat(refused.kind()).isEqualTo(Kind.MOVED_HEAD);
    assertThat(refused).hasMessageContaining(foreign);
    assertThat(shop.server.requests()).isEmpty();
  }

  @Test
  void aUsedUpLimitIsWaitedForUntilItsReset() throws Exception {
    Map<String, String> headers =
        Map.of(
            "x-ratelimit-remaining",
            "0",
            "x-ratelimit-reset",
            String.valueOf(NOW.plusSeconds(40).getEpochSecond()));
    limit("GET", 403, headers, "API rate limit exceeded for user ID 1.");

    requests().publish(proposed);

    assertThat(time.waited).isEqualTo(Duration.ofSeconds(41));
    assertThat(shop.server.requests()).hasSize(1);
  }

  @Test
  void aLimitThatIsLongerThanThePatienceIsAnErrorWithTheWait() {
    Map<String, String> headers =
        Map.of(
            "x-ratelimit-remaining",
            "0",
            "x-ratelimit-reset",
            String.valueOf(NOW.plusSeconds(3_000).getEpochSecond()));
    limit("GET", 403, headers, "API rate limit exceeded for user ID 1.");

    ForgeException refused = refused();

    assertThat(refused.kind()).isEqualTo(Kind.RATE_LIMITED);
    assertThat(refused.retryAfter()).contains(Duration.ofSeconds(3_001));
    assertThat(refused).hasMessageContaining("ask again in 3001 seconds");
    assertThat(time.waited).isZero();
    assertThat(shop.remoteTip(proposed.runId())).isEmpty();
  }

  @Test
  void aSecondaryLimitIsWaitedForAsLongAsItSaysAndOpensOneRequest() throws Exception {
    limit("POST", 403, Map.of("retry-after", "30"), "You have exceeded a secondary rate limit.");

    requests().publish(proposed);

    assertThat(time.waited).isEqualTo(Duration.ofSeconds(30));
    assertThat(shop.server.requests()).hasSize(1);
  }

  @Test
  void aSecondaryLimitWithoutAWaitIsWaitedForAMinute() throws Exception {
    limit("POST", 429, Map.of(), "You have exceeded a secondary rate limit.");

    requests().publish(proposed);

    assertThat(time.waited).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void aLimitThatDoesNotEndIsAnErrorWhenThePatienceDoes() {
    for (int i = 0; i < 4; i++) {
      limit("POST", 403, Map.of("retry-after", "50"), "You have exceeded a secondary rate limit.");
    }

    assertThat(refused().kind()).isEqualTo(Kind.RATE_LIMITED);
    assertThat(time.waited).isEqualTo(Duration.ofSeconds(100));
    assertThat(shop.server.requests()).isEmpty();
  }

  @Test
  void aFailingServerIsAskedAgainWhatChangesNothing() throws Exception {
    shop.server.fail("GET", 502, "<html>bad gateway</html>");
    shop.server.fail("GET", 503, "");

    requests().publish(proposed);

    assertThat(time.waited).isEqualTo(Duration.ofSeconds(3));
    assertThat(shop.server.requests()).hasSize(1);
  }

  @Test
  void aServerThatFailsWhileItOpensIsNotAskedToOpenAgain() {
    shop.server.fail("POST", 500, "");

    ForgeException refused = refused();

    assertThat(refused.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(refused.status()).isEqualTo(500);
    assertThat(shop.server.calls("POST", shop.server.list())).hasSize(1);
    assertThat(shop.server.requests()).isEmpty();
  }

  @Test
  void aRequestWhoseAnswerWasLostIsFoundInPlaceOfASecondOne() throws Exception {
    shop.server.fail(new FakeForge.Fault("POST", shop.server.list(), 502, Map.of(), "", true));

    PullRequest request = requests().publish(proposed);

    assertThat(request.link()).isEqualTo(shop.server.link(shop.server.requests().get(0)));
    assertThat(shop.server.calls("POST", shop.server.list())).hasSize(1);
    assertThat(shop.server.requests().get(0).labels).contains("nightshift");
  }

  @Test
  void aRequestThatIsOpenAlreadyAndNotShownIsAnError() {
    FakeForge.Answer open = shop.server.alreadyOpen();
    shop.server.fail("POST", open.status(), open.body());

    ForgeException refused = refused();

    assertThat(refused.kind()).isEqualTo(Kind.ALREADY_OPEN);
    assertThat(refused).hasMessageContaining(shop.branch(proposed.runId()));
  }

  @Test
  void anExpiredTokenIsAnErrorThatDoesNotShowIt() {
    PullRequests requests = requests();
    shop.server.renewToken();

    ForgeException refused = refused(requests);

    assertThat(refused.kind()).isEqualTo(Kind.UNAUTHORIZED);
    assertThat(refused).hasMessageContaining("renew it");
    assertThat(refused.getMessage()).doesNotContain(shop.server.token().substring(0, 6));
  }

  @Test
  void aTokenThatMayNotWriteIsForbidden() {
    shop.server.fail(
        "POST", 403, shop.server.error("Resource not accessible by personal access token"));

    ForgeException refused = refused();

    assertThat(refused.kind()).isEqualTo(Kind.FORBIDDEN);
    assertThat(refused)
        .hasMessageContaining("Resource not accessible")
        .hasMessageContaining("; give the token the ");
    assertThat(time.waited).isZero();
  }

  @Test
  void aRepositoryThatIsNotThereIsNotFound() {
    PullRequests requests =
        PullRequests.on(
            shop.server.forge(asked -> asked.repository = "acme/other"), shop.local.directory());

    ForgeException refused = refused(requests);

    assertThat(refused.kind()).isEqualTo(Kind.NOT_FOUND);
    assertThat(refused).hasMessageContaining(":acme/other");
  }

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({"401, UNAUTHORIZED", "403, FORBIDDEN", "404, NOT_FOUND", "503, UNAVAILABLE"})
  void whatTheGitServerRefusesIsTypedAsWell(int status, Kind kind) {
    shop.server.git().refuse(status);

    ForgeException refused = refused();

    assertThat(refused.kind()).isEqualTo(kind);
    assertThat(refused).hasMessageContaining("pushing 'nightshift/" + proposed.runId() + "'");
    assertThat(refused.getMessage()).doesNotContain(shop.server.token().substring(0, 6));
    assertThat(shop.server.calls("POST", shop.server.list())).isEmpty();
  }

  @Test
  void aRedirectIsNotFollowedWithTheToken() {
    shop.server.fail(
        new FakeForge.Fault(
            "GET",
            shop.server.list(),
            301,
            Map.of("Location", "https://evil.invalid/"),
            "{}",
            false));

    ForgeException refused = refused();

    assertThat(refused.kind()).isEqualTo(Kind.NOT_FOUND);
    assertThat(refused).hasMessageContaining("check the name, which may have changed");
  }

  @Test
  void aServerThatIsNotThereIsUnavailable() throws IOException {
    PullRequests requests = requests();
    shop.server.close();

    ForgeException refused = refused(requests);

    assertThat(refused.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(time.waited).isEqualTo(Duration.ofSeconds(7));
  }

  private void limit(String method, int status, Map<String, String> headers, String message) {
    shop.server.fail(
        new FakeForge.Fault(
            method, shop.server.list(), status, headers, shop.server.error(message), false));
  }

  private PullRequests requests() {
    return PullRequests.on(shop.server.forge(asked -> asked.time = time), shop.local.directory());
  }

  private ForgeException refused() {
    return refused(requests());
  }

  private ForgeException refused(PullRequests requests) {
    return catchThrowableOfType(ForgeException.class, () -> requests.publish(proposed));
  }

  /** A clock that stands still, and moves by what is waited. */
  private static final class WaitingTime implements TimeSource {
    private Duration waited = Duration.ZERO;

    @Override
    public Instant now() {
      return NOW.plus(waited);
    }

    @Override
    public long nanoTime() {
      return waited.toNanos();
    }

    @Override
    public void sleep(Duration duration) {
      waited = waited.plus(duration);
    }
  }
}
