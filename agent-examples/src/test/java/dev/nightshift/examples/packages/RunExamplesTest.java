package dev.nightshift.examples.packages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.StandardPipeline;
import dev.nightshift.core.agent.Feedback;
import dev.nightshift.core.agent.Implementer;
import dev.nightshift.core.agent.ModelImplementer;
import dev.nightshift.core.agent.Review;
import dev.nightshift.core.agent.Reviewer;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.TimeSource;
import dev.nightshift.core.budget.BudgetPolicy;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.event.RunListener;
import dev.nightshift.core.gate.Gates;
import dev.nightshift.core.gate.MergeGate;
import dev.nightshift.core.journal.Journal;
import dev.nightshift.core.ledger.BudgetLedger;
import dev.nightshift.core.provider.AdmissionControl;
import dev.nightshift.core.report.RunReport;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.run.Pipeline;
import dev.nightshift.core.run.Round;
import dev.nightshift.core.run.Run;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.testing.InMemoryWorkspaces;
import dev.nightshift.core.testing.ManualTime;
import dev.nightshift.core.testing.ScriptedModel;
import dev.nightshift.core.testing.ScriptedSteps;
import dev.nightshift.models.limits.RateLimits;
import dev.nightshift.report.HtmlReport;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the descriptions of packages show of runs, with a scripted model on files in memory. */
class RunExamplesTest {
  private final InMemoryWorkspaces workspaces = InMemoryWorkspaces.of(Map.of("a.txt", "one\n"));
  private final ScriptedModel provider =
      ScriptedModel.named(
          "coder", ScriptedSteps.write("b.txt", "two\n"), ScriptedSteps.finish("wrote two"));
  private final Implementer implementer = ModelImplementer.using("coder:scripted");
  private final Reviewer reviewer = request -> Review.approved();
  private final MergeGate gate = Gates.maxDiff(10);
  private final Pipeline pipeline =
      StandardPipeline.builder()
          .implementer(implementer)
          .reviewer(reviewer)
          .gate(gate)
          .delivery(Delivery.merge())
          .build();
  private final Task task = Task.builder("Write two").build();

  @TempDir private Path directory;

  @AfterEach
  void theRunWasDoneAndItsWorkLanded() {
    provider.assertExhausted();
    assertThat(workspaces.targetFiles()).containsEntry("b.txt", "two\n");
  }

  @Test
  void theFacade() throws InterruptedException {
    BudgetPolicy policy = BudgetPolicy.perRun(Money.usd("2.00"));

    // region core
    try (Nightshift nightshift =
        Nightshift.builder(workspaces).provider(provider).budget(policy).build()) {
      Run run = nightshift.dispatch(task, pipeline);
      System.out.println(run.await().report().toMarkdown());
    }
    // endregion
  }

  @Test
  void aPipelineOfOneRound() throws InterruptedException {
    // region core.run
    Pipeline oneRound =
        run -> {
          Round round = run.round(implementer, Feedback.none(), gate);
          if (round instanceof Round.Unchanged unchanged) {
            return run.end(unchanged.outcome());
          }
          if (!(round instanceof Round.Passed passed)) {
            return run.stop(EndReason.ESCALATED, "the first round did not pass");
          }
          Review review = run.review(reviewer, passed.candidate(), passed.gate());
          return run.deliver(Delivery.merge(), passed.candidate(), passed.gate(), List.of(review));
        };
    // endregion

    try (Nightshift nightshift = Nightshift.builder(workspaces).provider(provider).build()) {
      assertThat(nightshift.run(task, oneRound)).isInstanceOf(RunResult.Delivered.class);
    }
  }

  @Test
  void aReport() throws InterruptedException {
    try (Nightshift nightshift = Nightshift.builder(workspaces).provider(provider).build()) {
      Run run = nightshift.dispatch(task, pipeline);
      Path reports = directory;

      // region core.report
      RunReport report = run.await().report();
      report.writeTo(reports);
      // endregion

      // region report
      HtmlReport.of(run.await().report()).writeTo(reports);
      // endregion

      assertThat(reports.resolve("report.md")).content().contains("Merged: Write two");
      assertThat(reports.resolve(HtmlReport.FILE)).content().contains("Write two");
    }
  }

  @Test
  void aListener() throws InterruptedException {
    List<String> ends = new ArrayList<>();

    // region core.event
    RunListener listener =
        event -> {
          if (event.name().equals("run.ended")) {
            ends.add(event.run() + " ended: " + event.text("reason").orElse(""));
          }
        };
    Nightshift nightshift =
        Nightshift.builder(workspaces).provider(provider).listener(listener).build();
    // endregion

    try (nightshift) {
      RunResult result = nightshift.run(task, pipeline);
      assertThat(ends).containsExactly(result.report().runId() + " ended: merged");
    }
  }

  @Test
  void aJournal() throws InterruptedException {
    // region core.journal
    Journal journal = Journal.directory(directory);
    Nightshift nightshift =
        Nightshift.builder(workspaces)
            .provider(provider)
            .journal(journal)
            .pipeline("fix", pipeline)
            .build();
    // endregion

    try (nightshift) {
      RunReport report = nightshift.run(task, "fix").report();
      assertThat(nightshift.replay(report.runId()).report()).isEqualTo(report);
    }
  }

  @Test
  void aLedgerThatManyShare() throws InterruptedException {
    TimeSource time = ManualTime.create();

    // region core.ledger
    BudgetLedger ledger = BudgetLedger.directory(directory, ZoneId.of("Europe/Berlin"), time);
    Nightshift nightshift =
        Nightshift.builder(workspaces).provider(provider).ledger(ledger).build();
    // endregion

    try (ledger;
        nightshift) {
      assertThat(nightshift.run(task, pipeline)).isInstanceOf(RunResult.Delivered.class);
    }
  }

  @Test
  void rateLimits() throws InterruptedException {
    // region models.limits
    AdmissionControl limits =
        RateLimits.builder().requestsPerMinute(50).inputTokensPerMinute(30_000).build();
    Nightshift nightshift =
        Nightshift.builder(workspaces).provider(provider).admission(limits).build();
    // endregion

    try (nightshift) {
      assertThat(nightshift.run(task, pipeline)).isInstanceOf(RunResult.Delivered.class);
    }
  }
}
