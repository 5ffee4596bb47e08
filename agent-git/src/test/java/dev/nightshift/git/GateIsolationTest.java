package dev.nightshift.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.StandardPipeline;
import dev.nightshift.core.agent.Implementer;
import dev.nightshift.core.agent.Outcome;
import dev.nightshift.core.agent.Review;
import dev.nightshift.core.command.CommandPolicy;
import dev.nightshift.core.command.SandboxMode;
import dev.nightshift.core.gate.CriterionEvidence;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.gate.Gates;
import dev.nightshift.core.gate.MergeGate;
import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.core.provider.ModelResponse;
import dev.nightshift.core.report.RunReport;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.run.Pipeline;
import dev.nightshift.core.task.AcceptanceCriterion;
import dev.nightshift.core.task.Task;
import dev.nightshift.git.testing.TemporaryRepository;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The agent writes test.sh, which the first gate runs; verify.sh is not touched by its diff. */
@Timeout(60)
class GateIsolationTest {
  private static final Task TASK = Task.builder("Task").build();

  @TempDir private Path root;

  private final TemporaryRepository repository =
      TemporaryRepository.bare(Map.of("test.sh", "exit 0\n", "verify.sh", "exit 1\n"));

  @AfterEach
  void closeRepository() {
    repository.close();
  }

  @Test
  void aTestThatRewritesTheProofDoesNotProveTheCriterion() throws InterruptedException {
    String before = repository.tip("main");

    Task proven =
        Task.builder("Task")
            .acceptance(AcceptanceCriterion.proven("it is verified", "sh", "verify.sh"))
            .build();

    RunReport report =
        run(
            proven,
            "echo exit 0 > verify.sh",
            Gates.allOf(Gates.command("tests", "sh", "test.sh"), Gates.criteria()));

    assertThat(report.gates())
        .flatExtracting(GateResult::criteria)
        .isNotEmpty()
        .noneMatch(CriterionEvidence::met);
    assertThat(repository.tip("main")).isEqualTo(before);
  }

  @Test
  void aTestThatRewritesTheScriptOfTheNextGateDoesNotPassIt() throws InterruptedException {
    String before = repository.tip("main");

    run(
        TASK,
        "echo exit 0 > verify.sh",
        Gates.allOf(
            Gates.command("tests", "sh", "test.sh"), Gates.command("verify", "sh", "verify.sh")));

    assertThat(repository.tip("main")).isEqualTo(before);
  }

  @Test
  void aTestThatFillsItsHomeLeavesTheNextGateWithAnEmptyOne() throws InterruptedException {
    RunReport report =
        run(
            TASK,
            "echo planted > \"$HOME/.planted\"",
            Gates.allOf(
                Gates.command("tests", "sh", "test.sh"),
                Gates.command("verify", "sh", "-c", "test ! -e \"$HOME/.planted\"")));

    assertThat(report.gates()).hasSize(2).allMatch(GateResult::isPassed);
  }

  @Test
  void aTestThatPoisonsTheMavenCacheLeavesTheNextGateAndTheUserWithAWholeOne() throws Exception {
    Path cache = root.resolve("user/.m2/repository");
    Path jar = cache.resolve("org/x/lib/1.0/lib-1.0.jar");
    Files.createDirectories(jar.getParent());
    Files.writeString(jar, "original");
    String copy = "\"$HOME/.m2/repository/org/x/lib/1.0/lib-1.0.jar\"";

    RunReport report =
        run(
            TASK,
            "cp test.sh " + copy + " || echo poison > " + copy + " || exit 0",
            Gates.allOf(
                Gates.command("tests", "sh", "test.sh"),
                Gates.command("verify", "sh", "-c", "test \"$(cat " + copy + ")\" = original")),
            List.of(cache));

    assertThat(jar).hasContent("original");
    // Nothing but a sandbox keeps a root from writing who may not mount.
    boolean mighty = Files.getAttribute(root, "unix:uid").equals(0);
    if (!(mighty && report.sandbox().endsWith("by all commands"))) {
      assertThat(report.gates()).hasSize(2).allMatch(GateResult::isPassed);
    }
    assertThat(report.sandbox()).startsWith("none (switched off), Maven cache shared");
    assertThat(report.toMarkdown()).contains("Maven cache shared");
  }

  private RunReport run(Task task, String testScript, MergeGate gate) throws InterruptedException {
    return run(task, testScript, gate, List.of());
  }

  private RunReport run(Task task, String testScript, MergeGate gate, List<Path> caches)
      throws InterruptedException {
    GitWorkspaces workspaces =
        GitWorkspaces.builder(repository.directory())
            .workspaceRoot(root)
            .target("main")
            .commands(CommandPolicy.builder().sandboxMode(SandboxMode.OFF).caches(caches).build())
            .build();
    Implementer implementer =
        assignment -> {
          assignment
              .workspace()
              .files()
              .write("test.sh", (testScript + "\n").getBytes(StandardCharsets.UTF_8));
          return new Outcome.Changed("wrote test.sh");
        };
    Pipeline pipeline =
        StandardPipeline.builder()
            .implementer(implementer)
            .reviewer(request -> new Review.Approved(List.of(), List.of()))
            .gate(gate)
            .withoutSecretsGate()
            .delivery(Delivery.merge())
            .maxRevisions(0)
            .build();
    try (Nightshift nightshift =
        Nightshift.builder(workspaces)
            .provider(
                (request, context) ->
                    ModelResponse.of(
                        AssistantTurn.text(request.model(), "unused"), TokenUsage.of(1, 1)))
            .build()) {
      return nightshift.run(task, pipeline).report();
    }
  }
}
