package dev.nightshift.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.nightshift.core.agent.Feedback;
import dev.nightshift.core.agent.ModelImplementer;
import dev.nightshift.core.agent.Outcome;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.budget.PriceBook;
import dev.nightshift.core.journal.Journal;
import dev.nightshift.core.journal.JournalHeldException;
import dev.nightshift.core.journal.JournalWriter;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.core.provider.ModelResponse;
import dev.nightshift.core.run.Pipeline;
import dev.nightshift.core.run.RecordedRun;
import dev.nightshift.core.run.RecordedRun.Status;
import dev.nightshift.core.run.Run;
import dev.nightshift.core.run.RunConversation;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.run.RunState;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.testing.InMemoryWorkspaces;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is told of the runs in a state directory, by who has no engine. */
@Timeout(60)
class StateDirectoryTest {
  private final Task task = Task.builder("Change A").dispatchKey("a").build();
  private final InMemoryWorkspaces workspaces = InMemoryWorkspaces.of(Map.of("A.java", "v0\n"));
  private final CountDownLatch working = new CountDownLatch(1);
  @TempDir private Path state;

  private final Pipeline endless =
      scope -> {
        scope.implement(
            assignment -> {
              assignment
                  .workspace()
                  .files()
                  .write("A.java", "v1\n".getBytes(StandardCharsets.UTF_8));
              return new Outcome.Changed("wrote A");
            },
            Feedback.none());
        working.countDown();
        new CountDownLatch(1).await();
        return scope.stop(EndReason.ESCALATED, "never");
      };

  private final Pipeline escalating = scope -> scope.stop(EndReason.ESCALATED, "nothing to see");

  private NightshiftBuilder builder() {
    return Nightshift.builder(workspaces)
        .provider(
            (request, context) ->
                ModelResponse.of(AssistantTurn.text(request.model(), "done"), TokenUsage.of(1, 1)))
        .state(state)
        .pipeline("endless", endless)
        .pipeline("escalating", escalating);
  }

  @Test
  void tellsOfARunThatEnded() throws Exception {
    RunId run;
    try (Nightshift nightshift = builder().build()) {
      run = nightshift.dispatch(task, "escalating").await().report().runId();
    }

    RecordedRun recorded = StateDirectory.at(state).run(run).orElseThrow();

    assertThat(recorded.status()).isEqualTo(Status.ENDED);
    assertThat(recorded.progress().state()).isEqualTo(RunState.STOPPED);
    assertThat(recorded.end().reason()).isEqualTo(EndReason.ESCALATED);
    assertThat(recorded.end().detail()).contains("nothing to see");
    assertThat(recorded.end().nextAction()).contains("dispatch the task again");
    assertThat(recorded.origin().task().title()).isEqualTo("Change A");
    assertThat(recorded.origin().pipeline()).isEqualTo("escalating");
    assertThat(recorded.dispatchKey()).isEqualTo("a");
    assertThat(recorded.progress().branch()).as("it published nothing").isEmpty();
  }

  @Test
  void tellsWhoHasARunAndWhereItIs() throws Exception {
    try (Nightshift nightshift = builder().build()) {
      Run run = nightshift.dispatch(task, "endless");
      working.await();

      RecordedRun recorded = StateDirectory.at(state).run(run.id()).orElseThrow();

      assertThat(recorded.status()).isEqualTo(Status.AT_WORK);
      assertThat(recorded.progress().state()).isEqualTo(RunState.IMPLEMENTING);
      assertThat(recorded.end().detail()).contains("process " + ProcessHandle.current().pid());
      assertThat(recorded.end().reason()).isNull();
    }
  }

  @Test
  void tellsOfARunThatADeadProcessLeft() throws Exception {
    RunId run = leftUnfinished();

    RecordedRun recorded = StateDirectory.at(state).run(run).orElseThrow();

    assertThat(recorded.status()).isEqualTo(Status.UNFINISHED);
    assertThat(recorded.end().nextAction()).isEqualTo("recover to let it go on");
  }

  @Test
  void tellsOfADamagedRunAndShowsItsRecordsBeforeTheDamage() throws Exception {
    RunId run = leftUnfinished();
    Path log = state.resolve("runs").resolve(run.value()).resolve("journal.log");
    List<String> lines = new ArrayList<>(Files.readAllLines(log));
    lines.set(3, lines.get(3).replace("\"v\":1", "\"v\":7"));
    Files.write(log, lines);
    StateDirectory directory = StateDirectory.at(state);

    RecordedRun recorded = directory.run(run).orElseThrow();

    assertThat(recorded.status()).isEqualTo(Status.DAMAGED);
    assertThat(Objects.requireNonNull(recorded.origin()).task().title()).isEqualTo(task.title());
    assertThat(recorded.end().detail()).contains("line 4");
    assertThat(recorded.end().nextAction()).contains("restore its journal from a copy");
    // Whoever sums up what runs cost must not count it as one that cost nothing.
    assertThat(recorded.toJson())
        .startsWith("{\"v\":1,\"run\":\"" + run + "\",\"status\":\"DAMAGED\",\"reason\":null,")
        .contains("\"choices\":[]", "\"title\":\"" + task.title() + "\"")
        .doesNotContain("spentNanoUsd", "\"state\"");
    assertThat(directory.runs()).containsExactly(recorded);
    assertThat(directory.records(run))
        .singleElement()
        .satisfies(first -> assertThat(first).contains("\"step\":\"dispatched\""));
  }

