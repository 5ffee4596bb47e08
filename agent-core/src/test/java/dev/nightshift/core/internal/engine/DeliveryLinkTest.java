package dev.nightshift.core.internal.engine;

import static dev.nightshift.core.internal.engine.EngineFixture.approving;
import static dev.nightshift.core.internal.engine.EngineFixture.changed;
import static dev.nightshift.core.internal.engine.EngineFixture.green;
import static dev.nightshift.core.internal.engine.EngineFixture.pipeline;
import static dev.nightshift.core.internal.engine.EngineFixture.writes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.nightshift.core.agent.Review;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.report.RunReport;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.run.DeliveryContext;
import dev.nightshift.core.run.DeliveryResult;
import dev.nightshift.core.task.Risk;
import dev.nightshift.core.task.Task;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A delivery that opens a pull request says where it is. */
class DeliveryLinkTest {
  private static final URI PULL = URI.create("https://forge.example/team/app/pulls/7?tab=files#d");
  private final EngineFixture fixture = new EngineFixture(Map.of("A.java", "v0\n"));

  @AfterEach
  void nothingIsLeftOpen() {
    fixture.close();
    fixture.workspaces.assertNothingOpen();
  }

  @Test
  void theLinkOfAProposalStandsInAllReports() throws Exception {
    RunReport report = delivered(context -> context.propose("waits for its owner", PULL));

    assertThat(report.reason()).isEqualTo(EndReason.PROPOSED);
    assertThat(report.ending().detail()).isEqualTo("waits for its owner");
    assertThat(report.link()).contains(PULL);
    assertThat(report.toMarkdown()).contains("on `" + report.branch() + "`, see <" + PULL + ">.\n");
    assertThat(report.toJson()).contains("\"link\" : \"" + PULL + "\"");
    assertThat(report.toString()).contains(", see " + PULL + ",");
  }

  @Test
  void aPullRequestThatNeedsTheBranchIsLinkedAfterwards() throws Exception {
    RunReport report =
        delivered(
            context -> {
              DeliveryResult.Proposed proposed = context.propose("opened a pull request");
              assertThat(fixture.workspaces.branches()).containsKey(proposed.branch());
              return proposed.withLink(PULL);
            });

    assertThat(report.reason()).isEqualTo(EndReason.PROPOSED);
    assertThat(report.link()).contains(PULL);
  }

  @Test
  void aForgeThatCannotBeReachedLeavesTheProposal() throws Exception {
    RunReport report =
        delivered(
            context -> {
              context.propose("opened a pull request");
              throw new IllegalStateException("the forge did not answer");
            });

    assertThat(report.reason()).isEqualTo(EndReason.PROPOSED);
    assertThat(report.link()).isEmpty();
    assertThat(fixture.workspaces.branches()).containsKey(report.branch());
  }

