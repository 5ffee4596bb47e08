package dev.nightshift.examples.faults;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.StandardPipeline;
import dev.nightshift.core.agent.ModelImplementer;
import dev.nightshift.core.agent.ModelReviewer;
import dev.nightshift.core.budget.BudgetPolicy;
import dev.nightshift.core.command.CommandPolicy;
import dev.nightshift.core.gate.Gates;
import dev.nightshift.core.gate.MergeGate;
import dev.nightshift.core.report.RunReport;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.run.Pipeline;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.testing.RecordedRequest;
import dev.nightshift.core.testing.ScriptedModel;
import dev.nightshift.core.testing.ScriptedStep;
import dev.nightshift.core.testing.ScriptedSteps;
import dev.nightshift.git.GitWorkspaces;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One run on a stage with scripted models; what was told to whom can be read afterwards. */
final class ScriptedRun {
  private final Stage stage;
  private ScriptedModel coder = ScriptedModel.named("coder");
  private ScriptedModel critic =
      ScriptedModel.named(
          "critic", ScriptedSteps.approves(), ScriptedSteps.approves(), ScriptedSteps.approves());
  private MergeGate gate = Gates.shell("true", Duration.ofMinutes(2));
  private Delivery delivery = Delivery.merge();
  private Task task = Task.builder("Do the task").build();
  private int revisions;
  private @Nullable Function<ScriptedRun, Pipeline> pipeline;
  private @Nullable RunResult result;

  ScriptedRun(Stage stage) {
    this.stage = stage;
  }

  ScriptedRun coder(ScriptedStep... steps) {
    coder = ScriptedModel.named("coder", steps);
    return this;
  }

  ScriptedRun critic(ScriptedStep... steps) {
    critic = ScriptedModel.named("critic", steps);
    return this;
  }

  ScriptedRun gate(MergeGate mergeGate) {
    gate = mergeGate;
    return this;
  }

  ScriptedRun task(Task asked) {
    task = asked;
    return this;
  }

  ScriptedRun delivery(Delivery how) {
    delivery = how;
    return this;
  }

  ScriptedRun revisions(int most) {
    revisions = most;
    return this;
  }

  /** Uses another pipeline than the standard one. */
  ScriptedRun pipeline(Function<ScriptedRun, Pipeline> own) {
    pipeline = own;
    return this;
  }

  ModelImplementer implementer() {
    return ModelImplementer.using(coder.modelId().toString());
  }

  ModelReviewer reviewer() {
    return ModelReviewer.using(critic.modelId().toString());
  }

  /** Runs to the end, without a Maven cache: the gates here need none. */
  ScriptedRun run() throws InterruptedException {
    CommandPolicy commands = CommandPolicy.builder().caches(List.of()).build();
    GitWorkspaces workspaces =
        GitWorkspaces.builder(stage.repository()).target("main").commands(commands).build();
    Function<ScriptedRun, Pipeline> own = pipeline;
    Pipeline chosen = own == null ? standard() : own.apply(this);
    try (Nightshift nightshift =
        Nightshift.builder(workspaces)
            .provider(coder)
            .provider(critic)
            .budget(BudgetPolicy.unlimited())
            .build()) {
      result = nightshift.run(task, chosen);
    }
    return this;
  }

  private Pipeline standard() {
    return StandardPipeline.builder()
        .implementer(implementer())
        .reviewer(reviewer())
        .gate(gate)
        .delivery(delivery)
        .maxRevisions(revisions)
        .build();
  }

  RunResult result() {
    RunResult ended = result;
    if (ended == null) {
      throw new IllegalStateException("the run has not been started; call run() first");
    }
    return ended;
  }

  RunReport report() {
    return result().report();
  }

  String markdown() {
    return report().toMarkdown();
  }

  String json() {
    return report().toJson();
  }

  /** What the implementer was told, tool answers included. */
  String toldCoder() {
    return told(coder);
  }

  /** What the implementer was shown in its first call, system prompt included. */
  String firstPromptOfCoder() {
    return coder.requests().get(0).text();
  }

  /** What the reviewer was told, tool answers included. */
  String toldCritic() {
    return told(critic);
  }

  /** Requires an end by its reason. */
  ScriptedRun endsAs(String reason) {
    Stage.require(
        "the run ends as " + reason,
        result().reason().name().equals(reason),
        "it ended as " + result().reason() + ": " + report().ending().detail());
    return this;
  }

  private static String told(ScriptedModel model) {
    return model.requests().stream()
        .map(RecordedRequest::lastUserText)
        .collect(Collectors.joining("\n----\n"));
  }
}
