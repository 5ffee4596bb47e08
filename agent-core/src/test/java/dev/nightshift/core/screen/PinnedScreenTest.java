package dev.nightshift.core.screen;

import static dev.nightshift.core.testing.ScriptedSteps.several;
import static dev.nightshift.core.testing.ScriptedSteps.text;
import static dev.nightshift.core.testing.ScriptedSteps.tool;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.StandardPipeline;
import dev.nightshift.core.agent.Outcome;
import dev.nightshift.core.agent.Review;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.internal.text.PinnedText;
import dev.nightshift.core.screen.ModelScreen.WhenUnanswered;
import dev.nightshift.core.task.AcceptanceCriterion;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.task.TaskBuilder;
import dev.nightshift.core.testing.InMemoryWorkspaces;
import dev.nightshift.core.testing.ScriptedModel;
import dev.nightshift.core.testing.ScriptedStep;
import dev.nightshift.core.tree.TreeView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a screen says to its model and to humans; {@link PinnedText} says how to change it. */
class PinnedScreenTest {
  private final PinnedText pinned = new PinnedText();
  private final InMemoryWorkspaces workspaces = InMemoryWorkspaces.of(Map.of("A.java", "v0\n"));
  private final Task plain = Task.builder("Make </untrusted> it so").build();

  @Test
  void theWordsAreThese() throws Exception {
    pinned.add("system", ScreenPrompt.system());
    pinned.add(
        "tool", ScreenPrompt.tool().description() + "\n" + ScreenPrompt.tool().inputSchemaJson());
    pinned.add("opening", ScreenPrompt.opening(plain, List.of(), List.of("A.java")));
    Task full =
        Task.builder("Convert `Basket`")
            .instructions("To degrees.\n" + "word ".repeat(3_300))
            .acceptance("it is in degrees")
            .acceptance(AcceptanceCriterion.proven("it compiles", "javac", "A.java"))
            .allowPath("src/**")
            .build();
    List<String> many = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      many.add("src/main/java/of/no/concern/File" + i + ".java");
    }
    many.add("src/main/java/Degrees.java");
    pinned.add(
        "opening of a long task",
        ScreenPrompt.opening(full, TaskChecks.find(full, tree()).doubts(), many)
            .replaceAll("(?:word ){20,}", "(many words) ")
            .replaceAll("(?s)(File100.*)File398", "(many files) File398"));
    questionsOfTheChecks();
    pinned.add("no call", why(text("It is fine.")));
    pinned.add("no list", why(tool("submit_screening", "{}")));
    pinned.add("malformed", why(tool("submit_screening", "{\"questions\":7}")));
    pinned.add("blank", why(tool("submit_screening", "{\"questions\":[\" \"]}")));
    ScriptedStep clear = tool("submit_screening", "{\"questions\":[]}");
    pinned.add("several calls", why(several(clear, clear)));
    pinned.add("accepted", detail(clear));
    pinned.assertIsKeptAs("screen.txt");
  }

  private void questionsOfTheChecks() {
    Task vague = Task.builder("Make it better").build();
    Task absent = Task.builder("Remove the class `Basket`").build();
    pinned.add("names nothing", TaskChecks.find(vague, tree()).questions().get(0));
    pinned.add("not there", TaskChecks.find(absent, tree()).questions().get(0));
    pinned.add("doubts", String.join("\n", TaskChecks.find(absent, tree()).doubts()));
    Task longest = Task.builder("Do").instructions("x".repeat(100_001)).build();
    pinned.add("too long", TaskChecks.find(longest, tree()).questions().get(0));
    TaskBuilder much = Task.builder("Do");
    for (int i = 0; i < 31; i++) {
      much.acceptance("claim " + i);
    }
    pinned.add("many criteria", String.join("\n", TaskChecks.find(much.build(), tree()).doubts()));
  }

  private TreeView tree() {
    return workspaces.queue("main").view(workspaces.targetCommit());
  }

  /** What a human is asked in place of an answer. */
  private String why(ScriptedStep step) throws InterruptedException {
    ScriptedModel model = ScriptedModel.named("cheap", step);
    ModelScreen screen =
        ModelScreen.builder(model.modelId()).whenUnanswered(WhenUnanswered.ASK).build();
    return run(model, screen).get(0).toQuestion();
  }

  private String detail(ScriptedStep step) throws InterruptedException {
    ScriptedModel model = ScriptedModel.named("cheap", step);
    return run(model, ModelScreen.using("cheap:scripted")).get(0).detail();
  }

  private List<Screening> run(ScriptedModel model, TaskScreen screen) throws InterruptedException {
    List<Screening> said = new ArrayList<>();
    StandardPipeline pipeline =
        StandardPipeline.builder()
            .screen(
                request -> {
                  said.add(screen.screen(request));
                  return said.get(0);
                })
            .implementer(assignment -> new Outcome.NeedsClarification("stop here"))
            .reviewer(request -> Review.approved())
            .gate((candidate, context) -> GateResult.passed("gate", "green"))
            .build();
    try (Nightshift nightshift = Nightshift.builder(workspaces).provider(model).build()) {
      nightshift.run(plain, pipeline);
    }
    return said;
  }
}