  @Test
  void aRemarkStandsBehindTheReason() throws Exception {
    RunReport report =
        delivered(
            context -> context.propose("waits").withLink(PULL).withRemark("the forge was slow"));

    assertThat(report.ending().detail()).isEqualTo("waits; the forge was slow");
    assertThat(report.link()).contains(PULL);
    assertThat(new DeliveryResult.Proposed("b", "waits").withRemark("x").reason())
        .isEqualTo("waits; x");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DeliveryResult.Proposed("b", "waits").withRemark(" "));
  }

  @Test
  void aReasonThatOnlyBeginsLikeTheOneThatWasProposedIsAnotherOne() throws Exception {
    RunReport report =
        delivered(
            context -> {
              DeliveryResult.Proposed made = context.propose("waits");
              return new DeliveryResult.Proposed(made.branch(), PULL, "waits no more");
            });

    assertThat(report.ending().detail()).doesNotContain("waits no more");
    assertThat(report.link()).isEmpty();
  }

  @Test
  void aDeliveryKnowsWhatTheReportTellsSoFar() throws Exception {
    AtomicReference<RunReport> told = new AtomicReference<>();
    RunReport report =
        delivered(
            context -> {
              DeliveryResult.Proposed proposed = context.propose("waits");
              told.set(context.report());
              return proposed.withLink(PULL);
            });

    RunReport before = told.get();
    assertThat(before.ending()).isEqualTo(report.ending());
    assertThat(before.change()).isEqualTo(report.change());
    assertThat(before.evidence()).isEqualTo(report.evidence());
    assertThat(before.commits()).isEqualTo(report.commits());
    assertThat(before.branch()).isEqualTo(report.branch());
    assertThat(before.link()).isEmpty();
  }

  @Test
  void aDeliveryThatDidNothingYetHasNoReport() throws Exception {
    RunReport report =
        delivered(
            context -> {
              context.report();
              return context.propose("waits");
            });

    assertThat(report.ending().detail()).contains("has delivered nothing yet");
  }

  @Test
  void onlyTheLinkOfAProposalCanBeAdded() throws Exception {
    RunReport report =
        delivered(
            context -> {
              DeliveryResult.Proposed made = context.propose("as asked");
              return new DeliveryResult.Proposed("another-branch", PULL, made.reason());
            });

    assertThat(report.reason()).isEqualTo(EndReason.PROPOSED);
    assertThat(report.branch()).isNotEqualTo("another-branch");
    assertThat(report.link()).isEmpty();
  }

  @Test
  void aMergeTurnedIntoAProposalTakesALinkToo() throws Exception {
    Task risky = Task.builder("Change A").risk(Risk.HIGH).build();
    RunReport report =
        fixture
            .nightshift
            .run(
                risky,
                pipeline(writes("A.java", "v1\n"))
                    .delivery(
                        context ->
                            context.merge() instanceof DeliveryResult.Proposed proposed
                                ? proposed.withLink(PULL)
                                : context.merge())
                    .build())
            .report();

    assertThat(report.ending().detail()).contains("high risk");
    assertThat(report.link()).contains(PULL);
  }

  @Test
  void aMergeTakesALinkToo() throws Exception {
    RunReport report =
        delivered(context -> ((DeliveryResult.Merged) context.merge()).withLink(PULL));

    assertThat(report.reason()).isEqualTo(EndReason.MERGED);
    assertThat(report.link()).contains(PULL);
    assertThat(report.toMarkdown()).contains(", see <" + PULL + ">");
    assertThat(report.toString()).contains(", see " + PULL);
  }

  /** Symptom: the branch was published before the null was refused. */
  @Test
  void aProposalWithoutAReasonPublishesNothing() throws Exception {
    RunReport report = delivered(context -> context.propose(nothing()));

    assertThat(report.ending().detail()).contains("reason");
    assertThat(report.ending().delivery()).isEqualTo(RunReport.DeliveryKind.NONE);
  }

  /** Symptom: a red gate on the fresh merge was no reason of the proposal that followed it. */
  @Test
  void aProposalAfterARefusedMergeSaysWhyItWasRefused() throws Exception {
    int[] asked = {0};
    RunReport report =
        fixture
            .nightshift
            .run(
                Task.builder("Change A").build(),
                pipeline(writes("A.java", "v1\n"))
                    .gate(
                        (candidate, context) -> {
                          if (asked[0]++ == 0) {
                            fixture.workspaces.advanceTarget(Map.of("C.java", "c\n"));
                            return GateResult.passed("tests", "green");
                          }
                          return GateResult.failed("tests", "2 failed");
                        })
                    .delivery(
                        context ->
                            context.merge() instanceof DeliveryResult.Redo
                                ? context.propose("please look")
                                : context.merge())
                    .build())
            .report();

    assertThat(report.ending().detail()).isEqualTo("please look; gate failed: tests (2 failed)");
  }

  /** Symptom: the report said only "please look" of a change outside the allowed paths. */
  @Test
  void aProposalAfterAMergeThatTheTaskForbidsSaysWhichPathsAreOutside() throws Exception {
    RunReport report =
        fixture
            .nightshift
            .run(
                Task.builder("Change B").allowPath("B.java").build(),
                run -> {
                  MergeCandidate candidate = changed(run);
                  GateResult gate = run.check(green(), candidate);
                  Review review = run.review(approving(), candidate, gate);
                  return run.deliver(
                      DeliveryLinkTest::mergedOrProposed, candidate, gate, List.of(review));
                })
            .report();

    assertThat(report.ending().detail())
        .startsWith("please look; gate failed: scope (1 path is outside")
        .contains("A.java", "B.java");
  }

  @Test
  void aProposalAfterAConflictSaysSo() throws Exception {
    assertThat(proposedAfter(Map.of("A.java", "theirs\n")))
        .isEqualTo("please look; the branch conflicts with its target in 1 files");
  }

  @Test
  void aProposalOfWhatTheTargetHoldsAlreadySaysSo() throws Exception {
    assertThat(proposedAfter(Map.of("A.java", "v1\n")))
        .startsWith("please look; 'main' holds this change already");
  }

  /** The report's end if the target gets these files right before the delivery. */
  private String proposedAfter(Map<String, String> files) throws InterruptedException {
    return fixture
        .nightshift
        .run(
            Task.builder("Change A").build(),
            pipeline(writes("A.java", "v1\n"))
                .delivery(
                    context -> {
                      fixture.workspaces.advanceTarget(files);
                      return mergedOrProposed(context);
                    })
                .build())
        .report()
        .ending()
        .detail();
  }

  private static DeliveryResult mergedOrProposed(DeliveryContext context)
      throws InterruptedException {
    DeliveryResult merged = context.merge();
    return merged instanceof DeliveryResult.Merged ? merged : context.propose("please look");
  }

  @SuppressWarnings("NullAway")
  private static String nothing() {
    return null;
  }

  @Test
  void aRefusedLinkProposesNothing() throws Exception {
    RunReport report =
        delivered(context -> context.propose("see", URI.create("file:///etc/passwd")));

    assertThat(report.reason()).isEqualTo(EndReason.ERROR);
    assertThat(report.ending().detail()).contains("file:///etc/passwd", "https://");
    assertThat(report.ending().delivery()).isEqualTo(RunReport.DeliveryKind.NONE);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "javascript:alert(1),https://",
    "pulls/7,https://",
    "//forge.example/7,https://",
    "mailto:dev@example.org,https://",
    "https:///pulls/7,host",
    "https:pulls,host",
    "https://token@forge.example/pulls/7,user information",
  })
  void refusesALinkThatIsNoPageAHumanCanOpen(String link, String why) {
    DeliveryResult.Proposed proposed = new DeliveryResult.Proposed("b", "reason");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> proposed.withLink(URI.create(link)))
        .withMessageContaining(why)
        .withMessageNotContaining("token@");
  }

  @Test
  void refusesALinkTooLongToShowAndHidesNoCharacterInOne() {
    DeliveryResult.Proposed proposed = new DeliveryResult.Proposed("b", "reason");
    URI turned = URI.create("https://forge.example/\u202Egro.live\u200B");

    assertThat(proposed.withLink(turned).link())
        .hasToString("https://forge.example/%E2%80%AEgro.live%E2%80%8B");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> proposed.withLink(URI.create("https://forge.example/" + "a".repeat(1_979))))
        .withMessageContaining("longer than 2000 characters")
        .satisfies(refused -> assertThat(refused.getMessage()).hasSizeLessThan(300));
    assertThat(proposed.withLink(URI.create("https://forge.example/" + "a".repeat(1_978))).link())
        .isNotNull();
  }

  private RunReport delivered(Delivery delivery) throws Exception {
    return fixture
        .nightshift
        .run(
            Task.builder("Change A").build(),
            pipeline(writes("A.java", "v1\n")).delivery(delivery).build())
        .report();
  }
}
