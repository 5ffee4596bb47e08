package example.consumer;

import static dev.nightshift.core.testing.ScriptedSteps.approves;
import static dev.nightshift.core.testing.ScriptedSteps.edit;
import static dev.nightshift.core.testing.ScriptedSteps.finish;
import static dev.nightshift.core.testing.ScriptedSteps.requestsChange;
import dev.nightshift.core.Nightshift;
import dev.nightshift.core.StandardPipeline;
import dev.nightshift.core.agent.ModelImplementer;
import dev.nightshift.core.agent.ModelReviewer;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.budget.BudgetPolicy;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.gate.Gates;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.testing.ScriptedModel;
import dev.nightshift.core.testing.TestNightshift;
import dev.nightshift.git.GitWorkspaces;
import dev.nightshift.git.testing.TemporaryRepository;
import dev.nightshift.models.testing.Reply;
import dev.nightshift.models.testing.ScriptedModelServer;
import java.util.Map;

/** Uses the libraries as a stranger would; the argument names the path it must be running on. */
public final class Main {
  private static final Task TASK = Task.builder("Fix the NPE in A.greet").build();

  private Main() {}

  public static void main(String[] arguments) throws InterruptedException {
    boolean named = Main.class.getModule().isNamed();
    if (named != arguments[0].equals("module-path")) {
      throw new IllegalStateException("not running on the " + arguments[0]);
    }
    System.out.println("consumer: in memory " + inMemory() + ", with git and HTTP " + withGitAndHttp() + " on the " + arguments[0]);
  }

  private static EndReason inMemory() throws InterruptedException {
    var coder = ScriptedModel.of(edit("A.java", "v0", "v1"), finish("done"), edit("A.java", "v1", "v2"), finish("done"));
    var critic = ScriptedModel.of(requestsChange("A.java", 1, "name may be null", "return early on null"), approves());
    RunResult result = TestNightshift.inMemory(Map.of("A.java", "v0"), coder, critic).run(TASK);
    coder.assertExhausted();
    critic.assertExhausted();
    require(result.report().revisions() == 1, result);
    require(result.report().toJson().contains("\"revisions\""), result);
    return result.reason();
  }

  private static EndReason withGitAndHttp() throws InterruptedException {
    Reply verdict = Reply.toolUse("submit_review", "{\"verdict\":\"approve\",\"findings\":[],\"criteria\":[]}");
    try (TemporaryRepository repository = TemporaryRepository.bare(Map.of("A.java", "v0\n"));
        ScriptedModelServer server =
            ScriptedModelServer.start(
                Reply.toolUse("write_file", "{\"path\":\"A.java\",\"content\":\"v1\\n\"}"),
                Reply.toolUse("finish", "{\"summary\":\"done\"}"),
                verdict);
        Nightshift nightshift =
            Nightshift.builder(GitWorkspaces.builder(repository.directory()).target("main").build())
                .models(Map.of("ANTHROPIC_BASE_URL", server.baseUrl()), "anthropic:claude-opus-5-5")
                .budget(BudgetPolicy.perRun(Money.usd("2.00")))
                .build()) {
      RunResult result =
          nightshift.run(
              TASK,
              StandardPipeline.builder()
                  .implementer(ModelImplementer.using("anthropic:claude-opus-5-5"))
                  .reviewer(ModelReviewer.using("anthropic:claude-haiku-5-5"))
                  .gate(Gates.command("changed", "grep", "-q", "v1", "A.java"))
                  .delivery(Delivery.merge())
                  .build());
      server.assertExhausted();
      require(repository.read(repository.tip("main"), "A.java").equals("v1\n"), result);
      require(server.bill().equals(result.report().spend().view().spent().cost()), result);
      return result.reason();
    }
  }

  private static void require(boolean holds, RunResult result) {
    if (!holds) {
      throw new IllegalStateException("not as expected: " + result.report().toMarkdown());
    }
  }
}
