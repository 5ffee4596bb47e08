package dev.nightshift.examples.kill;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.StandardPipeline;
import dev.nightshift.core.agent.ModelImplementer;
import dev.nightshift.core.agent.ModelReviewer;
import dev.nightshift.core.base.TimeSource;
import dev.nightshift.core.command.CommandPolicy;
import dev.nightshift.core.command.SandboxMode;
import dev.nightshift.core.gate.Gates;
import dev.nightshift.core.journal.Journal;
import dev.nightshift.core.ledger.BudgetLedger;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.run.RecoveredRun;
import dev.nightshift.core.run.Run;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.workspace.Workspaces;
import dev.nightshift.git.GitWorkspaces;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * A program that goes on with each unfinished run of a state directory, or begins one, and ends at
 * a barrier that it is told. The models are those of the environment; all else is real.
 */
public final class HaltedRun {
  /** The exit status of a process that ended at its barrier. */
  public static final int HALTED = 86;

  private static final String PIPELINE = "fix";

  private HaltedRun() {}

  /**
   * Works until the barrier, or until the runs have ended.
   *
   * @param arguments the repository, the state directory, the two models, the task, the number of
   *     the barrier (0 for none), and {@code before} or {@code after}
   * @throws InterruptedException if it is interrupted
   */
  public static void main(String[] arguments) throws InterruptedException {
    Barriers barriers = new Barriers(Integer.parseInt(arguments[5]), arguments[6].equals("after"));
    Path state = Path.of(arguments[1]);
    Workspaces workspaces =
        GitWorkspaces.builder(Path.of(arguments[0]))
            .target("main")
            .commands(
                CommandPolicy.builder().caches(List.of()).sandboxMode(SandboxMode.OFF).build())
            .build();
    try (BudgetLedger ledger = BudgetLedger.directory(state, ZoneOffset.UTC, TimeSource.system());
        Nightshift nightshift =
            Nightshift.builder(barriers.around(Workspaces.class, workspaces))
                .models(arguments[2], arguments[3])
                .journal(barriers.around(Journal.class, Journal.directory(state)))
                .ledger(barriers.around(BudgetLedger.class, ledger))
                .pipeline(PIPELINE, pipeline(arguments[2], arguments[3]))
                .build()) {
      for (Run run : runs(nightshift, arguments[4])) {
        System.out.println("ended " + run.await().reason());
      }
    }
    System.out.println("barriers " + barriers.met());
  }

  private static List<Run> runs(Nightshift nightshift, String title) throws InterruptedException {
    List<Run> runs = new ArrayList<>();
    for (RecoveredRun recovered : nightshift.recover()) {
      System.out.println(recovered.toDisplay());
      if (recovered.run() != null) {
        runs.add(recovered.run());
      }
    }
    if (runs.isEmpty()) {
      Task task = Task.builder(title).acceptance("the file is there").dispatchKey(title).build();
      runs.add(nightshift.dispatch(task, PIPELINE));
    }
    return runs;
  }

  private static StandardPipeline pipeline(String implementer, String reviewer) {
    return StandardPipeline.builder()
        .implementer(ModelImplementer.using(implementer))
        .reviewer(ModelReviewer.using(reviewer))
        .gate(Gates.shell("true"))
        .delivery(Delivery.merge())
        .build();
  }
}
