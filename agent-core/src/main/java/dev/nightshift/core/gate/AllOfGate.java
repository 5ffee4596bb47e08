package dev.nightshift.core.gate;

import dev.nightshift.core.base.TestEvidence;
import dev.nightshift.core.internal.text.BoundedText;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.task.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Passes when every one of its gates passes; stops at the first that does not. */
record AllOfGate(List<MergeGate> gates) implements MergeGate {
  private static final int MAX_PART_CHARS = 200;

  @Override
  public GateResult evaluate(MergeCandidate candidate, GateContext context)
      throws InterruptedException {
    long start = context.time().nanoTime();
    List<GateResult> parts = new ArrayList<>();
    for (MergeGate gate : gates) {
      parts.add(gate.evaluate(candidate, context));
      if (!parts.get(parts.size() - 1).isPassed()) {
        break;
      }
    }
    GateResult last = parts.get(parts.size() - 1);
    GateResult.Builder result =
        GateResult.builder(name(), last.isPassed(), detail(parts, last))
            .duration(Duration.ofNanos(context.time().nanoTime() - start))
            .criteria(parts.stream().flatMap(part -> part.criteria().stream()).toList())
            .parts(parts);
    List<TestEvidence> counted = parts.stream().flatMap(part -> part.tests().stream()).toList();
    return (counted.isEmpty() ? result : result.tests(TestEvidence.sum(counted))).build();
  }

  @Override
  public List<String> requiredPrograms(Task task) {
    return gates.stream().flatMap(gate -> gate.requiredPrograms(task).stream()).distinct().toList();
  }

  @Override
  public String name() {
    return "all of " + gates.stream().map(MergeGate::name).collect(Collectors.joining(", "));
  }

  private String detail(List<GateResult> parts, GateResult last) {
    if (last.isPassed()) {
      return parts.stream().map(AllOfGate::line).collect(Collectors.joining("\n"));
    }
    List<MergeGate> left = gates.subList(parts.size(), gates.size());
    String notRun =
        left.isEmpty()
            ? ""
            : "\nnot evaluated: "
                + left.stream().map(MergeGate::name).collect(Collectors.joining(", "));
    Stream<String> before = parts.stream().limit(parts.size() - 1L).map(AllOfGate::line);
    return Stream.concat(before, Stream.of(last.name() + " failed: " + last.detail()))
            .collect(Collectors.joining("\n"))
        + notRun;
  }

  private static String line(GateResult part) {
    return part.name() + " passed: " + BoundedText.oneLine(part.detail(), MAX_PART_CHARS);
  }
}
