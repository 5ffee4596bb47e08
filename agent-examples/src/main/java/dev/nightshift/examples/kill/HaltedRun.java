package dev.nightshift.examples.kill;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.StandardPipeline;
import dev.nightshift.core.StateDirectory;
import dev.nightshift.core.agent.Feedback;
import dev.nightshift.core.agent.Implementer;
import dev.nightshift.core.agent.ModelImplementer;
import dev.nightshift.core.agent.ModelReviewer;
import dev.nightshift.core.agent.Review;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.TimeSource;
import dev.nightshift.core.budget.BudgetPolicy;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.command.CommandPolicy;
import dev.nightshift.core.command.SandboxMode;
import dev.nightshift.core.gate.Gates;
import dev.nightshift.core.gate.MergeGate;
import dev.nightshift.core.journal.Journal;
import dev.nightshift.core.ledger.BudgetLedger;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.run.Fork;
import dev.nightshift.core.run.RecordedRun;
import dev.nightshift.core.run.RecoveredRun;
import dev.nightshift.core.run.Round;
import dev.nightshift.core.run.Run;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.run.RunScope;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.workspace.Workspaces;
import dev.nightshift.git.GitWorkspaces;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A program that goes on with each unfinished run of a state directory, or begins some, or decides
 * about one that was proposed, and ends at a barrier that it is told. The models are those of the
 * environment; all else is real.
 */
public final class HaltedRun {
  /** The exit status of a process that ended at its barrier. */
  public static final int HALTED = 86;

  /** How many forks a run of {@link Deed#FORK} has at once. */
  public static final int FORKS = 2;

  private static final String LANDING = "fix";
  private static final String FORKING = "best of two";
  private static final String PROPOSING = "propose";
  private final Path state;
  private final Deed deed;
  private final List<String> titles;

  private HaltedRun(Path state, Deed deed, List<String> titles) {
    this.state = state;
    this.deed = deed;
    this.titles = titles;
  }

  /**
   * Works until the barrier, or until the runs have ended.
   *
   * @param arguments the repository, the state directory, the two models, the number of the barrier
   *     (0 for none), {@code before} or {@code after}, a {@link Deed}, and the tasks: one unless
   *     they are to be begun
   * @throws InterruptedException if it is interrupted
   */
  public static void main(String[] arguments) throws InterruptedException {
    Barriers barriers = new Barriers(Integer.parseInt(arguments[4]), arguments[5].equals("after"));
    Path state = Path.of(arguments[1]);
    List<String> titles = Arrays.asList(arguments).subList(7, arguments.length);
    HaltedRun program = new HaltedRun(state, Deed.valueOf(arguments[6]), titles);
    Workspaces workspaces =
        GitWorkspaces.builder(Path.of(arguments[0]))
            .target("main")
            .commands(
                CommandPolicy.builder().caches(List.of()).sandboxMode(SandboxMode.OFF).build())
            .build();
    try (BudgetLedger ledger = BudgetLedger.directory(state, TimeSource.system());
        Nightshift nightshift =
            Nightshift.builder(barriers.around(Workspaces.class, workspaces))
                .models(arguments[2], arguments[3])
                .journal(barriers.around(Journal.class, Journal.directory(state)))
                .ledger(barriers.around(BudgetLedger.class, ledger))
                .pipeline(LANDING, pipeline(arguments[2], arguments[3], Delivery.merge()))
                .pipeline(PROPOSING, pipeline(arguments[2], arguments[3], Delivery.branch()))
                .pipeline(FORKING, run -> fork(run, arguments[2], arguments[3]))
                // What a call cost that a kill cut off nobody knows: its bound stays charged.
                .budget(BudgetPolicy.perRun(Money.usd("100")))
                .build()) {
      for (Run run : program.runs(nightshift)) {
        System.out.println("ended " + run.await().reason());
      }
    }
    System.out.println("barriers " + barriers.met());
  }

  /** What a process before left; else what is to be done. */
  private List<Run> runs(Nightshift nightshift) throws InterruptedException {
    List<Run> runs = new ArrayList<>();
    for (RecoveredRun recovered : nightshift.recover()) {
      System.out.println(recovered.toDisplay());
      if (recovered.run() != null) {
        runs.add(recovered.run());
      }
    }
    if (runs.isEmpty() && deed.isDecision()) {
      undecided().forEach(run -> runs.add(deed.decide(nightshift, run.id())));
    } else if (runs.isEmpty()) {
      titles.forEach(title -> runs.add(begun(nightshift, title)));
    }
    return runs;
  }

  private Run begun(Nightshift nightshift, String title) {
    Task task = Task.builder(title).acceptance("the file is there").dispatchKey(title).build();
    return nightshift.dispatch(
        task, deed == Deed.MERGE ? LANDING : deed == Deed.FORK ? FORKING : PROPOSING);
  }

  /** Those of its tasks about which nobody has decided: a process before may have, and ended. */
  private List<RecordedRun> undecided() {
    return StateDirectory.at(state).runs().stream()
        .filter(run -> titles.contains(run.dispatchKey()))
        .filter(run -> run.end().decisions().isEmpty())
        .toList();
  }

  /** Both write the same, so that it makes no difference which one lands. */
  private static RunResult fork(RunScope run, String implementer, String reviewer)
      throws InterruptedException {
    MergeGate gate = Gates.shell("true");
    Implementer writer = ModelImplementer.using(implementer);
    List<Fork<Round>> forks = new ArrayList<>();
    for (int i = 1; i <= FORKS; i++) {
      forks.add(new Fork<>("fork-" + i, fork -> fork.round(writer, Feedback.none(), gate)));
    }
    if (!(run.forks(forks).get(FORKS - 1) instanceof Round.Passed passed)) {
      return run.stop(EndReason.GATE_FAILED, "the last fork did not pass");
    }
    Review review = run.review(ModelReviewer.using(reviewer), passed.candidate(), passed.gate());
    return run.deliver(Delivery.merge(), passed.candidate(), passed.gate(), List.of(review));
  }

  private static StandardPipeline pipeline(String implementer, String reviewer, Delivery how) {
    return StandardPipeline.builder()
        .implementer(ModelImplementer.using(implementer))
        .reviewer(ModelReviewer.using(reviewer))
        .gate(Gates.shell("true"))
        .delivery(how)
        .build();
  }
}
