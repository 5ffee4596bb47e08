package dev.nightshift.benchmarks;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.StandardPipeline;
import dev.nightshift.core.agent.ModelImplementer;
import dev.nightshift.core.agent.ModelReviewer;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.budget.BudgetPolicy;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.run.Pipeline;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.testing.InMemoryWorkspaces;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the engine itself costs: the model answers at once, within this JVM, and nothing is kept on
 * disk.
 */
final class Orchestration {
  private static final Task TASK = Task.builder("Write A.java").build();
  private static final Map<String, String> FILES = Map.of("A.java", "class A {}\n");
  private static final Pipeline PIPELINE =
      StandardPipeline.builder()
          .implementer(ModelImplementer.using("fake:implementer"))
          .reviewer(ModelReviewer.using("fake:reviewer"))
          .gate((candidate, context) -> GateResult.passed("any", "it is only measured"))
          .build();
  private final int rounds;
  private final int times;
  private final Allocation allocation = Allocation.watch();

  private Orchestration(int rounds, int times) {
    this.rounds = rounds;
    this.times = times;
  }

  static void run(boolean quick) throws Exception {
    Orchestration orchestration = new Orchestration(quick ? 3 : 7, quick ? 300 : 1_000);
    System.out.printf("%n### The engine alone, with a fake model%n%n");
    System.out.println("| what | p50 us | CPU us | KB allocated |");
    System.out.println("|---|---|---|---|");
    orchestration.print(
        "implement, gate, review, commit (3 calls)",
        1,
        times -> {
          try (Nightshift engine = engine()) {
            return Block.measure(
                () -> check(engine.run(TASK, PIPELINE)), times, orchestration.allocation);
          }
        });
    for (int steps : new int[] {50, 200, 800}) {
      orchestration.print(
          "a step of a loop of " + steps,
          steps,
          times -> {
            try (EngineRuns runs = EngineRuns.with(new FakeModel(steps), 1)) {
              return Block.measure(
                  runs::loop, Math.max(3, 4 * times / steps), orchestration.allocation);
            }
          });
    }
  }

  private static Nightshift engine() {
    return Nightshift.builder(InMemoryWorkspaces.of(FILES))
        .provider("fake", new FakeModel(0))
        .budget(BudgetPolicy.perRun(Money.usd("1.00")))
        .build();
  }

  private static void check(RunResult result) {
    if (!result.reason().equals(EndReason.PROPOSED)) {
      throw new IllegalStateException("the run ended as " + result.reason() + ": " + result);
    }
  }

  private void print(String what, int parts, Measuring measuring) throws Exception {
    measuring.block(times);
    measuring.block(times);
    List<Block> blocks = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      blocks.add(measuring.block(times));
    }
    System.out.printf(
        "| %s | %s | %s | %s |%n",
        what,
        Spread.of(blocks.stream().map(block -> block.micros() / parts).toList()).shown(1),
        Spread.of(blocks.stream().map(block -> block.cpuMicros() / parts).toList()).shown(1),
        Spread.of(blocks.stream().map(block -> block.kilobytes() / parts).toList()).shown(1));
  }

  /** Measures one block. */
  @FunctionalInterface
  private interface Measuring {
    Block block(int times) throws Exception;
  }
}
