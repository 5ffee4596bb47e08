package dev.nightshift.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.nightshift.core.agent.Feedback;
import dev.nightshift.core.agent.Outcome;
import dev.nightshift.core.agent.Review;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.journal.Journal;
import dev.nightshift.core.journal.JournalWriter;
import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.core.provider.ModelResponse;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.run.Pipeline;
import dev.nightshift.core.run.Run;
import dev.nightshift.core.run.TaskOutcome;
import dev.nightshift.core.run.TaskSummary;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.task.TaskBuilder;
import dev.nightshift.core.testing.InMemoryWorkspaces;
import dev.nightshift.core.testing.ManualTime;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists of tasks that are taken to their ends. */
@Timeout(60)
class SupervisorTest {
  private final InMemoryWorkspaces workspaces = InMemoryWorkspaces.of(Map.of("A.java", "v0\n"));
  private final Map<String, AtomicInteger> begun = new ConcurrentHashMap<>();
  private final CountDownLatch hanging = new CountDownLatch(1);
  private final ManualTime time = ManualTime.create();
  @TempDir private Path state;
  private int outages;

  private final Pipeline writing =
      StandardPipeline.builder()
          .implementer(
              assignment -> {
                String key = count(assignment.task());
                assignment
                    .workspace()
                    .files()
                    .write(key + ".java", "v1\n".getBytes(StandardCharsets.UTF_8));
                return new Outcome.Changed("wrote it");
              })
          .reviewer(request -> new Review.Approved(List.of(), List.of()))
          .gate((candidate, context) -> GateResult.passed("gate", "nothing to object"))
          .delivery(Delivery.merge())
          .build();

  private final Pipeline failing =
      scope -> {
        scope.step("count", () -> count(scope.task()));
        return scope.stop(EndReason.GATE_FAILED, "it is red");
      };

  private final Pipeline out =
      scope -> {
        scope.step("count", () -> count(scope.task()));
        return outages-- > 0
            ? scope.stop(EndReason.MODEL_UNAVAILABLE, "nobody answers")
            : scope.stop(EndReason.NOTHING_TO_DO, "it is there");
      };

  private final Pipeline endless =
      scope -> {
        scope.implement(assignment -> new Outcome.Changed("nothing"), Feedback.none());
        hanging.countDown();
        new CountDownLatch(1).await();
        return scope.stop(EndReason.ESCALATED, "never");
      };

  private String count(Task task) {
    String key = SupervisedTask.taskOf(task.dispatchKey());
    begun.computeIfAbsent(key, none -> new AtomicInteger()).incrementAndGet();
    return key;
  }

  private Nightshift engine() {
    return Nightshift.builder(workspaces)
        .provider(
            (request, context) ->
                ModelResponse.of(AssistantTurn.text(request.model(), "done"), TokenUsage.of(1, 1)))
        .state(state)
        .time(time)
        .pipeline("writing", writing)
        .pipeline("failing", failing)
        .pipeline("out", out)
        .pipeline("endless", endless)
        .build();
  }

  private static TaskBuilder task(String key) {
    return Task.builder("Task " + key).dispatchKey(key);
  }

  private static List<String> ends(TaskSummary summary) {
    return summary.outcomes().stream()
        .map(outcome -> outcome.task().dispatchKey() + " " + outcome.reason())
        .toList();
  }

  @Test
  void takesAllToTheirEndsAndTellsEachOnce() throws Exception {
    List<String> told = new ArrayList<>();
    TaskSummary summary;
    try (Nightshift nightshift = engine()) {
      summary =
          Supervisor.of(nightshift)
              .add(task("a").acceptance("it is there").build(), "writing")
              .add(task("b").build(), "failing")
              .listener(outcome -> told.add(outcome.task().dispatchKey()))
              .build()
              .run();
    }

    assertThat(ends(summary)).containsExactly("a merged", "b gate_failed");
    assertThat(summary.isWell()).isFalse();
    assertThat(told).containsExactlyInAnyOrder("a", "b");
    assertThat(summary.toTable().lines())
        .containsExactly(
            "task  end          criteria  tests  revisions  cost     branch",
            "a     merged       0/1       -      0          $0.0000  -",
            "b     gate_failed  -         -      0          $0.0000  -",
            "all   1 of 2 well                              $0.0000");
  }

