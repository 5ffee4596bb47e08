package dev.nightshift.core.internal.engine;

import static dev.nightshift.core.internal.engine.EngineFixture.approving;
import static dev.nightshift.core.internal.engine.EngineFixture.candidate;

import dev.nightshift.core.agent.Review;
import dev.nightshift.core.base.TestEvidence;
import dev.nightshift.core.gate.GateContext;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.gate.MergeGate;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.run.Pipeline;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.run.RunScope;
import dev.nightshift.core.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;

/**
 * Gates that tell which tree they were asked about, and what a pipeline needs to ask them and to
 * deliver.
 */
abstract class AskedGates {
  final EngineFixture fixture = new EngineFixture(Map.of("A.java", "v0\n", "B.java", "b0\n"));

  /** Which gates were asked about which tree, in order. */
  final List<String> asked = new ArrayList<>();

  @AfterEach
  void nothingIsLeftOpen() {
    fixture.close();
    fixture.workspaces.assertNothingOpen();
  }

  RunResult run(Pipeline pipeline) throws InterruptedException {
    return fixture.nightshift.run(Task.builder("Change A").build(), pipeline);
  }

  void land(String path) {
    fixture.workspaces.advanceTarget(Map.of(path, "landed\n"));
  }

  static RunResult delivered(RunScope run, MergeGate gate, MergeCandidate candidate)
      throws InterruptedException {
    return deliveredAfter(() -> {}, run, gate, candidate);
  }

  static RunResult deliveredAfter(
      Runnable news, RunScope run, MergeGate gate, MergeCandidate candidate)
      throws InterruptedException {
    GateResult result = run.check(gate, candidate);
    Review review = run.review(approving(), candidate, result);
    news.run();
    return run.deliver(Delivery.merge(), candidate, result, List.of(review));
  }

  /** The gates that were asked about the tree of the last one, in order. */
  List<String> askedLast() {
    String last = asked.get(asked.size() - 1);
    String tree = last.substring(last.indexOf(" on "));
    return asked.stream()
        .filter(one -> one.endsWith(tree))
        .map(one -> one.substring(0, one.indexOf(" on ")))
        .toList();
  }

  MergeGate gate(String name, int version) {
    return new Version(name, version, asked);
  }

  /** A gate by value. */
  record Version(String name, int version, List<String> asked) implements MergeGate {
    @Override
    public GateResult evaluate(MergeCandidate candidate, GateContext context) {
      asked.add(this + " on " + candidate.mergeTree());
      return GateResult.passed(name, toString());
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Version gate && gate.toString().equals(toString());
    }

    @Override
    public int hashCode() {
      return toString().hashCode();
    }

    @Override
    public String toString() {
      return name + " " + version;
    }
  }

  /** A gate that gives no verdict while its server is down. */
  record Remote(String name, int version, AtomicBoolean isDown) implements MergeGate {
    @Override
    public GateResult evaluate(MergeCandidate candidate, GateContext context) {
      if (isDown.get()) {
        throw new IllegalStateException("no answer");
      }
      return GateResult.passed(name, "");
    }
  }

  /** Red while it is down. */
  record Flap(String name, AtomicBoolean down) implements MergeGate {
    @Override
    public GateResult evaluate(MergeCandidate candidate, GateContext context) {
      return down.get() ? GateResult.failed(name, "red") : GateResult.passed(name, "");
    }
  }

  /** Runs one test, which fails while it is down. */
  record FlapTests(String name, AtomicBoolean down) implements MergeGate {
    @Override
    public GateResult evaluate(MergeCandidate candidate, GateContext context) {
      boolean ok = !down.get();
      return GateResult.builder(name, ok, "")
          .tests(
              new TestEvidence(
                  1,
                  ok ? 0 : 1,
                  0,
                  ok ? List.of() : List.of("T.flaps"),
                  ok ? List.of() : List.of("T.flaps")))
          .build();
    }
  }

  record Red(String name) implements MergeGate {
    @Override
    public GateResult evaluate(MergeCandidate candidate, GateContext context) {
      return GateResult.failed(name, "red");
    }
  }

  /** Passes when one of its parts does. */
  record AnyOf(List<MergeGate> parts) implements MergeGate {
    @Override
    public GateResult evaluate(MergeCandidate candidate, GateContext context)
        throws InterruptedException {
      List<GateResult> said = new ArrayList<>();
      for (MergeGate part : parts) {
        said.add(part.evaluate(candidate, context));
      }
      boolean isPassed = said.stream().anyMatch(GateResult::isPassed);
      return GateResult.builder("any", isPassed, "").parts(said).build();
    }
  }
}
