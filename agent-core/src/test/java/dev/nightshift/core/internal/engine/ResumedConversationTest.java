package dev.nightshift.core.internal.engine;

import static dev.nightshift.core.internal.engine.CutJournal.comparable;
import static dev.nightshift.core.internal.engine.CutJournal.resumed;
import static dev.nightshift.core.internal.engine.EngineFixture.green;
import static dev.nightshift.core.testing.ScriptedSteps.approves;
import static dev.nightshift.core.testing.ScriptedSteps.edit;
import static dev.nightshift.core.testing.ScriptedSteps.finish;
import static dev.nightshift.core.testing.ScriptedSteps.read;
import static dev.nightshift.core.testing.ScriptedSteps.requestsChange;
import static dev.nightshift.core.testing.ScriptedSteps.run;
import static dev.nightshift.core.testing.ScriptedSteps.several;
import static dev.nightshift.core.testing.ScriptedSteps.write;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.StandardPipeline;
import dev.nightshift.core.agent.Feedback;
import dev.nightshift.core.agent.ModelImplementer;
import dev.nightshift.core.agent.ModelReviewer;
import dev.nightshift.core.agent.Review;
import dev.nightshift.core.agent.Reviewer;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.budget.BudgetPolicy;
import dev.nightshift.core.budget.Cap;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.budget.SoftLimit;
import dev.nightshift.core.command.CommandResult;
import dev.nightshift.core.gate.MergeGate;
import dev.nightshift.core.journal.Journal;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.run.Pipeline;
import dev.nightshift.core.run.Round;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.run.RunScope;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.testing.InMemoryWorkspaces;
import dev.nightshift.core.testing.ManualTime;
import dev.nightshift.core.testing.ScriptedStep;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What roles that talk to models have of a process that ended. */
class ResumedConversationTest {
  private static final List<ScriptedStep> CODER =
      List.of(
          read("A.java"),
          edit("A.java", "v0", "v1"),
          run("make"),
          several(read("A.java"), read("Made.java")),
          finish("done"),
          several(write("B.java", "b\n"), finish("done again")));
  private static final MergeGate GATE = green();
  private static final Reviewer REVIEWER = ModelReviewer.using("critic:scripted");
  private static final Pipeline STANDARD =
      StandardPipeline.builder()
          .implementer(ModelImplementer.using("coder:scripted"))
          .reviewer(REVIEWER)
          .gate(GATE)
          .delivery(Delivery.merge())
          .build();
  private final Task task = Task.builder("Change A").build();

  /** The heart of recovery: no call that was answered is paid for again. */
  @Test
  void endsLikeOneThatWasNotCutWhereverItIsCut() throws Exception {
    endsLikeUncut(BudgetPolicy.defaults(), STANDARD);
  }

  /** A pipeline that made its implementer anew for each round lost its conversation silently. */
  @Test
  void endsLikeOneThatWasNotCutThoughItsImplementerIsMadeAnewForEachRound() throws Exception {
    endsLikeUncut(BudgetPolicy.defaults(), ResumedConversationTest::withNewImplementers);
  }

  /** Its models are told of half of the cap, and each role looks at a limit where it begins. */
  @Test
  void endsLikeOneThatWasNotCutUnderASoftLimit() throws Exception {
    Cap cap = Cap.callsPerRun(10).withSoftLimit(10, SoftLimit.Mode.STEP_DOWN);

    World whole = endsLikeUncut(BudgetPolicy.of(cap), STANDARD);

    assertThat(whole.told).as("lines about the budget").hasPositiveValue();
  }