  @Test
  void aTaskBeginsWhenThoseBeforeItAreOnTheTarget() throws Exception {
    TaskSummary summary;
    try (Nightshift nightshift = engine()) {
      summary =
          Supervisor.of(nightshift)
              .add(task("last").after("middle").build(), "writing")
              .add(task("middle").after("first").build(), "writing")
              .add(task("first").build(), "writing")
              .build()
              .run();
    }

    assertThat(ends(summary)).containsExactly("last merged", "middle merged", "first merged");
  }

  @Test
  void aTaskIsBlockedByOneThatDidNotGetThereAndCostsNothing() throws Exception {
    TaskSummary summary;
    try (Nightshift nightshift = engine()) {
      summary =
          Supervisor.of(nightshift)
              .add(task("third").after("second").build(), "writing")
              .add(task("second").after("first").build(), "writing")
              .add(task("first").build(), "failing")
              .build()
              .run();
    }

    assertThat(ends(summary))
        .containsExactly("third blocked", "second blocked", "first gate_failed");
    assertThat(summary.outcomes().get(1).detail()).contains("'first'");
    assertThat(begun).containsOnlyKeys("first");
  }

  @Test
  void anOutageIsTriedAgainAfterAWhile() throws Exception {
    outages = 2;
    TaskSummary summary;
    try (Nightshift nightshift = engine()) {
      summary =
          Supervisor.of(nightshift)
              .add(task("a").build(), "out")
              .retries(2, Duration.ofMinutes(1))
              .build()
              .run();
    }

    assertThat(ends(summary)).containsExactly("a nothing_to_do");
    assertThat(summary.outcomes().get(0).attempts()).isEqualTo(3);
    assertThat(Duration.ofNanos(time.nanoTime())).isGreaterThanOrEqualTo(Duration.ofMinutes(3));
  }

  @Test
  void anOutageThatLastsEndsTheTask() throws Exception {
    outages = 100;
    TaskSummary summary;
    try (Nightshift nightshift = engine()) {
      summary =
          Supervisor.of(nightshift)
              .add(task("a").build(), "out")
              .retries(1, Duration.ofMinutes(1))
              .build()
              .run();
    }

    assertThat(ends(summary)).containsExactly("a model_unavailable");
    assertThat(begun.get("a").get()).isEqualTo(2);
  }

  @Test
  void theSameListAgainDoesNothingTwiceAndTellsTheSame() throws Exception {
    TaskSummary first = bothTasks(false);

    TaskSummary second = bothTasks(false);

    assertThat(begun.get("a").get()).isEqualTo(1);
    assertThat(begun.get("b").get()).isEqualTo(1);
    assertThat(second.toTable()).isEqualTo(first.toTable());
    assertThat(second.outcomes().get(0).report()).isEqualTo(first.outcomes().get(0).report());
  }

  @Test
  void whatEndedBadlyIsDoneAgainIfThatIsSaid() throws Exception {
    bothTasks(false);

    TaskSummary second = bothTasks(true);

    assertThat(begun.get("a").get()).isEqualTo(1);
    assertThat(begun.get("b").get()).isEqualTo(2);
    assertThat(second.outcomes().get(1).attempts()).isEqualTo(2);
  }

  private TaskSummary bothTasks(boolean again) throws InterruptedException {
    try (Nightshift nightshift = engine()) {
      SupervisorBuilder builder =
          Supervisor.of(nightshift)
              .add(task("a").build(), "writing")
              .add(task("b").build(), "failing");
      return (again ? builder.again() : builder).build().run();
    }
  }

  @Test
  void aTaskThatADeadProcessLeftGoesOnAndIsNoSecondRun() throws Exception {
    RunId left = leftUnfinished();
    Supervisor supervisor;
    try (Nightshift nightshift = engine()) {
      supervisor = Supervisor.of(nightshift).add(task("a").build(), "endless").build();
      Thread supervising = supervising(supervisor);
      Run resumed = awaitRun(nightshift, left);

      resumed.cancel("enough");
      supervising.join();
    }

    TaskOutcome outcome = supervisor.summary().outcomes().get(0);
    assertThat(outcome.run()).isEqualTo(left);
    assertThat(outcome.reason()).isEqualTo(EndReason.CANCELLED);
    assertThat(Journal.directory(state).runs()).containsExactly(left);
  }

