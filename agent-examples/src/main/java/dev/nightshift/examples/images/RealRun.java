package dev.nightshift.examples.images;

import static dev.nightshift.core.testing.ScriptedSteps.approves;
import static dev.nightshift.core.testing.ScriptedSteps.edit;
import static dev.nightshift.core.testing.ScriptedSteps.finish;
import static dev.nightshift.core.testing.ScriptedSteps.read;
import static dev.nightshift.core.testing.ScriptedSteps.requestsChange;
import static dev.nightshift.core.testing.ScriptedSteps.write;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.StandardPipeline;
import dev.nightshift.core.agent.ModelImplementer;
import dev.nightshift.core.agent.ModelReviewer;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.budget.BudgetPolicy;
import dev.nightshift.core.budget.BudgetScope;
import dev.nightshift.core.budget.BudgetWindow;
import dev.nightshift.core.budget.Cap;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.budget.Price;
import dev.nightshift.core.budget.Rates;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.journal.Journal;
import dev.nightshift.core.ledger.BudgetLedger;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.testing.ScriptedModel;
import dev.nightshift.git.GitWorkspaces;
import dev.nightshift.git.testing.TemporaryRepository;
import java.nio.file.Path;
import java.util.Map;

/** A run over git with two roles, a revision and a landing, whose models are scripted. */
final class RealRun {
  /** Large enough that the record of the call that writes it is a file of its own. */
  private static final String LARGE = "a line of a large file \u00e4\n".repeat(2_300);

  private static final Price PRICE = Price.of(Rates.perMillionTokens("3", "15"));

  private static final BudgetPolicy BUDGET =
      BudgetPolicy.of(
          Cap.moneyPerRun(Money.usd("2")),
          Cap.money(BudgetScope.ENGINE, Money.usd("9"), BudgetWindow.DAY));

  private RealRun() {}

  /** Does the run, paid from the ledger of a directory, and returns its id. */
  static RunId recordedIn(Journal journal, Path directory) throws InterruptedException {
    ScriptedModel coder =
        ScriptedModel.of(
                read("A.java"),
                edit("A.java", "v0", "v1"),
                write("large.txt", LARGE),
                finish("changed A.java"),
                edit("A.java", "v1", "v2"),
                finish("changed it again"))
            .withPrice(PRICE);
    ScriptedModel reviewer =
        ScriptedModel.of(requestsChange("A.java", 1, "it says v1", "say v2"), approves())
            .withPrice(PRICE);
    try (TemporaryRepository repository = TemporaryRepository.bare(Map.of("A.java", "v0\n"));
        BudgetLedger ledger = BudgetLedger.directory(directory);
        Nightshift nightshift =
            Nightshift.builder(GitWorkspaces.builder(repository.directory()).target("main").build())
                .provider(coder)
                .provider(reviewer)
                .journal(journal)
                .ledger(ledger)
                .budget(BUDGET)
                .build()) {
      RunResult result =
          nightshift.run(
              Task.builder("Change A").instructions("Say v2, and why: \u00e4 \"quoted\"\n").build(),
              StandardPipeline.builder()
                  .implementer(ModelImplementer.using(coder.modelId().toString()))
                  .reviewer(ModelReviewer.using(reviewer.modelId().toString()))
                  .gate((candidate, context) -> GateResult.passed("gate", "nothing to object"))
                  .delivery(Delivery.merge())
                  .build());
      if (!result.reason().equals(EndReason.MERGED)) {
        throw new IllegalStateException("the run did not land: " + result.report().ending());
      }
      return result.report().runId();
    }
  }
}
