package dev.nightshift.forge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.report.RunReport;
import dev.nightshift.core.task.Risk;
import dev.nightshift.core.task.Task;
import dev.nightshift.forge.ForgeException.Kind;
import dev.nightshift.git.SquashedCommits;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs that end as one change on Gerrit, whatever it refuses and whoever pushes. */
@Timeout(120)
class GerritDeliveryTest {
  @TempDir private Path root;
  private GerritShop shop;
  private Nightshift nightshift;

  @BeforeEach
  void openShop() throws IOException {
    shop = new GerritShop(root);
    nightshift = shop.engine();
  }

  @AfterEach
  void nothingIsThereTwice() {
    assertThat(shop.server.state.changes.size()).isLessThanOrEqualTo(1);
    nightshift.close();
    shop.close();
  }

  private RunReport run() throws InterruptedException {
    return Shop.run(nightshift, Shop.task()).report();
  }

  private RunReport again(RunId run) throws InterruptedException {
    return nightshift.revise(run, "say it twice").await().report();
  }

  private GerritChange change() {
    return shop.server.state.only();
  }

  private ForgeException refused(RunReport report) {
    return catchThrowableOfType(ForgeException.class, () -> shop.requests().publish(report));
  }

  @Test
  void aRunIsOneCommitOnTheTargetWithTheFilesOfItsBranch() throws Exception {
    RunReport report = run();

    assertThat(report.link()).contains(URI.create(shop.server.web() + "/c/acme/shop/+/1"));
    assertThat(change().current().getParent(0).name()).isEqualTo(shop.local.tip("main"));
    assertThat(change().current().getTree().name())
        .isEqualTo(shop.local.tree(report.commits().head()));
    assertThat(change().current().getFullMessage())
        .startsWith("Say v1\n\n")
        .contains("42 tests run", "Nightshift-Run: " + report.runId())
        .endsWith("\nChange-Id: " + change().changeId + "\n");
    assertThat(change().topic).isEqualTo("nightshift/" + report.runId());
    assertThat(change().tags).containsExactly("nightshift", "risk: medium");
    assertThat(change().isDraft).isFalse();
  }

  @Test
  void whatARunProposesLaterIsAPatchSetOfTheSameChange() throws Exception {
    RunReport first = run();

    RunReport second = again(first.runId());

    assertThat(change().patchSets).hasSize(2);
    assertThat(second.link()).isEqualTo(first.link());
    assertThat(shop.requests().forge().find("nightshift/" + first.runId()).orElseThrow().head())
        .isEqualTo(second.commits().head());
  }

  @Test
  void theSameOnceMoreIsNoPatchSetAndTakesNoVoteAway() throws Exception {
    RunReport report = run();
    shop.server.state.vote("rita", "Code-Review", 2, "");

    shop.requests().publish(report);

    assertThat(change().patchSets).hasSize(1);
    assertThat(change().labels.get("Code-Review")).containsKey("rita");
  }

  @Test
  void aTaskOfHighRiskIsWorkInProgressUntilAHumanSaysOtherwise() throws Exception {
    Task task = Task.builder("Say v1").risk(Risk.HIGH).build();
    RunId run = Shop.run(nightshift, task).report().runId();
    assertThat(change().isDraft).isTrue();
    change().isDraft = false;

    again(run);

    assertThat(change().isDraft).isFalse();
  }

  @Test
  void aPatchSetOfSomebodyElseIsNotBuriedAlthoughItClaimsToBeTheRuns() throws Exception {
    RunReport first = run();
    String foreign = shop.patchSetOf("sam", first.runId());

    RunReport second = again(first.runId());

    assertThat(change().current().name()).isEqualTo(foreign);
    assertThat(second.link()).isEqualTo(first.link());
    assertThat(second.ending().detail()).contains("its patch set 2 has the commit " + foreign);
    assertThat(refused(second).kind()).isEqualTo(Kind.MOVED_HEAD);
  }

  @Test
  void aPatchSetThatComesWhileTheRunPushesIsTold() throws Exception {
    RunReport first = run();
    shop.server
        .git()
        .beforeNextWrite(
            () -> {
              try {
                shop.patchSetOf("sam", first.runId());
              } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
              }
            });

    RunReport second = again(first.runId());