  /** Another process would have another watchdog on the same directory. */
  @Test
  void tellsWhatAgentsAndModelsSaidInTheRunAndInItsForks() throws Exception {
    Pipeline talking =
        scope -> {
          scope.implement(ModelImplementer.using("custom:a"), Feedback.none());
          scope.fork("left").implement(ModelImplementer.using("custom:b"), Feedback.none());
          return scope.stop(EndReason.ESCALATED, "enough was said");
        };
    RunId run;
    try (Nightshift nightshift =
        builder()
            .prices(PriceBook.free(ModelId.parse("custom:a"), ModelId.parse("custom:b")))
            .pipeline("talking", talking)
            .build()) {
      RunResult result = nightshift.dispatch(task, "talking").await();
      assertThat(result.report().ending().detail()).contains("enough was said");
      run = result.report().runId();
    }

    List<RunConversation> said = StateDirectory.at(state).conversations(run);

    assertThat(said).extracting(RunConversation::fork).containsExactly("", "left");
    assertThat(said).extracting(RunConversation::role).containsOnly(AgentRole.IMPLEMENTER);
    assertThat(said).extracting(RunConversation::name).containsOnly("main");
    for (RunConversation one : said) {
      assertThat(one.system()).contains("implement");
      assertThat(one.turns().get(0).blocks().toString()).contains("Change A");
      assertThat(((AssistantTurn) one.turns().get(1)).text()).isEqualTo("done");
    }
    assertThat(StateDirectory.at(state).conversations(RunId.of("none"))).isEmpty();
  }

  @Test
  void aRunIsCancelledFromOutsideAndSaysWhy() throws Exception {
    try (Nightshift nightshift = builder().build()) {
      Run run = nightshift.dispatch(task, "endless");
      working.await();

      StateDirectory.at(state).cancel(run.id(), "no longer wanted");

      RunResult result = run.await(Duration.ofSeconds(20)).orElseThrow();
      assertThat(result.reason()).isEqualTo(EndReason.CANCELLED);
      assertThat(result.report().ending().detail()).contains("no longer wanted");
      assertThatIllegalStateException()
          .isThrownBy(() -> StateDirectory.at(state).cancel(run.id(), "again"))
          .withMessageContaining("has ended as cancelled");
    }
  }

  @Test
  void aRunThatNobodyHasIsCancelledWhenItIsTakenUp() throws Exception {
    RunId run = leftUnfinished();
    StateDirectory.at(state).cancel(run, "no longer wanted");

    try (Nightshift nightshift = builder().build()) {
      RunResult result =
          nightshift.recover().get(0).run().await(Duration.ofSeconds(20)).orElseThrow();

      assertThat(result.report().runId()).isEqualTo(run);
      assertThat(result.reason()).isEqualTo(EndReason.CANCELLED);
    }
  }

  /** Symptom: a run that another process took up at the same moment lost its files. */
  @Test
  void aRunIsForgottenOnlyWhileNobodyHasIt() throws Exception {
    RunId run;
    try (Nightshift nightshift = builder().build()) {
      run = nightshift.dispatch(task, "escalating").await().report().runId();
    }
    StateDirectory directory = StateDirectory.at(state);

    try (JournalWriter taken = Journal.directory(state).acquire(run)) {
      assertThat(taken.earlierRecords()).isPositive();
      assertThatExceptionOfType(JournalHeldException.class)
          .isThrownBy(() -> directory.forget(run))
          .withMessageContaining("process " + ProcessHandle.current().pid());
    }
    assertThat(directory.records(run)).isNotEmpty();
    directory.forget(run);

    assertThat(state.resolve("runs")).isEmptyDirectory();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> directory.forget(run))
        .withMessageContaining("no run " + run + " is recorded");
  }

  @Test
  void aRunWithoutAnEndIsNotForgotten() throws Exception {
    RunId run = leftUnfinished();

    assertThatIllegalStateException()
        .isThrownBy(() -> StateDirectory.at(state).forget(run))
        .withMessageContaining("run " + run + " has no end that can be read, and is kept");

    assertThat(StateDirectory.at(state).records(run)).isNotEmpty();
  }

  @Test
  void whatIsNotThereIsRefusedByName() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StateDirectory.at(state.resolve("none")))
        .withMessageContaining("none' does not exist");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StateDirectory.at(state).cancel(RunId.of("none"), "why"))
        .withMessageContaining("no run none is recorded");
    assertThat(StateDirectory.at(state).runs()).isEmpty();
  }

  /** The records of a run up to its work, under a lock that nobody has. */
  private RunId leftUnfinished() throws Exception {
    RunId run;
    Path elsewhere = state.resolve("elsewhere");
    try (Nightshift nightshift = builder().state(elsewhere).build()) {
      Run endlessRun = nightshift.dispatch(task, "endless");
      run = endlessRun.id();
      working.await();
      List<String> lines = Journal.directory(elsewhere).read(run);
      try (JournalWriter writer = Journal.directory(state).acquire(run)) {
        lines.forEach(writer::append);
      }
    }
    return run;
  }
}