  /**
   * Symptom: of a damaged journal only "recover it if it has no end" was said, as of an open run.
   */
  @ParameterizedTest(name = "line {0}")
  @ValueSource(ints = {3, 5})
  void aTaskWhoseRunIsDamagedNeedsAttention(int damaged) throws Exception {
    RunId left = Objects.requireNonNull(bothTasks(false).outcomes().get(0).run());
    Path log = state.resolve("runs").resolve(left.value()).resolve("journal.log");
    List<String> lines = new ArrayList<>(Files.readAllLines(log));
    lines.set(damaged - 1, "damaged");
    Files.write(log, lines);

    TaskSummary summary = bothTasks(true);

    TaskOutcome outcome = summary.outcomes().get(0);
    assertThat(outcome.run()).isEqualTo(left);
    assertThat(outcome.needsAttention()).isTrue();
    assertThat(outcome.detail())
        .contains("needs attention", "line " + damaged, "restore its journal from a copy");
    assertThat(summary.toTable()).containsPattern("a +needs_attention ");
    assertThat(begun.get("a").get()).isEqualTo(1);
  }

  private static Thread supervising(Supervisor supervisor) {
    Thread thread =
        new Thread(
            () -> {
              try {
                supervisor.run();
              } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
              }
            });
    thread.start();
    return thread;
  }

  private static Run awaitRun(Nightshift nightshift, RunId id) {
    while (nightshift.find(id).isEmpty()) {
      Thread.onSpinWait();
    }
    return nightshift.find(id).orElseThrow();
  }

  @Test
  void whoIsInterruptedStillTellsOfAll() throws Exception {
    Supervisor supervisor;
    TaskOutcome working;
    List<Run> runs;
    try (Nightshift nightshift = engine()) {
      supervisor = Supervisor.of(nightshift).add(task("a").build(), "endless").build();
      Thread supervising = supervising(supervisor);
      hanging.await();
      runs = nightshift.runs();
      working = supervisor.summary().outcomes().get(0);

      supervising.interrupt();
      supervising.join();
    }

    runs.get(0).await();
    assertThat(working.reason()).isNull();
    assertThat(working.detail()).contains("is at work");
    assertThat(ends(supervisor.summary())).containsExactly("a interrupted");
    assertThat(supervisor.summary().cost()).isEqualTo(Money.zero());
  }

  @Test
  void listsThatCannotEndAreRefusedBeforeAnythingBegins() {
    try (Nightshift nightshift = engine()) {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () ->
                  Supervisor.of(nightshift)
                      .add(task("a").after("b").build(), "writing")
                      .add(task("b").after("a").build(), "writing")
                      .build())
          .withMessageContaining("[a, b] wait for each other");
      assertThatIllegalArgumentException()
          .isThrownBy(
              () ->
                  Supervisor.of(nightshift)
                      .add(task("a").build(), "writing")
                      .add(task("a").build(), "writing"))
          .withMessageContaining("two tasks have the dispatch key 'a'");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Supervisor.of(nightshift).add(task("a#2").build(), "writing"))
          .withMessageContaining("'a#2'");
      assertThatExceptionOfType(IllegalArgumentException.class)
          .isThrownBy(
              () ->
                  Supervisor.of(nightshift)
                      .add(task("a").after("x").build(), "writing")
                      .build()
                      .run())
          .withMessageContaining("'x', which is neither in the list nor on the target");
    }
    assertThat(begun).isEmpty();
  }

  @Test
  void aTaskOfAnUnknownPipelineEndsAndTheOthersGoOn() throws Exception {
    try (Nightshift nightshift = engine()) {
      TaskSummary summary =
          Supervisor.of(nightshift)
              .add(task("a").build(), "nowhere")
              .add(task("b").build(), "writing")
              .build()
              .run();

      assertThat(ends(summary)).containsExactly("a error", "b merged");
      assertThat(summary.outcomes().get(0).detail()).contains("no pipeline is named 'nowhere'");
    }
  }

  /** The records of a run of task a up to its work, which no process has. */
  private RunId leftUnfinished() throws Exception {
    Path elsewhere = state.resolve("elsewhere");
    InMemoryWorkspaces other = InMemoryWorkspaces.of(Map.of("A.java", "v0\n"));
    try (Nightshift nightshift =
        Nightshift.builder(other)
            .provider(
                (request, context) ->
                    ModelResponse.of(
                        AssistantTurn.text(request.model(), "done"), TokenUsage.of(1, 1)))
            .state(elsewhere)
            .time(time)
            .pipeline("endless", endless)
            .build()) {
      RunId run = nightshift.dispatch(task("a").build(), "endless").id();
      hanging.await();
      List<String> dispatched = Journal.directory(elsewhere).read(run).subList(0, 2);
      try (JournalWriter writer = Journal.directory(state).acquire(run)) {
        dispatched.forEach(writer::append);
      }
      return run;
    }
  }
}
