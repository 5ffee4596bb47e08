package dev.nightshift.forge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.report.RunReport;
import dev.nightshift.forge.PullRequestNews.Approved;
import dev.nightshift.forge.PullRequestNews.ChangeRequested;
import dev.nightshift.forge.PullRequestNews.Waiting;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people say on GitLab, where no review names the commit that it is about. */
@Timeout(120)
class GitLabReviewsTest {
  @TempDir private Path root;
  private Shop shop;
  private GitLabServer gitlab;
  private Nightshift nightshift;
  private PullRequestWatch watch;
  private RunReport proposed;

  @BeforeEach
  void propose() throws IOException, InterruptedException {
    shop = new Shop(root, FakeForge.Kind.GITLAB);
    gitlab = (GitLabServer) shop.server;
    nightshift = shop.engine(shop.requests());
    watch = PullRequestWatch.of(nightshift, shop.requests());
    proposed = Shop.run(nightshift, Shop.task()).report();
    gitlab.permit("ada", true);
    gitlab.permit("bob", true);
  }

  @AfterEach
  void close() {
    assertThat(gitlab.complaints()).isEmpty();
    nightshift.close();
    shop.close();
  }

  private PullRequestNews look() throws InterruptedException {
    return watch.look(proposed.runId());
  }

  private String requested() throws InterruptedException {
    return ((ChangeRequested) look()).revision().request();
  }

  @Test
  void anApprovalWithoutATimeIsOfNoCommit() throws Exception {
    gitlab.state.tellsTimes = false;

    gitlab.review("ada", "APPROVED", "");

    assertThat(look()).isEqualTo(new Waiting("nobody submitted a review of this commit"));
  }

  @Test
  void aRequestWhoseTimeIsNotToldWithholdsApprovalAndTellsTheRunNothing() throws Exception {
    gitlab.state.tellsTimes = false;
    gitlab.review("ada", "CHANGES_REQUESTED", "say v2");
    gitlab.state.tellsTimes = true;
    gitlab.review("bob", "APPROVED", "");

    assertThat(((Waiting) look()).why())
        .isEqualTo(
            "'ada' requested changes of a commit that is not known, and the request is at %s; let"
                    .formatted(proposed.commits().head())
                + " its author review that, or dismiss the review");
    assertThat(watch.takeUp(proposed.runId())).isEmpty();
  }

  @Test
  void anApprovalFromBeforeAPushIsOfWhatWasThereThen() throws Exception {
    gitlab.review("ada", "APPROVED", "");
    nightshift.revise(proposed.runId(), "say it twice").await();

    assertThat(look()).isEqualTo(new Waiting("nobody submitted a review of this commit"));

    gitlab.review("bob", "APPROVED", "");
    assertThat(look())
        .isInstanceOfSatisfying(
            Approved.class, news -> assertThat(news.by()).isEqualTo(List.of("bob")));
  }

  @Test
  void whoRequestsChangesDoesNotApproveByAnApprovalThatIsLeft() throws Exception {
    gitlab.review("ada", "CHANGES_REQUESTED", "say v2");

    gitlab.state.leaveApproval("ada");

    assertThat(look()).isInstanceOf(ChangeRequested.class);
  }

  @Test
  void whatWasWrittenAfterTheRequestIsNoPartOfIt() throws Exception {
    gitlab.review("ada", "CHANGES_REQUESTED", "say v2", "A.java", "here");

    gitlab.review("ada", "COMMENTED", "by the way, nice weather");

    assertThat(requested()).contains("A.java:2: here\n\nsay v2").doesNotContain("weather");
  }

  @Test
  void whatWasWrittenBeforeTheRequestAboutThisCommitIsAPartOfIt() throws Exception {
    gitlab.review("ada", "COMMENTED", "the name is wrong");

    gitlab.review("ada", "CHANGES_REQUESTED", "");

    assertThat(requested()).contains("the name is wrong");
  }