  private World endsLikeUncut(BudgetPolicy budget, Pipeline pipeline) throws Exception {
    World whole = new World(budget, pipeline);
    CutJournal journal = new CutJournal(Integer.MAX_VALUE);
    RunResult uncut;
    try (Nightshift nightshift = whole.engine(journal)) {
      uncut = nightshift.dispatch(task, "it").await();
    }
    List<String> lines = journal.read(uncut.report().runId());
    assertThat(uncut.report().ending().detail()).startsWith("merged");

    for (int kept = 1; kept < lines.size() && !lines.get(kept - 1).contains("run/ended"); kept++) {
      World cut = new World(budget, pipeline);
      boolean isCommandCut = wasInCommand(lines.subList(0, kept));
      RunResult resumed = resumed(kept, task, cut.workspaces, cut::engine);

      assertThat(resumed.reason()).as("cut after record %s", kept).isEqualTo(uncut.reason());
      Map<String, String> files = new TreeMap<>(whole.workspaces.targetFiles());
      if (isCommandCut) {
        files.remove("Made.java");
      }
      assertThat(cut.workspaces.targetFiles()).as("cut after record %s", kept).isEqualTo(files);
      int more = cut.model.calls() - whole.model.calls();
      int lost = lost(lines.subList(0, kept));
      assertThat(more).as("calls, cut after record %s", kept).isBetween(0, 1);
      assertThat(resumed.report().spend().view().spent().calls())
          .as("booked calls, cut after record %s", kept)
          .isEqualTo(uncut.report().spend().view().spent().calls() + lost);
      assertThat(resumed.report().spend().view().reserved()).isEqualTo(Money.zero());
      if (lost == 0 && !isCommandCut) {
        assertThat(comparable(resumed)).as("cut after %s", kept).isEqualTo(comparable(uncut));
      }
      assertThat(cut.commands.get()).as("commands, cut after %s", kept).isEqualTo(1);
      cut.workspaces.assertNothingOpen();
    }
    return whole;
  }

  private static RunResult withNewImplementers(RunScope run) throws InterruptedException {
    Feedback feedback = Feedback.none();
    while (run.round(ModelImplementer.using("coder:scripted"), feedback, GATE)
        instanceof Round.Passed passed) {
      Review review = run.review(REVIEWER, passed.candidate(), passed.gate());
      if (!(review instanceof Review.ChangesRequested asked)) {
        return run.deliver(Delivery.merge(), passed.candidate(), passed.gate(), List.of(review));
      }
      feedback = new Feedback.ChangeRequested(asked.request());
    }
    return run.stop(EndReason.ESCALATED, "no round passed");
  }

  /** Calls that were sent before the record ended, and whose answer is not in it. */
  private static int lost(List<String> lines) {
    long sent = lines.stream().filter(line -> line.contains("\"account/dispatched#")).count();
    long answered = lines.stream().filter(line -> line.contains("\"is\":\"Answered\"")).count();
    return (int) (sent - answered);
  }

  /** The third answer, which asks for the command, is the last of the record. */
  private static boolean wasInCommand(List<String> lines) {
    long answered = lines.stream().filter(line -> line.contains("\"is\":\"Answered\"")).count();
    long sending = lines.stream().filter(line -> line.contains("\"is\":\"Sending\"")).count();
    return answered == 3 && sending == 3;
  }

  /** A repository and two models without a memory. */
  private static final class World {
    final InMemoryWorkspaces workspaces = InMemoryWorkspaces.of(Map.of("A.java", "v0\n"));
    final AtomicInteger commands = new AtomicInteger();
    final AtomicInteger told = new AtomicInteger();
    private final BudgetPolicy budget;
    private final Pipeline pipeline;
    final CourseModel model =
        new CourseModel(
            Map.of(
                "coder",
                    (text, turn) -> {
                      told.addAndGet(text.contains("Budget notice: ") ? 1 : 0);
                      return CODER.get(turn);
                    },
                "critic",
                    (text, turn) ->
                        text.contains("B.java\n")
                            ? approves()
                            : requestsChange("A.java", 1, "there is no B", "write B")));
    private final ManualTime time = ManualTime.create();

    World(BudgetPolicy budget, Pipeline pipeline) {
      this.budget = budget;
      this.pipeline = pipeline;
      workspaces.onCommand(
          (command, files) -> {
            commands.incrementAndGet();
            files.write("Made.java", "made\n".getBytes(StandardCharsets.UTF_8));
            return CommandResult.builder(0, "made it").build();
          });
    }

    Nightshift engine(Journal journal) {
      return Nightshift.builder(workspaces)
          .provider("coder", model.named("coder"))
          .provider("critic", model.named("critic"))
          .journal(journal)
          .time(time)
          .budget(budget)
          .pipeline("it", pipeline)
          .build();
    }
  }
}
