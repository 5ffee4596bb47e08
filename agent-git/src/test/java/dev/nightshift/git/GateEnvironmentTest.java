package dev.nightshift.git;

import static dev.nightshift.core.testing.ScriptedSteps.approves;
import static dev.nightshift.core.testing.ScriptedSteps.delete;
import static dev.nightshift.core.testing.ScriptedSteps.finish;
import static dev.nightshift.core.testing.ScriptedSteps.write;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.StandardPipeline;
import dev.nightshift.core.agent.ModelImplementer;
import dev.nightshift.core.agent.ModelReviewer;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.budget.BudgetPolicy;
import dev.nightshift.core.command.CommandPolicy;
import dev.nightshift.core.command.SandboxMode;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.gate.Gates;
import dev.nightshift.core.gate.MergeGate;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.task.AcceptanceCriterion;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.testing.ScriptedModel;
import dev.nightshift.git.testing.TemporaryRepository;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a run costs when its gate cannot be run, and what it is told when only the change is at
 * fault.
 */
@Timeout(120)
class GateEnvironmentTest {
  private static final Duration TIMEOUT = Duration.ofMinutes(1);
  @TempDir private Path root;
  private TemporaryRepository repository;

  @BeforeEach
  void openRepository() {
    repository = TemporaryRepository.bare(Map.of("a.txt", "x\n"));
    byte[] script = "#!/bin/sh\nexit 0\n".getBytes(StandardCharsets.UTF_8);
    repository.commitFile("main", "build.sh", script, true);
  }

  @AfterEach
  void closeRepository() {
    repository.close();
  }

  private RunResult run(Task task, MergeGate gate, ScriptedModel coder) throws Exception {
    return run(task, gate, coder, 0);
  }

  private RunResult run(Task task, MergeGate gate, ScriptedModel coder, int maxRevisions)
      throws Exception {
    ScriptedModel critic = ScriptedModel.named("critic", approves());
    CommandPolicy commands =
        CommandPolicy.builder().sandboxMode(SandboxMode.OFF).caches(List.of()).build();
    GitWorkspaces workspaces =
        GitWorkspaces.builder(repository.directory())
            .workspaceRoot(root)
            .target("main")
            .commands(commands)
            .build();
    try (Nightshift nightshift =
        Nightshift.builder(workspaces)
            .provider(coder)
            .provider(critic)
            .budget(BudgetPolicy.unlimited())
            .build()) {
      return nightshift.run(
          task,
          StandardPipeline.builder()
              .implementer(ModelImplementer.using(coder.modelId().toString()))
              .reviewer(ModelReviewer.using(critic.modelId().toString()))
              .gate(gate)
              .delivery(Delivery.merge())
              .maxRevisions(maxRevisions)
              .build());
    }
  }

  private static Task task() {
    return Task.builder("Change it").build();
  }

  private static ScriptedModel writer() {
    return ScriptedModel.named("coder", write("a.txt", "y\n"), finish("done"));
  }

  /** Symptom: a gate whose script was misspelt cost four paid rounds. */
  @Test
  void endsAfterTheSecondRoundWhenNoChangeBringsTheScriptOfTheGate() throws Exception {
    ScriptedModel coder =
        ScriptedModel.named(
            "coder",
            write("a.txt", "y\n"),
            finish("done"),
            write("a.txt", "z\n"),
            finish("there is no such script"));

    RunResult result = run(task(), Gates.shell("./biuld.sh", TIMEOUT), coder, 3);

    assertThat(result.reason()).isEqualTo(EndReason.ENVIRONMENT);
    assertThat(result.report().ending().detail())
        .contains("could not start './biuld.sh' in two rounds")
        .contains("if its name is wrong, correct what calls it");
    assertThat(coder.requests()).hasSize(4);
    assertThat(result.report().evidence().rounds())
        .hasSize(2)
        .allSatisfy(round -> assertThat(round.gates().get(1).isPassed()).isFalse());
    assertThat(repository.read(repository.tip(result.report().branch()), "a.txt")).isEqualTo("z\n");
  }

  @Test
  void landsWhenTheSecondRoundBringsTheScriptOfTheGate() throws Exception {
    ScriptedModel coder =
        ScriptedModel.named(
            "coder",
            write("a.txt", "y\n"),
            finish("done"),
            write("check.sh", "exit 0\n"),
            finish("now it has its script"));

    RunResult result = run(task(), Gates.shell("sh check.sh", TIMEOUT), coder, 3);

    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
  }

  @Test
  void callsNoModelWhenTheProgramOfTheGateIsMissing() throws Exception {
    ScriptedModel coder = ScriptedModel.named("coder");

    RunResult result =
        run(task(), Gates.allOf(Gates.maxDiff(9), Gates.tests("no-such-tool", "test")), coder);

    assertThat(result).isInstanceOf(RunResult.Stopped.class);
    assertThat(result.reason()).isEqualTo(EndReason.ENVIRONMENT);
    assertThat(result.report().ending().detail())
        .contains("needs the program no-such-tool")
        .contains("no model was called")
        .contains("install it there");
    assertThat(coder.requests()).isEmpty();
  }

  @Test
  void callsNoModelWhenTheProgramOfACriterionIsMissing() throws Exception {
    ScriptedModel coder = ScriptedModel.named("coder");
    Task task =
        Task.builder("Change it")
            .acceptance(AcceptanceCriterion.proven("it is linted", "no-such-linter"))
            .build();

    RunResult result = run(task, Gates.shell("true", TIMEOUT), coder);

    assertThat(result.reason()).isEqualTo(EndReason.ENVIRONMENT);
    assertThat(coder.requests()).isEmpty();
  }

  /** Only a shell knows which programs its line needs, so it has to be run. */
  @Test
  void endsAfterTheFirstRoundWhenAShellLineNeedsAMissingProgram() throws Exception {
    ScriptedModel coder = writer();

    RunResult result = run(task(), Gates.shell("./build.sh && no-such-tool", TIMEOUT), coder);

    assertThat(result.reason()).isEqualTo(EndReason.ENVIRONMENT);
    assertThat(result.report().ending().detail())
        .contains("needs no-such-tool, which cannot be run here")
        .contains("without it on 'main' at " + repository.tip("main").substring(0, 10));
    assertThat(coder.requests()).hasSize(2);
    assertThat(result.report().branch()).startsWith("nightshift/");
    assertThat(result.report().toJson()).contains("\"environment\"");
  }

  @Test
  void isRedAndNamesTheChangeWhenTheAgentDeletedTheScript() throws Exception {
    ScriptedModel coder = ScriptedModel.named("coder", delete("build.sh"), finish("done"));

    RunResult result = run(task(), Gates.command("build", "./build.sh"), coder);

    assertThat(result.reason()).isEqualTo(EndReason.GATE_FAILED);
    assertThat(result.report().gates())
        .extracting(GateResult::detail)
        .last()
        .asString()
        .contains("it can be run on 'main' without the change");
  }

  @Test
  void findsAProgramThatIsThere() throws Exception {
    RunResult result = run(task(), Gates.command("build", "sh", "build.sh"), writer());

    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
  }
}
