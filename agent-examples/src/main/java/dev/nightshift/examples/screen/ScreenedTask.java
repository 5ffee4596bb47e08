package dev.nightshift.examples.screen;

import static dev.nightshift.core.testing.ScriptedSteps.finish;
import static dev.nightshift.core.testing.ScriptedSteps.tool;
import static dev.nightshift.core.testing.ScriptedSteps.write;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.StandardPipeline;
import dev.nightshift.core.agent.ModelImplementer;
import dev.nightshift.core.agent.Review;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.budget.Price;
import dev.nightshift.core.budget.Rates;
import dev.nightshift.core.budget.RoleSpend;
import dev.nightshift.core.command.CommandPolicy;
import dev.nightshift.core.gate.Gates;
import dev.nightshift.core.journal.Journal;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.screen.ModelScreen;
import dev.nightshift.core.testing.ScriptedModel;
import dev.nightshift.core.testing.ScriptedStep;
import dev.nightshift.examples.screen.ScreenTexts.ScreenText;
import dev.nightshift.git.GitWorkspaces;
import dev.nightshift.git.testing.TemporaryRepository;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** One task on a git repository of its own, with a cheap model and a dear one that are counted. */
final class ScreenedTask {
  private static final String PIPELINE = "screened";
  private static final String SUBMIT = "submit_screening";
  private static final Price CHEAP = Price.of(Rates.perMillionTokens("1", "5"));
  private static final Price DEAR = Price.of(Rates.perMillionTokens("5", "25"));
  private final ScreenText text;
  private final Map<String, String> files;

  ScreenedTask(ScreenText text, Map<String, String> files) {
    this.text = text;
    this.files = files;
  }

  /**
   * What came of it.
   *
   * @param reason how the run ended
   * @param asked the question it ended with, or the detail of its end
   * @param screen what the cheap model was paid
   * @param implementer what the dear one was paid before anybody answered
   * @param afterAnswer how it ended after its question was answered by another engine; the same as
   *     before if nothing was asked
   * @param screenInAll what the cheap model was paid in the end
   */
  record Ending(
      EndReason reason,
      String asked,
      RoleSpend screen,
      RoleSpend implementer,
      EndReason afterAnswer,
      RoleSpend screenInAll) {
    boolean isRefused() {
      return reason.equals(EndReason.NEEDS_CLARIFICATION);
    }
  }

  /** Runs it, and answers what it asks in another engine, which knows only its record. */
  Ending run() throws InterruptedException {
    Journal journal = Journal.inMemory();
    try (TemporaryRepository repository = TemporaryRepository.bare(files)) {
      RunResult first;
      try (Nightshift engine = engine(repository, journal, List.of(screening()))) {
        first = engine.run(text.task(), PIPELINE);
      }
      if (!first.reason().equals(EndReason.NEEDS_CLARIFICATION)) {
        return ending(first, first);
      }
      try (Nightshift another = engine(repository, journal, List.of())) {
        RunResult then =
            another.answer(first.report().runId(), "Do what is written in ANSWER.").await();
        return ending(first, then);
      }
    }
  }

  private static Ending ending(RunResult first, RunResult then) {
    return new Ending(
        first.reason(),
        first.report().ending().detail(),
        spend(first, AgentRole.SCREEN),
        spend(first, AgentRole.IMPLEMENTER),
        then.reason(),
        spend(then, AgentRole.SCREEN));
  }

  private static RoleSpend spend(RunResult result, AgentRole role) {
    return result.report().spend().view().of(role);
  }

  private ScriptedStep screening() {
    return tool(
        SUBMIT, JsonMapper.shared().writeValueAsString(Map.of("questions", text.questions())));
  }

  private static Nightshift engine(
      TemporaryRepository repository, Journal journal, List<ScriptedStep> screening) {
    ScriptedModel cheap =
        ScriptedModel.named("cheap", screening.toArray(ScriptedStep[]::new)).withPrice(CHEAP);
    ScriptedModel dear =
        ScriptedModel.named("dear", write("DONE", "done\n"), finish("did it")).withPrice(DEAR);
    return Nightshift.builder(
            GitWorkspaces.builder(repository.directory())
                .target("main")
                .commands(CommandPolicy.builder().caches(List.of()).build())
                .build())
        .provider(cheap)
        .provider(dear)
        .journal(journal)
        .pipeline(
            PIPELINE,
            StandardPipeline.builder()
                .screen(ModelScreen.builder(cheap.modelId()).build())
                .implementer(ModelImplementer.using(dear.modelId().toString()))
                .reviewer(request -> Review.approved())
                .gate(Gates.maxDiff(100))
                .build())
        .build();
  }
}
