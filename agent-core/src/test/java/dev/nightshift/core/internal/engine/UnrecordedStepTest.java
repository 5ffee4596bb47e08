package dev.nightshift.core.internal.engine;

import static dev.nightshift.core.internal.engine.EngineFixture.answer;
import static dev.nightshift.core.internal.engine.EngineFixture.pipeline;
import static dev.nightshift.core.internal.engine.EngineFixture.red;
import static dev.nightshift.core.internal.engine.EngineFixture.writes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.agent.Feedback;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.internal.journal.UnrecordedStepException;
import dev.nightshift.core.journal.Journal;
import dev.nightshift.core.journal.JournalWriter;
import dev.nightshift.core.run.Fork;
import dev.nightshift.core.run.Pipeline;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.run.RunScope;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.testing.InMemoryWorkspaces;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a replay says of a record that lacks a step. */
class UnrecordedStepTest {
  private static final Pattern STEP = Pattern.compile("\"step\":\"([^\"]+)\"");
  private final Journal journal = Journal.inMemory();

  static Stream<Named<Pipeline>> pipelines() {
    return Stream.of(
        Named.of("merged", pipeline(writes("A.java", "v1\n")).build()),
        Named.of("red", pipeline(writes("A.java", "v1\n", "v2\n")).gate(red()).build()),
        Named.of("tolerant", UnrecordedStepTest::goesOnAfterAnyFailure),
        Named.of("forks", UnrecordedStepTest::inForks));
  }

  private static RunResult goesOnAfterAnyFailure(RunScope run) throws InterruptedException {
    String way;
    try {
      way = run.step("look", () -> "seen");
      run.implement(writes("A.java", "v1\n"), Feedback.none());
    } catch (RuntimeException failed) {
      way = "failed";
    }
    return run.stop(EndReason.ESCALATED, way);
  }

  private static RunResult inForks(RunScope run) throws InterruptedException {
    List<Fork<String>> work =
        List.of(
            new Fork<>("one", scope -> scope.step("a", () -> "x") + scope.step("b", () -> "y")));
    return run.stop(EndReason.ESCALATED, String.join(", ", run.forks(work)));
  }

  /**
   * Symptom: a replay of a run that was killed named {@code raised#2}, and logged each step of its
   * own failing.
   */
  @ParameterizedTest
  @MethodSource("pipelines")
  void aRecordThatIsCutIsRefusedByTheFirstStepItLacks(Pipeline pipeline) throws Exception {
    RunId run = record(pipeline);
    List<String> lines = journal.read(run);
    List<String> steps = lines.stream().map(UnrecordedStepTest::stepOf).toList();

    String log =
        logOf(
            () -> {
              for (int kept = 1; kept < lines.size(); kept++) {
                requireRefusal(lines.subList(0, kept), pipeline, run, steps.get(kept));
              }
            });

    assertThat(log).isEmpty();
  }

  @Test
  void aRecordWithoutOneOfItsStepsIsRefusedByThatStep() throws Exception {
    Pipeline merging = pipeline(writes("A.java", "v1\n")).build();
    RunId run = record(merging);
    List<String> lines = journal.read(run);

    String log =
        logOf(
            () -> {
              for (int lost = 1; lost < lines.size(); lost++) {
                List<String> rest = new ArrayList<>(lines);
                rest.remove(lost);
                requireRefusal(rest, merging, run, stepOf(lines.get(lost)));
              }
            });

    assertThat(log).isEmpty();
  }

  /** Symptom: the trace of a failure of weeks ago stood in the log as if it were new. */
  @Test
  void aFailureThatIsToldAgainIsNotLoggedAgain() throws Exception {
    Pipeline failing =
        scope -> {
          throw new UnsupportedOperationException("no such thing");
        };
    RunId run = record(failing);

    assertThat(logOf(() -> replay(journal, failing, run))).isEmpty();
  }

  private static void requireRefusal(
      List<String> lines, Pipeline pipeline, RunId run, @Nullable String step) {
    if (step == null) {
      return;
    }
    Journal kept = Journal.inMemory();
    try (JournalWriter writer = kept.acquire(run)) {
      lines.forEach(writer::append);
    }

    Throwable refused = catchThrowable(() -> replay(kept, pipeline, run));

    assertThat(refused)
        .isInstanceOf(UnrecordedStepException.class)
        .hasMessageStartingWith("the record of run %s holds no step '%s'", run, step)
        .hasMessageContaining("or dispatch the task again")
        .hasNoSuppressedExceptions();
  }

  /** Null for a note, which a replay does not need. */
  private static @Nullable String stepOf(String line) {
    Matcher step = STEP.matcher(line);
    return step.find() ? step.group(1) : null;
  }

  private RunId record(Pipeline pipeline) throws InterruptedException {
    try (Nightshift nightshift =
        engine(InMemoryWorkspaces.of(Map.of("A.java", "v0\n")), journal, pipeline)) {
      return nightshift.dispatch(Task.builder("Change A").build(), "it").await().report().runId();
    }
  }

  private static void replay(Journal from, Pipeline pipeline, RunId run) {
    try (Nightshift nightshift = engine(InMemoryWorkspaces.unborn(), from, pipeline)) {
      nightshift.replay(run);
    }
  }

  private static Nightshift engine(
      InMemoryWorkspaces workspaces, Journal journal, Pipeline pipeline) {
    return Nightshift.builder(workspaces)
        .provider((request, context) -> answer(request))
        .journal(journal)
        .pipeline("it", pipeline)
        .build();
  }

  private static String logOf(Runnable body) {
    PrintStream before = System.err;
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
    try {
      body.run();
    } finally {
      System.setErr(before);
    }
    return log.toString(StandardCharsets.UTF_8);
  }
}
