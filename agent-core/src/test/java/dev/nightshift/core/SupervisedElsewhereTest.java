package dev.nightshift.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.journal.Journal;
import dev.nightshift.core.journal.JournalWriter;
import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.core.provider.ModelResponse;
import dev.nightshift.core.run.Pipeline;
import dev.nightshift.core.run.Run;
import dev.nightshift.core.run.TaskOutcome;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.testing.InMemoryWorkspaces;
import dev.nightshift.core.testing.ManualTime;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tasks whose run another engine has on the same state directory, as another process would. */
@Timeout(60)
class SupervisedElsewhereTest {
  private final InMemoryWorkspaces workspaces = InMemoryWorkspaces.of(Map.of("A.java", "v0\n"));
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);
  private final Task task = Task.builder("Task a").dispatchKey("a").build();
  @TempDir private Path state;

  private final Pipeline held =
      scope -> {
        begun.countDown();
        released.await();
        return scope.stop(EndReason.NOTHING_TO_DO, "it is there");
      };

  /** Symptom: the summary of a list that another process was working on called its tasks open. */
  @Test
  void aRunOfAnotherProcessIsWaitedFor() throws Exception {
    try (Nightshift other = engine(state);
        Nightshift here = engine(state)) {
      Run working = other.dispatch(task, "held");
      begun.await();
      Supervisor supervisor = Supervisor.of(here).add(task, "held").build();
      FutureTask<Void> supervising = start(supervisor);
      TaskOutcome meanwhile = awaitElsewhere(supervisor);

      released.countDown();
      supervising.get();

      assertThat(meanwhile.run()).isEqualTo(working.id());
      assertThat(meanwhile.reason()).isNull();
      assertThat(supervisor.summary().outcomes().get(0).reason())
          .isEqualTo(EndReason.NOTHING_TO_DO);
      assertThat(here.runs()).isEmpty();
    }
  }

  /** Symptom: whoever took a list up beside another process left its tasks when that was killed. */
  @Test
  void aRunOfAnotherProcessGoesOnHereWhenThatDies() throws Exception {
    Path elsewhere = state.resolve("elsewhere");
    RunId left = beginIn(elsewhere);
    List<String> dispatched = Journal.directory(elsewhere).read(left).subList(0, 2);
    try (Nightshift here = engine(state)) {
      Supervisor supervisor = Supervisor.of(here).add(task, "held").build();
      FutureTask<Void> supervising;
      try (JournalWriter writer = Journal.directory(state).acquire(left)) {
        dispatched.forEach(writer::append);
        supervising = start(supervisor);
        awaitElsewhere(supervisor);
      }

      released.countDown();
      supervising.get();

      TaskOutcome outcome = supervisor.summary().outcomes().get(0);
      assertThat(outcome.run()).isEqualTo(left);
      assertThat(outcome.reason()).isEqualTo(EndReason.NOTHING_TO_DO);
    }
  }

  private RunId beginIn(Path elsewhere) throws Exception {
    try (Nightshift other = engine(elsewhere)) {
      RunId run = other.dispatch(task, "held").id();
      begun.await();
      return run;
    }
  }

  private static TaskOutcome awaitElsewhere(Supervisor supervisor) {
    TaskOutcome outcome = supervisor.summary().outcomes().get(0);
    while (!outcome.detail().contains("another process")) {
      Thread.onSpinWait();
      outcome = supervisor.summary().outcomes().get(0);
    }
    return outcome;
  }

  private static FutureTask<Void> start(Supervisor supervisor) {
    FutureTask<Void> supervising =
        new FutureTask<>(
            () -> {
              supervisor.run();
              return null;
            });
    new Thread(supervising).start();
    return supervising;
  }

  private Nightshift engine(Path directory) {
    return Nightshift.builder(workspaces)
        .provider(
            (request, context) ->
                ModelResponse.of(AssistantTurn.text(request.model(), "done"), TokenUsage.of(1, 1)))
        .state(directory)
        .time(ManualTime.create())
        .pipeline("held", held)
        .build();
  }
}
