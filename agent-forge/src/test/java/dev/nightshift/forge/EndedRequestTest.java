package dev.nightshift.forge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.StateDirectory;
import dev.nightshift.core.agent.Assignment;
import dev.nightshift.core.agent.Feedback;
import dev.nightshift.core.agent.Outcome;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.report.HumanDecision;
import dev.nightshift.core.report.RejectionReason;
import dev.nightshift.core.report.RunReport;
import dev.nightshift.core.task.Risk;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.task.TaskKind;
import dev.nightshift.core.trust.TrustEntry;
import dev.nightshift.core.trust.TrustLedger;
import dev.nightshift.core.trust.TrustOutcome;
import dev.nightshift.core.trust.TrustPolicy;
import dev.nightshift.core.trust.TrustedDelivery;
import dev.nightshift.forge.PullRequestNews.Closed;
import dev.nightshift.forge.PullRequestNews.Merged;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that somebody merged or closed, and what that is for the run and for its kind. */
@Timeout(120)
@ParameterizedClass(name = "{0}")
@EnumSource(FakeForge.Kind.class)
class EndedRequestTest {
  @Parameter FakeForge.Kind kind;
  @TempDir private Path root;
  private Shop shop;
  private TrustLedger trust;
  private Nightshift nightshift;
  private PullRequestWatch watch;
  private RunReport proposed;
  private FakeRequest request;

  @BeforeEach
  void propose() throws IOException, InterruptedException {
    shop = new Shop(root, kind);
    trust = StateDirectory.trust(shop.state);
    nightshift =
        shop.engine(
            TrustedDelivery.of(trust, "shop", TrustPolicy.afterCleanRuns(3))
                .withProposals(shop.requests()),
            EndedRequestTest::document);
    watch = PullRequestWatch.of(nightshift, shop.requests()).withTrust(trust);
    proposed =
        Shop.run(
                nightshift,
                Task.builder("Say v1").kind(TaskKind.DOCUMENTATION).risk(Risk.LOW).build())
            .report();
    request = shop.server.requests().get(0);
  }

  @AfterEach
  void close() {
    assertThat(shop.server.complaints()).isEmpty();
    nightshift.close();
    shop.close();
  }

  private static Outcome document(Assignment assignment) {
    String asked = assignment.feedback() instanceof Feedback.HumanRequested ? "again" : "first";
    assignment
        .workspace()
        .files()
        .write("notes.md", (asked + "\n").getBytes(StandardCharsets.UTF_8));
    return new Outcome.Changed("The notes are there.");
  }

  private TrustEntry entry() {
    return trust.entries().get(trust.entries().size() - 1);
  }

  private void end(boolean isMerged) {
    request.isOpen = false;
    request.isMerged = isMerged;
    request.by = "ada";
  }

  @Test
  void aChangeThatHasNotEarnedToLandIsAPullRequestThatSaysSo() {
    assertThat(proposed.link()).contains(shop.server.link(request));
    assertThat(proposed.ending().detail())
        .contains("a human merges it, as a pull request; ")
        .contains("0 of 3 clean runs in a row");
    assertThat(entry().outcome()).isEqualTo(TrustOutcome.PROPOSED);
  }

  @Test
  void whoMergedARequestIsToldAndCountsAsWhoAcceptedTheRunAsItWas() throws Exception {
    end(true);

    assertThat(watch.look(proposed.runId()))
        .isInstanceOfSatisfying(
            Merged.class, news -> assertThat(news.request().by()).isEqualTo("ada"));
    assertThat(watch.takeUp(proposed.runId())).isEmpty();
    assertThat(watch.takeUp(proposed.runId())).isEmpty();

    assertThat(entry().outcome()).isEqualTo(TrustOutcome.CLEAN);
    assertThat(entry().why())
        .isEqualTo("its request " + shop.server.link(request) + " was merged by 'ada'");
    assertThat(trust.entries()).hasSize(2);
    assertThat(trust.standing(entry().key()).streak()).isOne();
  }

  @Test
  void aRequestThatPeopleCommittedToCountsAsSentBack() throws Exception {
    String foreign = shop.local.commit("human", Map.of("B.java", "mine\n"));
    shop.backDoor().push(foreign, shop.branch(proposed.runId()), Set.of(proposed.commits().head()));
    shop.server.forge().find(shop.branch(proposed.runId()));
    end(true);

    watch.takeUp(proposed.runId());

    assertThat(entry().outcome()).isEqualTo(TrustOutcome.REVISED);
    assertThat(entry().why()).endsWith("by 'ada', and not as the run proposed it");
  }

  @Test
  void aRunWhoseRequestWasClosedIsRejectedByWhoClosedIt() throws Exception {
    end(false);

    assertThat(watch.look(proposed.runId()))
        .isInstanceOfSatisfying(
            Closed.class, news -> assertThat(news.request().by()).isEqualTo("ada"));
    RunReport ended = watch.takeUp(proposed.runId()).orElseThrow().await().report();

    assertThat(ended.reason()).isEqualTo(EndReason.REJECTED);
    HumanDecision decision = ended.humanDecisions().get(0);
    assertThat(decision.reason()).isEqualTo(RejectionReason.OTHER);
    assertThat(decision.text())
        .isEqualTo("its request " + shop.server.link(request) + " was closed by 'ada'");
    assertThat(entry().outcome()).isEqualTo(TrustOutcome.REJECTED);
  }

  @Test
  void aRunThatWasSentBackAndThenMergedEarnsNothing() throws Exception {
    nightshift.revise(proposed.runId(), "say it twice").await();
    end(true);

    assertThat(watch.takeUp(proposed.runId())).isEmpty();

    assertThat(entry().outcome()).isEqualTo(TrustOutcome.REVISED);
    assertThat(trust.standing(entry().key()).streak()).isZero();
  }

  /** Symptom: a run was rejected, and its trust set back, because a forge closed its request. */
  @ParameterizedTest(name = "merged: {0}")
  @ValueSource(booleans = {true, false})
  void whatNobodyIsNamedForDecidesNothing(boolean isMerged) throws Exception {
    end(isMerged);
    request.by = "";

    assertThat(watch.takeUp(proposed.runId())).isEmpty();

    assertThat(entry().outcome()).isEqualTo(TrustOutcome.PROPOSED);
  }
}
