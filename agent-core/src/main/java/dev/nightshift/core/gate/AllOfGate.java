package dev.nightshift.core.gate;

import dev.nightshift.core.base.TestEvidence;
import dev.nightshift.core.internal.text.BoundedText;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.task.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Passes when every one of its gates passes; stops at the first that does not. */
record AllOfGate(List<MergeGate> parts) implements MergeGate {
  private static final int MAX_PART_CHARS = 200;

  @Override
  public GateResult evaluate(MergeCandidate candidate, GateContext context)
      throws InterruptedException {
    long start = context.time().nanoTime();
    List<GateResult> results = new ArrayList<>();
    for (MergeGate gate : parts) {
      results.add(
          Objects.requireNonNull(
              gate.evaluate(candidate, context),
              () ->
                  "gate '"
                      + VisibleText.name(gate.name())
                      + "' returned null; return a GateResult"));
      if (!results.get(results.size() - 1).isPassed()) {
        break;
      }
    }
    GateResult last = results.get(results.size() - 1);
    GateResult.Builder result =
        GateResult.builder(name(), last.isPassed(), detail(results, last))
            .duration(Duration.ofNanos(context.time().nanoTime() - start))
            .criteria(results.stream().flatMap(part -> part.criteria().stream()).toList())
            .parts(results);
    List<TestEvidence> counted = results.stream().flatMap(part -> part.tests().stream()).toList();
    return (counted.isEmpty() ? result : result.tests(TestEvidence.sum(counted))).build();
  }

  @Override
  public List<String> requiredPrograms(Task task) {
    return parts.stream().flatMap(gate -> gate.requiredPrograms(task).stream()).distinct().toList();
  }

  @Override
  public String name() {
    return "all of " + parts.stream().map(MergeGate::name).collect(Collectors.joining(", "));
  }

  private String detail(List<GateResult> results, GateResult last) {
    if (last.isPassed()) {
      return results.stream().map(AllOfGate::line).collect(Collectors.joining("\n"));
    }
    List<MergeGate> left = parts.subList(results.size(), parts.size());
    String notRun =
        left.isEmpty()
            ? ""
            : "\nnot evaluated: "
                + left.stream().map(MergeGate::name).collect(Collectors.joining(", "));
    Stream<String> before = results.stream().limit(results.size() - 1L).map(AllOfGate::line);
    return Stream.concat(before, Stream.of(last.name() + " failed: " + last.detail()))
            .collect(Collectors.joining("\n"))
        + notRun;
  }

  private static String line(GateResult part) {
    return part.name() + " passed: " + BoundedText.oneLine(part.detail(), MAX_PART_CHARS);
  }
}
