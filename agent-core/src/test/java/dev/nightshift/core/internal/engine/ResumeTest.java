package dev.nightshift.core.internal.engine;

import static dev.nightshift.core.internal.engine.CutJournal.comparable;
import static dev.nightshift.core.internal.engine.CutJournal.resumed;
import static dev.nightshift.core.internal.engine.EngineFixture.answer;
import static dev.nightshift.core.internal.engine.EngineFixture.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.StandardPipeline;
import dev.nightshift.core.agent.Feedback;
import dev.nightshift.core.agent.Implementer;
import dev.nightshift.core.agent.Outcome;
import dev.nightshift.core.agent.Review;
import dev.nightshift.core.agent.Reviewer;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.command.Command;
import dev.nightshift.core.command.CommandResult;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.gate.MergeGate;
import dev.nightshift.core.journal.Journal;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.run.Fork;
import dev.nightshift.core.run.Pipeline;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.run.RunScope;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.testing.InMemoryWorkspaces;
import dev.nightshift.core.testing.ManualTime;
import dev.nightshift.core.tree.WorkspaceFiles;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a run that goes on after its process ended has in common with one that was not cut. */
class ResumeTest {
  private final Task task = Task.builder("Change A").build();

  static Stream<Named<Function<World, Pipeline>>> pipelines() {
    return Stream.of(
        Named.of("merged after a red gate and a request", World::standard),
        Named.of("proposed", world -> world.delivering(Delivery.branch())),
        Named.of("steps and commands", World::steps),
        Named.of("target moves", World::moving),
        Named.of("forks", World::inForks),
        Named.of(
            "fails",
            world ->
                scope -> {
                  scope.implement(world.next(), Feedback.none());
                  throw new UnsupportedOperationException("no such thing");
                }));
  }

  /** The heart of recovery: wherever the journal ends, the run ends as if it did not. */
  @ParameterizedTest
  @MethodSource("pipelines")
  void endsLikeOneThatWasNotCut(Function<World, Pipeline> pipeline) throws Exception {
    World whole = new World();
    CutJournal journal = new CutJournal(Integer.MAX_VALUE);
    RunResult uncut;
    try (Nightshift nightshift = whole.engine(journal, pipeline.apply(whole))) {
      uncut = nightshift.dispatch(task, "it").await();
    }
    int end = indexOfEnd(journal, uncut.report().runId());

    for (int kept = 1; kept < end; kept++) {
      World cut = new World();
      RunResult resumed =
          resumed(kept, task, cut.workspaces, left -> cut.engine(left, pipeline.apply(cut)));

      assertThat(comparable(resumed)).as("cut after record %s", kept).isEqualTo(comparable(uncut));
      assertThat(cut.workspaces.targetFiles()).isEqualTo(whole.workspaces.targetFiles());
      assertThat(cut.asked.get() - whole.asked.get()).as("asked, cut after %s", kept).isIn(0, 1, 2);
      cut.workspaces.assertNothingOpen();
    }
  }

  private static int indexOfEnd(Journal journal, RunId run) {
    List<String> lines = journal.read(run);
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).contains("\"note\":\"run/ended#1\"")) {
        return i + 1;
      }
    }
    return lines.size() + 1;
  }

  /** A repository, and roles without a memory, so that those of another process are as good. */
  static final class World {
    final InMemoryWorkspaces workspaces =
        InMemoryWorkspaces.of(Map.of("A.java", "0\n", "B.java", "b\n"));
    final AtomicInteger asked = new AtomicInteger();
    private final ManualTime time = ManualTime.create();

    World() {
      workspaces.onCommand(
          (command, files) -> {
            count(files, "B.java");
            return CommandResult.builder(0, "formatted").build();
          });
    }

    Nightshift engine(Journal journal, Pipeline pipeline) {
      return Nightshift.builder(workspaces)
          .provider((request, context) -> answer(request))
          .journal(journal)
          .time(time)
          .pipeline("it", pipeline)
          .build();
    }

    Implementer next() {
      return assignment -> {
        asked.incrementAndGet();
        count(assignment.workspace().files(), "A.java");
        return new Outcome.Changed("counted A");
      };
    }

    private static void count(WorkspaceFiles files, String path) {
      String before = new String(files.read(path).bytes(), StandardCharsets.UTF_8).strip();
      String line = before.substring(before.lastIndexOf('\n') + 1);
      int number = line.matches("[0-9]+") ? Integer.parseInt(line) + 1 : 1;
      files.write(path, (number + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private int counted(String commit) {
      return Integer.parseInt(workspaces.filesOf(commit).get("A.java").strip());
    }

    MergeGate fromTwoOn() {
      return (candidate, context) -> {
        asked.incrementAndGet();
        return counted(candidate.mergeCommit()) < 2
            ? GateResult.failed("two", "there is only one")
            : GateResult.passed("two", "nothing to object");
      };
    }

    Reviewer fromThreeOn() {
      return request -> {
        asked.incrementAndGet();
        boolean isEnough =
            !new String(request.candidate().read("A.java").bytes(), StandardCharsets.UTF_8)
                .contains("2");
        return isEnough
            ? Review.approvedClosing(request.openRequests())
            : Review.changesRequested(request("A.java", 1, "count to three"));
      };
    }

    StandardPipeline.Builder builder() {
      return StandardPipeline.builder()
          .implementer(next())
          .reviewer(fromThreeOn())
          .gate(fromTwoOn());
    }

    Pipeline standard() {
      return delivering(Delivery.merge());
    }

    Pipeline delivering(Delivery delivery) {
      return builder().delivery(delivery).build();
    }

    Pipeline steps() {
      return scope -> {
        scope.step("look", () -> "seen");
        scope.implement(next(), Feedback.none());
        scope.run("format", Command.of("format"));
        return standard().run(scope);
      };
    }

    Pipeline moving() {
      return scope -> {
        scope.implement(next(), Feedback.none());
        scope.step("colleague", this::advance);
        return standard().run(scope);
      };
    }

    private String advance() {
      if (!workspaces.targetFiles().containsKey("C.java")) {
        workspaces.advanceTarget(Map.of("C.java", "c\n"));
      }
      return "advanced";
    }

    Pipeline inForks() {
      return scope -> {
        List<String> all =
            scope.forks(List.of(new Fork<>("one", this::worked), new Fork<>("two", this::worked)));
        return scope.stop(EndReason.ESCALATED, String.join(", ", new ArrayList<>(all)));
      };
    }

    private String worked(RunScope fork) throws InterruptedException {
      fork.implement(next(), Feedback.none());
      return fork.step("own", () -> "done");
    }
  }
}
