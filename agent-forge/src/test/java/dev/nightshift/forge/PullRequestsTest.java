package dev.nightshift.forge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.StateDirectory;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.run.RecordedRun;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.task.Risk;
import dev.nightshift.core.task.Task;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Whole runs that end as pull requests, on each forge and a real git server. */
@Timeout(120)
@ParameterizedClass(name = "{0}")
@EnumSource(FakeForge.Kind.class)
class PullRequestsTest {
  @Parameter FakeForge.Kind kind;
  @TempDir private Path root;
  private Shop shop;

  @BeforeEach
  void openShop() throws IOException {
    shop = new Shop(root, kind);
  }

  @AfterEach
  void closeShop() {
    assertThat(shop.server.complaints()).isEmpty();
    shop.close();
  }

  @Test
  void aRunEndsAsProposedWithTheAddressOfItsRequest() throws Exception {
    RunResult result;
    RunId run;
    try (Nightshift nightshift = shop.engine(shop.requests())) {
      result = Shop.run(nightshift, Shop.task());
      run = result.report().runId();

      assertThat(nightshift.replay(run)).isEqualTo(result);
    }

    URI link = shop.server.link(shop.server.requests().get(0));
    assertThat(result.reason()).isEqualTo(EndReason.PROPOSED);
    assertThat(result.report().link()).contains(link);
    assertThat(result.report().toJson()).contains(link.toString());
    assertThat(result.report().toMarkdown()).contains(link.toString());
    RecordedRun recorded = StateDirectory.at(shop.state).run(run).orElseThrow();
    assertThat(recorded.end().link()).isEqualTo(link);
    assertThat(recorded.toJson()).contains("\"link\":\"" + link + "\"");
    assertThat(shop.remoteTip(run)).isEqualTo(result.report().commits().head());
  }

  @Test
  void aRequestSaysWhatItsReaderHasToKnow() throws Exception {
    try (Nightshift nightshift = shop.engine(shop.requests())) {
      Shop.run(nightshift, Shop.task());
    }

    FakeRequest pull = shop.server.requests().get(0);
    assertThat(pull.title).isEqualTo("Say v1");
    assertThat(pull.base).isEqualTo("main");
    assertThat(pull.isDraft).isFalse();
    assertThat(pull.labels).containsExactly("nightshift", "risk: medium");
    assertThat(pull.body)
        .contains("The file says v1 now.", "`A.java` modified, +1 −1")
        .contains("passed: `unit tests`, 42 tests run, 0 failed, 1 skipped")
        .contains("Kept the old name: A, because others use it")
        .contains("### Cost", "### Send it back");
  }

  @Test
  void aTaskOfHighRiskIsADraft() throws Exception {
    try (Nightshift nightshift = shop.engine(shop.requests())) {
      Shop.run(nightshift, Task.builder("Say v1").risk(Risk.HIGH).build());
    }

    FakeRequest pull = shop.server.requests().get(0);
    assertThat(pull.isDraft).isTrue();
    assertThat(pull.labels).contains("risk: high");
    assertThat(pull.body).contains("a human has to look at all of it");
  }

  @Test
  void aRunThatWasSentBackUpdatesItsRequestAndKeepsWhatPeopleWrote() throws Exception {
    RunId run;
    String first;
    try (Nightshift nightshift = shop.engine(shop.requests())) {
      RunResult proposed = Shop.run(nightshift, Shop.task());
      run = proposed.report().runId();
      first = proposed.report().commits().head();
      FakeRequest pull = shop.server.requests().get(0);
      pull.body = "Release note: none.\n\n" + pull.body;

      RunResult revised = nightshift.revise(run, "say it twice").await();

      assertThat(revised.report().link()).isEqualTo(proposed.report().link());
      assertThat(shop.remoteTip(run))
          .isEqualTo(revised.report().commits().head())
          .isNotEqualTo(first);
    }
    List<FakeRequest> pulls = shop.server.requests();
    assertThat(pulls).hasSize(1);
    assertThat(pulls.get(0).body).startsWith("Release note: none.").containsOnlyOnce("### Cost");
  }

