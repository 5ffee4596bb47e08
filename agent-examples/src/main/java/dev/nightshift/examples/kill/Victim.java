package dev.nightshift.examples.kill;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.StandardPipeline;
import dev.nightshift.core.agent.Assignment;
import dev.nightshift.core.agent.Feedback;
import dev.nightshift.core.agent.Outcome;
import dev.nightshift.core.agent.Review;
import dev.nightshift.core.agent.Reviewer;
import dev.nightshift.core.budget.BudgetPolicy;
import dev.nightshift.core.command.Command;
import dev.nightshift.core.command.CommandPolicy;
import dev.nightshift.core.command.SandboxMode;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.gate.MergeGate;
import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.core.provider.ModelResponse;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.run.Fork;
import dev.nightshift.core.run.Pipeline;
import dev.nightshift.core.run.Round;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.run.RunScope;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.workspace.Workspaces;
import dev.nightshift.examples.checkout.CheckoutUpdates;
import dev.nightshift.git.GitWorkspaces;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A program that dispatches one run after the other on a real repository, three at a time, until it
 * is killed or has done as many as it was told. Its models are functions; all else is real.
 *
 * <p>Every second run of a worker lets two forks work at once, and lands what the second one did.
 *
 * <p>It prints {@code candidate BRANCH HEAD} for each candidate before its gate, which is after the
 * work was promised to be kept, and {@code fork BRANCH HEAD} for one of a fork.
 */
public final class Victim {
  private static final int AT_ONCE = 3;
  private static final Reviewer APPROVING = request -> new Review.Approved(List.of(), List.of());
  private final boolean moves;

  private Victim(boolean moves) {
    this.moves = moves;
  }

  /**
   * Works until it is killed.
   *
   * @param arguments the repository, how many runs, and {@code checkout} to move its work tree
   *     along
   * @throws InterruptedException if it is interrupted
   */
  public static void main(String[] arguments) throws InterruptedException {
    boolean moves = arguments.length > 2 && arguments[2].equals("checkout");
    new Victim(moves).work(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
  }

  private void work(Path repository, int runs) throws InterruptedException {
    CommandPolicy commands =
        CommandPolicy.builder().caches(List.of()).sandboxMode(SandboxMode.OFF).build();
    Workspaces workspaces =
        GitWorkspaces.builder(repository).target("main").commands(commands).build();
    try (Nightshift nightshift =
        Nightshift.builder(moves ? CheckoutUpdates.of(workspaces, repository) : workspaces)
            .provider(
                (request, context) ->
                    ModelResponse.of(
                        AssistantTurn.text(request.model(), "done"), TokenUsage.of(1, 1)))
            .budget(BudgetPolicy.unlimited())
            .maxConcurrentRuns(AT_ONCE)
            .build()) {
      say("begun");
      List<Thread> workers = new ArrayList<>();
      for (int worker = 0; worker < AT_ONCE; worker++) {
        int first = worker;
        Thread thread = new Thread(() -> repeat(nightshift, first, (runs + AT_ONCE - 1) / AT_ONCE));
        thread.start();
        workers.add(thread);
      }
      for (Thread worker : workers) {
        worker.join();
      }
    }
  }

  private void repeat(Nightshift nightshift, int first, int runs) {
    try {
      for (int i = 0; i < runs; i++) {
        Pipeline pipeline = (first + i) % 2 == 0 ? this::bestOfTwo : pipeline();
        say("ended " + nightshift.run(Task.builder("Add a file").build(), pipeline).reason());
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private StandardPipeline pipeline() {
    return StandardPipeline.builder()
        .implementer(Victim::implement)
        .reviewer(APPROVING)
        .gate(promising("candidate", ""))
        .delivery(Delivery.merge())
        .build();
  }

  private RunResult bestOfTwo(RunScope run) throws InterruptedException {
    List<Round> rounds =
        run.forks(
            List.of(
                new Fork<>("left", fork -> round(fork, "-left")),
                new Fork<>("right", fork -> round(fork, "-right"))));
    if (!(rounds.get(rounds.size() - 1) instanceof Round.Passed last)) {
      throw new IllegalStateException("files that nobody else has are in conflict: " + rounds);
    }
    Review review = run.review(APPROVING, last.candidate(), last.gate());
    return run.deliver(Delivery.merge(), last.candidate(), last.gate(), List.of(review));
  }

  private static Round round(RunScope fork, String branchEnd) throws InterruptedException {
    return fork.round(Victim::implement, Feedback.none(), promising("fork", branchEnd));
  }

  /** Says, when it is asked, what is promised to be kept by then, and on which branch. */
  private static MergeGate promising(String kind, String branchEnd) {
    return (candidate, context) -> {
      say(kind + " nightshift/" + context.run() + branchEnd + " " + candidate.headCommit());
      return GateResult.passed("gate", "nothing to object");
    };
  }

  private static Outcome implement(Assignment assignment) throws InterruptedException {
    String name = assignment.workspace().branch().replace('/', '-');
    for (int i = 0; i < 10; i++) {
      assignment
          .workspace()
          .files()
          .write(name + "/f" + i, (name + i + "\n").getBytes(StandardCharsets.UTF_8));
    }
    assignment.workspace().run(Command.shell("sleep 0.1"));
    return new Outcome.Changed("added files");
  }

  private static synchronized void say(String line) {
    System.out.println(line);
    System.out.flush();
  }
}
