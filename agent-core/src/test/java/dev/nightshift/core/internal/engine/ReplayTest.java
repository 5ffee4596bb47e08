package dev.nightshift.core.internal.engine;

import static dev.nightshift.core.internal.engine.EngineFixture.answer;
import static dev.nightshift.core.internal.engine.EngineFixture.pipeline;
import static dev.nightshift.core.internal.engine.EngineFixture.writes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.agent.Feedback;
import dev.nightshift.core.agent.Implementer;
import dev.nightshift.core.agent.Outcome;
import dev.nightshift.core.base.AgentException;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.internal.journal.RecordRedaction;
import dev.nightshift.core.internal.journal.RunRecord;
import dev.nightshift.core.journal.Journal;
import dev.nightshift.core.journal.JournalWriter;
import dev.nightshift.core.model.ModelErrorKind;
import dev.nightshift.core.model.ModelException;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.run.Pipeline;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.testing.InMemoryWorkspaces;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReplayTest {
  private static final Implementer DEAD =
      assignment -> {
        throw new AssertionError("asked on a replay");
      };
  private final Journal journal = Journal.inMemory();
  private final Task task = Task.builder("Change A").build();

  @Test
  void aRunIsToldAgainWithoutAskingAnybody() throws Exception {
    RunResult recorded = record(pipeline(writes("A.java", "v1\n")).build());

    RunResult replayed = replay(pipeline(DEAD).build(), recorded.report().runId());

    assertThat(replayed).isEqualTo(recorded);
    assertThat(replayed.reason()).isEqualTo(EndReason.MERGED);
    assertThat(replayed.report().toJson()).isEqualTo(recorded.report().toJson());
  }

  @Test
  void aFailureIsToldAsItWas() throws Exception {
    Implementer failing =
        assignment -> {
          throw new UnsupportedOperationException("no such thing");
        };
    RunResult recorded = record(pipeline(failing).build());

    RunResult replayed = replay(pipeline(DEAD).build(), recorded.report().runId());

    assertThat(replayed).isInstanceOf(RunResult.Failed.class).isEqualTo(recorded);
  }

  static Stream<Throwable> thrown() {
    return Stream.of(
        new AssertionError("no such state"),
        new StackOverflowError(),
        new IllegalStateException(),
        new IllegalStateException(""),
        new IllegalStateException("why"),
        new WorkspaceException(WorkspaceException.Kind.NOT_FOUND, "no such file"),
        ModelException.builder(ModelErrorKind.OVERLOADED, "busy").build());
  }

  /** Symptom: an error came back as an exception, and a missing message as an empty one. */
  @ParameterizedTest
  @MethodSource("thrown")
  void aPipelineThatCatchesGoesTheSameWayOnAReplay(Throwable thrown) throws Exception {
    Pipeline catching =
        scope -> {
          String way = "none";
          try {
            scope.step("own", () -> sneaky(thrown));
          } catch (AgentException known) {
            way = "known " + known.getMessage();
          } catch (RuntimeException other) {
            way = "other " + other.getMessage();
          } catch (Error error) {
            way = "error " + error.getMessage();
          }
          return scope.stop(EndReason.ESCALATED, "went by " + way);
        };
    RunResult recorded = record(catching);

    RunResult replayed = replay(catching, recorded.report().runId());

    assertThat(replayed).isEqualTo(recorded);
  }

  @ParameterizedTest
  @MethodSource("thrown")
  void aRoleThatThrewEndsTheReplayAsItEndedTheRun(Throwable thrown) throws Exception {
    RunResult recorded =
        record(pipeline(assignment -> new Outcome.Changed(sneaky(thrown))).build());

    assertThat(replay(pipeline(DEAD).build(), recorded.report().runId())).isEqualTo(recorded);
  }

  private static String sneaky(Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) thrown;
  }

  @Test
  void aStepOfThePipelineIsNotDoneAgain() throws Exception {
    List<String> done = new ArrayList<>();
    Pipeline stepping =
        run -> {
          String first = run.step("look", () -> "seen " + add(done));
          String second = run.step("look", () -> "seen " + add(done));
          return run.stop(EndReason.ESCALATED, first + ", " + second);
        };
    RunResult recorded = record(stepping);

    RunResult replayed = replay(stepping, recorded.report().runId());

    assertThat(done).hasSize(2);
    assertThat(replayed.report().ending().detail()).isEqualTo("seen 1, seen 2");
  }

  @Test
  void anotherPipelineThanTheRecordedOneIsRefused() throws Exception {
    RunId run = record(pipeline(writes("A.java", "v1\n")).build()).report().runId();
    Pipeline other =
        scope -> {
          scope.implement(DEAD, Feedback.none());
          scope.step("more", () -> "text");
          return scope.end(new Outcome.NothingToDo("because", "evidence"));
        };

    assertThatIllegalArgumentException()
        .isThrownBy(() -> replay(other, run))
        .withMessageContaining("the pipeline is not the one that was recorded");
  }

  @Test
  void aRunWithoutARecordIsRefusedByName() throws Exception {
    RunId known = record(pipeline(writes("A.java", "v1\n")).build()).report().runId();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> replay(pipeline(DEAD).build(), RunId.of("other")))
        .withMessageContaining("no record of run other")
        .withMessageContaining(known.value());
  }

  @Test
  void aRunOfAPipelineWithoutANameIsRefused() throws Exception {
    RunId run;
    try (Nightshift nightshift = engine(InMemoryWorkspaces.of(Map.of("A.java", "v0\n")), null)) {
      run = nightshift.run(task, pipeline(writes("A.java", "v1\n")).build()).report().runId();
    }

    assertThatIllegalArgumentException()
        .isThrownBy(() -> replay(pipeline(DEAD).build(), run))
        .withMessageContaining("has no name");
  }

  @Test
  void aRecordOfALaterVersionIsRefused() throws Exception {
    try (JournalWriter later = journal.acquire(RunId.of("later"))) {
      later.append("{\"v\":2,\"step\":\"dispatched\",\"result\":{}}");
    }

    assertThatIllegalArgumentException()
        .isThrownBy(() -> replay(pipeline(DEAD).build(), RunId.of("later")))
        .withMessageContaining("version 2");
  }

  /** Symptom: a step whose name holds "stop" was done again on a replay. */
  @Test
  void aStepThatTheRecordLacksIsNeverDone() throws Exception {
    List<String> done = new ArrayList<>();
    RunId run = record(scope -> scope.stop(EndReason.ESCALATED, "nothing to see")).report().runId();
    Pipeline other =
        scope -> {
          scope.step("stop-server", () -> "stopped " + add(done));
          return scope.stop(EndReason.ESCALATED, "nothing to see");
        };

    assertThatIllegalArgumentException().isThrownBy(() -> replay(other, run));
    assertThat(done).isEmpty();
  }

  /** Symptom: a pipeline that left out a recorded step was told as if it were the same. */
  @Test
  void aPipelineThatDoesLessThanWasRecordedIsRefused() throws Exception {
    RunId run =
        record(
                scope -> {
                  scope.step("a", () -> "1");
                  return scope.stop(EndReason.ESCALATED, scope.step("b", () -> "2"));
                })
            .report()
            .runId();
    Pipeline less =
        scope -> scope.stop(EndReason.ESCALATED, scope.step("a", () -> "other") + " else");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> replay(less, run))
        .withMessageContaining("did not come to step 'own/b#1'");
  }

  /** Symptom: the inner step's record was taken for that of a later step. */
  @Test
  void aStepWithinAStepIsRefused() throws Exception {
    RunResult result =
        record(
            scope ->
                scope.stop(
                    EndReason.ESCALATED,
                    scope.step("outer", () -> scope.step("inner", () -> "text"))));

    assertThat(result).isInstanceOf(RunResult.Failed.class);
    assertThat(result.report().ending().detail()).contains("'own/inner' was begun within another");
  }

  @Test
  void aStepOfADeliveryIsNotDoneAgain() throws Exception {
    List<String> opened = new ArrayList<>();
    Delivery opening =
        context ->
            context.propose(
                "look at it",
                URI.create(context.step("open", () -> "https://f.example/" + add(opened))));
    Pipeline pipeline = pipeline(writes("A.java", "v1\n")).delivery(opening).build();
    RunResult recorded = record(pipeline);

    RunResult replayed = replay(pipeline, recorded.report().runId());

    assertThat(replayed).isEqualTo(recorded);
    assertThat(opened).hasSize(1);
  }

  /** Symptom: half of a surrogate pair came back as a question mark. */
  @Test
  void textThatIsNoUnicodeIsToldAsItWas(@TempDir Path directory) throws Exception {
    RunId run = RunId.of("odd");
    Journal kept = Journal.directory(directory);
    RunRecord record = RunRecord.begin(kept, run, RecordRedaction.standard(), () -> 0);
    record.steps().now("odd", String.class, () -> "half \ud83d pair");

    assertThat(
            RunRecord.of(run, kept.read(run), RecordRedaction.standard())
                .steps()
                .now("odd", String.class, () -> "done again"))
        .isEqualTo("half \ud83d pair");
  }

  private static int add(List<String> done) {
    done.add("done");
    return done.size();
  }

  private RunResult record(Pipeline pipeline) throws InterruptedException {
    try (Nightshift nightshift =
        engine(InMemoryWorkspaces.of(Map.of("A.java", "v0\n")), pipeline)) {
      return nightshift.dispatch(task, "it").await();
    }
  }

  private RunResult replay(Pipeline pipeline, RunId run) {
    try (Nightshift nightshift = engine(InMemoryWorkspaces.unborn(), pipeline)) {
      return nightshift.replay(run);
    }
  }

  private Nightshift engine(InMemoryWorkspaces workspaces, @Nullable Pipeline pipeline) {
    var builder =
        Nightshift.builder(workspaces)
            .provider((request, context) -> answer(request))
            .journal(journal);
    return (pipeline == null ? builder : builder.pipeline("it", pipeline)).build();
  }
}