    assertThat(change().patchSets).hasSize(3);
    assertThat(second.ending().detail())
        .contains("got 1 patch sets of others while the run pushed", "all patch sets are there");
  }

  @Test
  void theSameThatAnotherProcessPushedMeanwhileIsNoError() throws Exception {
    Nightshift other =
        Shop.engine(
            shop.local.directory(),
            root.resolve("ws2"),
            root.resolve("state2"),
            dev.nightshift.core.run.Delivery.branch(),
            Shop::implement);
    RunReport report;
    try (other) {
      report = Shop.run(other, Shop.task()).report();
    }
    shop.server
        .git()
        .beforeNextWrite(
            () -> {
              try {
                shop.requests().publish(report);
              } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
              }
            });

    PullRequest request = shop.requests().publish(report);

    assertThat(request.head()).isEqualTo(report.commits().head());
    assertThat(change().patchSets).hasSize(1);
  }

  @Test
  void anAbandonedChangeStaysAbandonedAndNothingIsPushed() throws Exception {
    RunReport first = run();
    shop.server.state.abandon("rita");

    assertThat(again(first.runId()).ending().detail()).contains("is closed; nothing was pushed");
    assertThat(change().patchSets).hasSize(1);
  }

  @Test
  void aChangeThatIsAbandonedWhileTheRunPushesIsToldAsClosed() throws Exception {
    RunReport first = run();
    shop.server.git().beforeNextWrite(() -> shop.server.state.abandon("rita"));

    RunReport second = again(first.runId());

    assertThat(second.ending().detail()).contains("closed; nothing was pushed: restore it there");
    assertThat(refused(second).kind()).isEqualTo(Kind.CLOSED);
  }

  @Test
  void aChangeOfAnotherAccountWithTheIdOfTheRunIsNotAddedTo() throws Exception {
    RunReport report = run();
    GerritChange own = change();
    GerritChange other = new GerritChange(1, own.changeId, "main", "sam");
    other.patchSets.addAll(own.patchSets);
    shop.server.state.changes.set(0, other);

    ForgeException refused = refused(report);

    assertThat(refused.kind()).isEqualTo(Kind.MOVED_HEAD);
    assertThat(refused).hasMessageContaining("is of another account");
    assertThat(other.patchSets).hasSize(1);
  }

  @Test
  void aRunThatBeganAtACommitWhichIsNotThereMakesNoChangeOfIt() throws Exception {
    shop.local.commit("main", Map.of("C.java", "here only\n"));

    RunReport report = run();

    assertThat(report.link()).isEmpty();
    assertThat(refused(report).kind()).isEqualTo(Kind.REFUSED);
    assertThat(report.ending().detail()).contains("does not have the commit", "push it there");
    assertThat(shop.server.state.changes).isEmpty();
  }

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({
    "prohibited by Gerrit: not permitted: create change on refs/heads/main, FORBIDDEN",
    "commit 1234567: invalid committer, FORBIDDEN",
    "commit 1234567: missing Change-Id in message footer, REFUSED",
    "branch main not found, REFUSED",
    "internal server error, REFUSED"
  })
  void whatAPushIsDeclinedForIsTypedInTheWordsOfGerrit(String words, Kind kind) throws Exception {
    shop.server.state.refuse(words);

    RunReport report = run();

    assertThat(report.ending().detail()).contains("no pull request", words);
    assertThat(refused(report).kind()).isEqualTo(kind);
    assertThat(shop.server.state.changes).isEmpty();
  }

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({"401, UNAUTHORIZED", "403, FORBIDDEN", "404, NOT_FOUND", "503, UNAVAILABLE"})
  void whatTheGitServerRefusesIsTypedAsWell(int status, Kind kind) throws Exception {
    shop.server.git().refuse(status);

    RunReport report = run();

    assertThat(refused(report).kind()).isEqualTo(kind);
    assertThat(refused(report).getMessage()).doesNotContain(shop.server.password());
  }

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({
    "401, UNAUTHORIZED",
    "403, FORBIDDEN",
    "404, NOT_FOUND",
    "409, REFUSED",
    "500, UNAVAILABLE"
  })
  void whatTheApiRefusesIsTypedWithItsWords(int status, Kind kind) throws Exception {
    RunReport report = run();
    shop.server.fail("GET", "/changes/", status, Map.of());
    PullRequests impatient =
        PullRequests.on(
            shop.server.forge(shop.local.directory()).patience(Duration.ZERO).build(),
            shop.local.directory());

    ForgeException refused =
        catchThrowableOfType(ForgeException.class, () -> impatient.publish(report));

    assertThat(refused.kind()).isEqualTo(kind);
    assertThat(refused).hasMessageContaining("in its own words");
  }

  @Test
  void aLimitIsToldWithItsWait() throws Exception {
    RunReport report = run();
    shop.server.fail("GET", "/changes/", 429, Map.of("Retry-After", "300"));

    ForgeException refused = refused(report);

    assertThat(refused.kind()).isEqualTo(Kind.RATE_LIMITED);
    assertThat(refused.retryAfter()).contains(Duration.ofMinutes(5));
  }

  @Test
  void aChangeThatCannotBeTaggedIsThereAllTheSame() throws Exception {
    shop.server.fail("POST", "/hashtags", 403, Map.of());

    assertThat(run().link()).isPresent();
    assertThat(change().tags).isEmpty();
  }

  @Test
  void thePasswordIsNowhereButInHeaders() throws Exception {
    RunReport report = run();

    String password = shop.server.password();
    assertThat(report.toMarkdown() + report.toJson()).doesNotContain(password);
    assertThat(shop.server.calls())
        .noneMatch(call -> (call.address() + call.body()).contains(password));
    for (Path directory : List.of(shop.state, shop.local.directory())) {
      try (Stream<Path> files = Files.walk(directory)) {
        assertThat(files.filter(Files::isRegularFile))
            .noneMatch(file -> read(file).contains(password))
            .noneMatch(file -> read(file).contains(shop.server.git().credentials()));
      }
    }
  }

  private static String read(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    } catch (IOException unreadable) {
      throw new java.io.UncheckedIOException(unreadable);
    }
  }

  @Test
  void aTargetThatWentOnDoesNotMoveWhatTheCommitIsOn() throws Exception {
    String before = shop.local.tip("main");
    shop.local.setRef("refs/heads/work", before);
    String work = shop.local.commit("work", Map.of("B.java", "b\n"));
    String target = shop.local.commit("main", Map.of("C.java", "c\n"));

    assertThat(SquashedCommits.in(shop.local.directory()).base(work, "main"))
        .isEqualTo(before)
        .isNotEqualTo(target);
  }
}