  @Test
  void aSecondRequestOfTheSameAuthorHasOnlyWhatWasWrittenSince() throws Exception {
    gitlab.review("ada", "CHANGES_REQUESTED", "say v2");
    gitlab.review("ada", "CHANGES_REQUESTED", "no, say v3");

    assertThat(requested()).contains("no, say v3").doesNotContain("say v2");
  }

  @Test
  void whatWasWrittenAboutAnEarlierCommitIsNoPartOfIt() throws Exception {
    gitlab.review("ada", "COMMENTED", "about the first");
    nightshift.revise(proposed.runId(), "say it twice").await();

    gitlab.review("ada", "CHANGES_REQUESTED", "about the second");

    assertThat(requested()).contains("about the second").doesNotContain("about the first");
  }

  @Test
  void whatIsResolvedOrForMembersOnlyIsNotTold() throws Exception {
    gitlab.review("ada", "COMMENTED", "done already");
    gitlab.state.lastNote("resolved", true);
    gitlab.review("ada", "COMMENTED", "the customer is ACME");
    gitlab.state.lastNote("internal", true);

    gitlab.review("ada", "CHANGES_REQUESTED", "say v2");

    assertThat(requested()).contains("say v2").doesNotContain("done already", "ACME");
  }

  @Test
  void aReviewerBehindManyOthersIsSeen() throws Exception {
    for (int i = 0; i < 120; i++) {
      gitlab.state.reviewer("member-" + i, "unreviewed");
    }
    gitlab.review("ada", "CHANGES_REQUESTED", "say v2");

    assertThat(requested()).contains("say v2");
  }

  @Test
  void anAccountThatIsBlockedCountsNoMore() throws Exception {
    gitlab.review("ada", "APPROVED", "");
    assertThat(look()).isInstanceOf(Approved.class);

    gitlab.state.block("ada");

    assertThat(look()).isInstanceOf(Waiting.class);
  }

  @Test
  void theNoteOfARequestThatIsNotARequestOfAReviewerIsNone() throws Exception {
    gitlab.state.note("ada", "requested changes", true);

    assertThat(look()).isEqualTo(new Waiting("nobody submitted a review of this commit"));
  }

  @ParameterizedTest(name = "on a server that knows which notes are asked for: {0}")
  @ValueSource(booleans = {true, false})
  void whoWritesWhatTheForgeWritesSaysNothingByIt(boolean knowsFilters) throws Exception {
    gitlab.state.knowsFilters = knowsFilters;
    gitlab.review("ada", "CHANGES_REQUESTED", "say v2");
    String first = requested();

    gitlab.review("ada", "COMMENTED", "requested changes");

    assertThat(requested().lines().findFirst()).isEqualTo(first.lines().findFirst());
  }

  /** Symptom: what was behind a page from which something hidden was taken was not seen. */
  @Test
  void aPartThatIsShorterThanAskedForIsNotTheLast() throws Exception {
    gitlab.review("ada", "COMMENTED", "the first");
    for (int i = 0; i < 5; i++) {
      gitlab.review("eve", "COMMENTED", "secret");
      gitlab.state.lastNote("hidden", true);
    }

    gitlab.review("ada", "CHANGES_REQUESTED", "the last");

    assertThat(requested()).contains("the first\n\nthe last");
  }

  @Test
  void muchThatStrangersWriteHidesNoReviewAndTheirRightsAreNotAsked() throws Exception {
    String much = "\ud83d\ude00".repeat(100_000);
    for (int i = 0; i < 30; i++) {
      gitlab.review("eve", "COMMENTED", much);
    }
    gitlab.review("ada", "CHANGES_REQUESTED", "say v2");

    assertThat(requested()).contains("say v2").doesNotContain("\ud83d\ude00");
    assertThat(gitlab.calls("GET", "/members/")).hasSize(1);
  }
}