  @Test
  void aCommitOfSomebodyElseOnTheBranchIsNeverReplaced() throws Exception {
    try (Nightshift nightshift = shop.engine(shop.requests())) {
      RunResult proposed = Shop.run(nightshift, Shop.task());
      RunId run = proposed.report().runId();
      String foreign = shop.local.commit("human", Map.of("B.java", "mine\n"));
      shop.backDoor().push(foreign, shop.branch(run), Set.of(proposed.report().commits().head()));

      RunResult revised = nightshift.revise(run, "say it twice").await();

      assertThat(shop.remoteTip(run)).isEqualTo(foreign);
      assertThat(revised.reason()).isEqualTo(EndReason.PROPOSED);
      assertThat(revised.report().link()).isEqualTo(proposed.report().link());
      assertThat(revised.report().ending().detail())
          .contains("its pull request is as it was: pushing 'nightshift/" + run + "'", foreign);
      assertThat(shop.local.tip(revised.report().branch()))
          .isEqualTo(revised.report().commits().head());
    }
  }

  @Test
  void aBranchThatMovesWhileItIsPushedIsNotReplaced() throws Exception {
    String foreign = shop.local.commit("human", Map.of("B.java", "mine\n"));
    try (Nightshift nightshift = shop.engine(shop.requests())) {
      RunResult proposed = Shop.run(nightshift, Shop.task());
      RunId run = proposed.report().runId();
      String head = proposed.report().commits().head();
      shop.server
          .git()
          .beforeNextWrite(() -> shop.backDoor().push(foreign, shop.branch(run), Set.of(head)));

      RunResult revised = nightshift.revise(run, "say it twice").await();

      assertThat(shop.remoteTip(run)).isEqualTo(foreign);
      assertThat(revised.report().ending().detail()).contains("it is at " + foreign);
    }
  }

  @Test
  void aRequestThatAHumanClosedStaysClosedAndNothingIsPushed() throws Exception {
    try (Nightshift nightshift = shop.engine(shop.requests())) {
      RunResult proposed = Shop.run(nightshift, Shop.task());
      RunId run = proposed.report().runId();
      shop.server.requests().get(0).isOpen = false;

      RunResult revised = nightshift.revise(run, "say it twice").await();

      assertThat(revised.report().ending().detail()).contains("is closed; nothing was pushed");
      assertThat(shop.server.requests()).hasSize(1);
      assertThat(shop.remoteTip(run)).isEqualTo(proposed.report().commits().head());
    }
  }

  @Test
  void aRequestThatIsClosedWhileItsCommitIsPushedIsToldAsClosed() throws Exception {
    try (Nightshift nightshift = shop.engine(shop.requests())) {
      RunResult proposed = Shop.run(nightshift, Shop.task());
      shop.server.git().beforeNextWrite(() -> shop.server.requests().get(0).isOpen = false);

      RunResult revised = nightshift.revise(proposed.report().runId(), "say it twice").await();

      assertThat(revised.report().ending().detail())
          .contains("is closed; it was pushed before that was seen: reopen it there");
      assertThat(shop.remoteTip(proposed.report().runId()))
          .isEqualTo(revised.report().commits().head());
    }
  }

  @Test
  void aRequestWhoseAnswerIsNoJsonIsFoundByItsBranch() throws Exception {
    shop.server.fail(
        new FakeForge.Fault("POST", shop.server.list(), 201, Map.of(), "<html>proxy</html>", true));

    try (Nightshift nightshift = shop.engine(shop.requests())) {
      RunResult proposed = Shop.run(nightshift, Shop.task());

      assertThat(proposed.report().link()).isPresent();
      assertThat(proposed.report().ending().detail()).doesNotContain("no pull request");
    }
    assertThat(shop.server.requests()).hasSize(1);
    assertThat(shop.server.calls("POST", shop.server.list())).hasSize(1);
    assertThat(shop.server.requests().get(0).labels).contains("nightshift");
  }

  @Test
  void aProposalWithoutARequestGetsItLater() throws Exception {
    PullRequests requests =
        PullRequests.on(
            shop.server.forge(asked -> asked.patience = java.time.Duration.ZERO),
            shop.local.directory());
    shop.server.fail("GET", 503, "");
    try (Nightshift nightshift = shop.engine(requests)) {
      RunResult proposed = Shop.run(nightshift, Shop.task());
      assertThat(proposed.reason()).isEqualTo(EndReason.PROPOSED);
      assertThat(proposed.report().ending().detail()).contains("answered 503", "try again later");

      PullRequest opened = requests.publish(proposed.report());
      PullRequest again = requests.publish(proposed.report());

      assertThat(again.id()).isEqualTo(opened.id());
      assertThat(shop.server.requests()).hasSize(1);
    }
  }

