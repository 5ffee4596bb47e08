package dev.nightshift.core;

import dev.nightshift.core.gate.CriterionEvidence;
import dev.nightshift.core.gate.FlakyGate;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.gate.MergeGate;
import dev.nightshift.core.gate.TestEvidence;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the gates of one run said, by the tree they said it of. A red verdict stands until the same
 * part of the same gate is green on the same tree, and then the gate is flaky.
 */
final class GateVerdicts {
  private final List<Verdict> verdicts = new ArrayList<>();
  private final Set<String> knownFlakyTests;

  GateVerdicts(Set<String> knownFlakyTests) {
    this.knownFlakyTests = knownFlakyTests;
  }

  void note(GateResult result, MergeGate gate, String tree) {
    verdicts.add(new Verdict(result, gate, tree));
  }

  /** The gates that were asked about this tree, each once, in order. */
  List<MergeGate> askedAbout(String tree) {
    return on(tree).map(Verdict::gate).distinct().toList();
  }

  /** Tells whether this very object was given on the tree. */
  boolean isGiven(GateResult result, String tree) {
    return on(tree).anyMatch(verdict -> verdict.result() == result);
  }

  /** The last result on the tree, or null if no gate was asked about it. */
  @Nullable GateResult last(String tree) {
    return on(tree).map(Verdict::result).reduce((before, after) -> after).orElse(null);
  }

  /** The worst that any check showed of a criterion on the tree; null if none looked. */
  @Nullable CriterionEvidence criterion(int index, String tree) {
    return on(tree)
        .flatMap(verdict -> verdict.result().leaves().stream())
        .flatMap(leaf -> leaf.criteria().stream())
        .filter(shown -> shown.index() == index)
        .min(Comparator.comparing(CriterionEvidence::met))
        .orElse(null);
  }

  /** The last red result on the tree of which something was never green there, or null. */
  @Nullable GateResult standingRed(String tree) {
    Map<Part, List<GateResult>> said = byPart(tree);
    return on(tree)
        .filter(verdict -> !verdict.result().isPassed())
        .filter(verdict -> isStanding(verdict, said))
        .map(Verdict::result)
        .reduce((before, after) -> after)
        .orElse(null);
  }

  /** The gates that gave both verdicts on one tree, whichever, in order. */
  List<FlakyGate> flaky() {
    List<FlakyGate> flaky = new ArrayList<>();
    for (String tree : trees()) {
      byPart(tree)
          .forEach(
              (part, said) -> {
                if (said.stream().map(GateResult::isPassed).distinct().count() > 1) {
                  flaky.add(new FlakyGate(part.name(), tree, said, excused(said)));
                }
              });
    }
    return flaky;
  }

  private Stream<Verdict> on(String tree) {
    return verdicts.stream().filter(verdict -> verdict.tree().equals(tree));
  }

  private Set<String> trees() {
    Set<String> trees = new LinkedHashSet<>();
    verdicts.forEach(verdict -> trees.add(verdict.tree()));
    return trees;
  }

  private static boolean isStanding(Verdict verdict, Map<Part, List<GateResult>> said) {
    return verdict.parts().entrySet().stream()
        .filter(part -> !part.getValue().isPassed())
        .anyMatch(
            part ->
                said.getOrDefault(part.getKey(), List.of()).stream()
                    .noneMatch(GateResult::isPassed));
  }

  private Map<Part, List<GateResult>> byPart(String tree) {
    Map<Part, List<GateResult>> said = new LinkedHashMap<>();
    on(tree)
        .forEach(
            verdict ->
                verdict
                    .parts()
                    .forEach(
                        (part, result) ->
                            said.computeIfAbsent(part, unused -> new ArrayList<>()).add(result)));
    return said;
  }

  /** The failed tests, if all of them are known to be flaky and nothing else made a result red. */
  private List<String> excused(List<GateResult> said) {
    Set<String> excused = new LinkedHashSet<>();
    for (GateResult red : said) {
      if (red.isPassed()) {
        continue;
      }
      List<String> failed = red.tests().map(TestEvidence::failedTests).orElse(List.of());
      if (failed.isEmpty() || !knownFlakyTests.containsAll(failed)) {
        return List.of();
      }
      excused.addAll(failed);
    }
    return List.copyOf(excused);
  }

  /**
   * What is told apart within the gates of a run: a command line is the same wherever it stands,
   * anything else is the same only within the same gate. Of two parts with one name in one gate the
   * first stays the first, because an evaluation ends early but never begins late.
   */
  private record Part(Object origin, String name, int number) {}

  private record Verdict(GateResult result, MergeGate gate, String tree) {
    private static final int WHOLE = -1;

    /** The leaves, and the whole where no leaf explains it. */
    Map<Part, GateResult> parts() {
      Map<Part, GateResult> parts = new LinkedHashMap<>();
      Map<Part, Integer> seen = new HashMap<>();
      List<GateResult> leaves = result.leaves();
      for (GateResult leaf : leaves) {
        Object origin = leaf.command().isEmpty() ? gate : leaf.command();
        int number = seen.merge(new Part(origin, leaf.name(), 0), 1, Integer::sum);
        parts.put(new Part(origin, leaf.name(), number), leaf);
      }
      boolean explained = leaves.stream().anyMatch(leaf -> !leaf.isPassed());
      if (!result.parts().isEmpty() && (result.isPassed() || !explained)) {
        parts.put(new Part(gate, result.name(), WHOLE), result);
      }
      return parts;
    }
  }
}