  @Test
  void aRecordedRunKeepsTheLastLinkThatIsKnownWhenTheForgeFailsLater() throws Exception {
    try (Nightshift nightshift = shop.engine(shop.requests())) {
      RunResult proposed = Shop.run(nightshift, Shop.task());
      RunId run = proposed.report().runId();
      shop.server.fail("GET", 404, shop.server.error("Not Found"));

      RunResult revised = nightshift.revise(run, "say it twice").await();

      assertThat(revised.report().link()).isEmpty();
      assertThat(StateDirectory.at(shop.state).run(run).orElseThrow().end().link())
          .isEqualTo(proposed.report().link().orElseThrow());
    }
  }

  @Test
  void aRequestFromAForkWithABranchOfThatNameIsNotTheRuns() throws Exception {
    try (Nightshift nightshift = shop.engine(shop.requests())) {
      RunResult proposed = Shop.run(nightshift, Shop.task());
      FakeRequest foreign = shop.server.requests().get(0);
      foreign.headRepository = "mallory/shop";

      PullRequest own = shop.requests().publish(proposed.report());

      assertThat(own.id()).isNotEqualTo(String.valueOf(foreign.number));
      assertThat(shop.server.requests()).hasSize(2);
    }
  }

  @Test
  void theTokenIsNowhereButInHeaders() throws Exception {
    RunResult result;
    try (Nightshift nightshift = shop.engine(shop.requests())) {
      result = Shop.run(nightshift, Shop.task());
    }

    String token = shop.server.token();
    assertThat(result.report().toMarkdown() + result.report().toJson()).doesNotContain(token);
    assertThat(shop.server.calls())
        .extracting(Object::toString)
        .noneMatch(it -> it.contains(token));
    assertThat(shop.server.calls()).noneMatch(call -> call.body().contains(token));
    for (Path directory : List.of(shop.state, shop.local.directory())) {
      try (Stream<Path> files = Files.walk(directory)) {
        assertThat(files.filter(Files::isRegularFile))
            .noneMatch(file -> read(file).contains(token))
            .noneMatch(file -> read(file).contains(shop.server.git().credentials()));
      }
    }
  }

  @Test
  void aPrefixThatGitTakesForNoBranchIsRefusedAtOnce() {
    PullRequests requests = shop.requests();

    assertThatThrownBy(() -> requests.withBranchPrefix("my runs/"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("prefix 'my runs/' is no beginning of a branch's name");
    assertThat(requests.withBranchPrefix("").branchOf(RunId.of("r1"))).isEqualTo("r1");
  }

  @Test
  void aTokenSupplierThatThrowsIsTheReasonOfAProposalWithoutARequest() throws Exception {
    PullRequests requests =
        PullRequests.on(
            shop.server.forge(
                asked ->
                    asked.token =
                        () -> {
                          throw new IllegalStateException("vault said hunter2secret");
                        }),
            shop.local.directory());

    try (Nightshift nightshift = shop.engine(requests)) {
      RunResult proposed = Shop.run(nightshift, Shop.task());

      assertThat(proposed.reason()).isEqualTo(EndReason.PROPOSED);
      assertThat(proposed.report().ending().detail())
          .contains("its supplier failed with java.lang.IllegalStateException")
          .doesNotContain("hunter2");
    }
  }

  @Test
  void nothingIsPublishedOfARunThatProposedNothing() throws Exception {
    PullRequests requests = shop.requests();
    try (Nightshift nightshift =
        shop.engine(
            requests,
            assignment -> new dev.nightshift.core.agent.Outcome.NothingToDo("done", "seen"))) {
      RunResult result = Shop.run(nightshift, Shop.task());

      assertThatThrownBy(() -> requests.publish(result.report()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("proposed nothing");
    }
    assertThat(shop.server.calls()).isEmpty();
  }

  private static String read(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    } catch (IOException unreadable) {
      throw new java.io.UncheckedIOException(unreadable);
    }
  }
}
