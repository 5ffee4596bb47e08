package dev.nightshift.core.internal.evidence;

import dev.nightshift.core.base.TestEvidence;
import dev.nightshift.core.gate.CriterionEvidence;
import dev.nightshift.core.gate.FlakyGate;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.gate.Gates;
import dev.nightshift.core.gate.MergeGate;
import dev.nightshift.core.internal.text.VisibleText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the gates of one run said, by the tree they said it of. A red verdict stands until the same
 * part of an equal gate is green on the same tree, or later on the same work with another target;
 * what is both is flaky.
 */
public final class GateVerdicts {
  private final List<Verdict> verdicts = new ArrayList<>();
  private final WorkTrees works;
  private final Set<String> knownFlakyTests;

  GateVerdicts(WorkTrees works, Set<String> knownFlakyTests) {
    this.works = works;
    this.knownFlakyTests = knownFlakyTests;
  }

  void note(GateResult result, MergeGate gate, Judged judged) {
    verdicts.add(new Verdict(verdicts.size(), result, gate, judged, true));
  }

  /**
   * Notes that a gate gave no verdict. That stands like a red one, but is no side of a flaky one.
   */
  public void unfinished(GateResult why, MergeGate gate, Judged judged) {
    verdicts.add(new Verdict(verdicts.size(), why, gate, judged, false));
  }

  /**
   * The gates that were asked about the work of this candidate, each once, in order. One that was
   * replaced is left out; of one that asks all of several, those are left that no other asks.
   *
   * @param given one that is never left out
   */
  public List<MergeGate> askedAbout(Judged judged, MergeGate given) {
    Set<String> trees = works.sameAs(judged.tree());
    Set<MergeGate> lastOnes = new LinkedHashSet<>();
    on(trees)
        .map(Verdict::gate)
        .forEach(
            gate -> {
              lastOnes.remove(gate);
              lastOnes.add(gate);
            });
    List<MergeGate> order = List.copyOf(lastOnes);
    return on(trees)
        .map(Verdict::gate)
        .distinct()
        .flatMap(
            gate ->
                gate.equals(given)
                    ? Stream.of(gate)
                    : notReplaced(
                        gate, order.subList(order.indexOf(gate) + 1, order.size()), trees))
        .distinct()
        .toList();
  }

  private Stream<MergeGate> notReplaced(
      MergeGate gate, List<MergeGate> askedSince, Set<String> trees) {
    List<List<MergeGate>> since = askedSince.stream().map(Gates::allAsked).toList();
    List<MergeGate> own = Gates.allAsked(gate);
    List<MergeGate> left =
        own.stream()
            .filter(leaf -> since.stream().noneMatch(other -> isReplaced(leaf, own, other, trees)))
            .toList();
    return left.size() == own.size()
        ? Stream.of(gate)
        : left.stream().filter(leaf -> since.stream().noneMatch(other -> other.contains(leaf)));
  }

  /** Tells whether a part of its name was asked later, and about a later candidate. */
  private boolean isReplaced(
      MergeGate leaf, List<MergeGate> own, List<MergeGate> other, Set<String> trees) {
    return other.stream()
        .filter(later -> GateParts.isOther(leaf, own, later, other))
        .anyMatch(later -> replaced(later, leaf, trees));
  }

  private boolean replaced(MergeGate later, MergeGate leaf, Set<String> trees) {
    return lastOf(later, trees, Verdict::number) > lastOf(leaf, trees, Verdict::number)
        && lastOf(later, trees, said -> said.judged().number())
            > lastOf(leaf, trees, said -> said.judged().number());
  }

  /** The last that a part was asked about these trees, alone or within others; -1 if never. */
  private int lastOf(MergeGate leaf, Set<String> trees, ToIntFunction<Verdict> number) {
    return asked(leaf, trees).mapToInt(number).max().orElse(-1);
  }

  private Stream<Verdict> asked(MergeGate leaf, Set<String> trees) {
    return on(trees).filter(verdict -> GateParts.leaves(verdict.gate()).contains(leaf));
  }

  /**
   * Tells whether a gate gave its verdict on just this candidate, each of those that it asks for
   * all of them: what comes after a red one was not asked.
   */
  public boolean isAnswered(MergeGate gate, Judged judged) {
    return answered(finishedOn(judged)).containsAll(Gates.allAsked(gate));
  }

  /** Tells whether a gate gave its verdict on these trees after it gave none, part by part. */
  private boolean isAnsweredSince(Verdict none, Set<String> trees) {
    Stream<Verdict> later =
        on(trees).filter(said -> said.isFinished() && said.number() > none.number());
    return answered(later).containsAll(Gates.allAsked(none.gate()));
  }

  private Stream<Verdict> finishedOn(Judged judged) {
    return verdicts.stream()
        .filter(verdict -> verdict.isFinished() && verdict.judged().isSameAs(judged));
  }

  private static Set<MergeGate> answered(Stream<Verdict> said) {
    Set<MergeGate> answered = new HashSet<>();
    said.forEach(verdict -> addAnswered(answered, verdict.gate(), verdict.result()));
    return answered;
  }

  private static void addAnswered(Set<MergeGate> answered, MergeGate gate, GateResult said) {
    if (!GateParts.isAllOf(gate)) {
      answered.add(gate);
      return;
    }
    for (int i = 0; i < said.parts().size(); i++) {
      addAnswered(answered, gate.parts().get(i), said.parts().get(i));
    }
  }

  /**
   * Refuses a gate whose name another one has that was asked about this tree, because no report
   * could tell the two apart, unless it replaced the other while the target moved, or gave no
   * verdict and is asked again. Only of values can be known that they differ: any other gate may
   * have been made anew.
   */
  public void requireOwnName(MergeGate gate, String tree) {
    List<MergeGate> asked = on(Set.of(tree)).map(Verdict::gate).distinct().toList();
    if (asked.contains(gate)) {
      return;
    }
    Set<String> trees = works.sameAs(tree);
    List<MergeGate> own = GateParts.leaves(gate);
    for (MergeGate known : asked) {
      List<MergeGate> others = GateParts.leaves(known);
      for (MergeGate leaf : own) {
        boolean isNew =
            others.stream()
                .filter(other -> GateParts.isOther(leaf, own, other, others))
                .anyMatch(other -> !replaced(leaf, other, trees));
        if (isNew && !isOpen(leaf, trees)) {
          throw new IllegalArgumentException(
              "two gates that differ are named '"
                  + VisibleText.name(leaf.name())
                  + "' on tree "
                  + tree
                  + "; name each after what it checks, or make both parts of one Gates.allOf");
        }
      }
    }
  }

  /** Tells whether a part was asked, and the last time gave no verdict. */
  private boolean isOpen(MergeGate leaf, Set<String> trees) {
    return asked(leaf, trees)
        .reduce((before, after) -> after)
        .filter(last -> !last.isFinished())
        .isPresent();
  }

  /** The gate that gave this very object on this candidate, or null. */
  @SuppressWarnings("ReferenceEquality")
  @Nullable MergeGate giverOf(GateResult result, Judged judged) {
    return verdicts.stream()
        .filter(verdict -> verdict.result() == result && verdict.judged().isSameAs(judged))
        .map(Verdict::gate)
        .findFirst()
        .orElse(null);
  }

  /** The last result on just this candidate, or null if no gate gave one. */
  public @Nullable GateResult last(Judged judged) {
    return finishedOn(judged).map(Verdict::result).reduce((before, after) -> after).orElse(null);
  }

  /** The gate that was asked last about the work of this candidate, or null if none was. */
  public @Nullable MergeGate lastAsked(Judged judged) {
    return on(works.sameAs(judged.tree()))
        .map(Verdict::gate)
        .reduce((before, after) -> after)
        .orElse(null);
  }

  /** The worst that any check showed of a criterion on the tree; null if none looked. */
  public @Nullable CriterionEvidence criterion(int index, String tree) {
    return on(Set.of(tree))
        .flatMap(verdict -> verdict.result().leaves().stream())
        .flatMap(leaf -> leaf.criteria().stream())
        .filter(shown -> shown.index() == index)
        .min(Comparator.comparing(CriterionEvidence::met))
        .orElse(null);
  }

  /** What gates said of just this candidate, oldest first. */
  public Stream<GateResult> said(Judged judged) {
    return finishedOn(judged).map(Verdict::result);
  }

  /** The last red result on the work of this tree that was never made good, or null. */
  public @Nullable GateResult standingRed(String tree) {
    Set<String> trees = works.sameAs(tree);
    return on(trees)
        .filter(verdict -> verdict.isFinished() && isStanding(verdict, trees))
        .map(Verdict::result)
        .reduce((before, after) -> after)
        .orElse(null);
  }

  /**
   * The last time that a gate gave no verdict on this tree, and none on its work since, or null.
   */
  public @Nullable GateResult unfinished(String tree) {
    Set<String> trees = works.sameAs(tree);
    return on(Set.of(tree))
        .filter(verdict -> !verdict.isFinished())
        .filter(none -> !isAnsweredSince(none, trees))
        .map(Verdict::result)
        .reduce((before, after) -> after)
        .orElse(null);
  }

  /** The gates whose green proves nothing, in order of their trees. */
  public List<FlakyGate> flaky() {
    List<FlakyGate> flaky = new ArrayList<>();
    for (Set<String> trees : works.byWork()) {
      for (String tree : trees) {
        byPart(Set.of(tree))
            .forEach(
                (part, said) -> {
                  if (said.stream().map(Said::isPassed).distinct().count() > 1) {
                    add(flaky, flaky(said, false));
                  }
                });
      }
      byPart(trees)
          .forEach(
              (part, said) -> {
                if (said.stream().anyMatch(red -> turnedWithTarget(red, said))) {
                  add(flaky, flaky(said, true));
                }
              });
    }
    return flaky;
  }

  /** One tree can be of two works, as when the second takes back what a third did. */
  private static void add(List<FlakyGate> flaky, FlakyGate found) {
    if (!flaky.contains(found)) {
      flaky.add(found);
    }
  }

  private FlakyGate flaky(List<Said> said, boolean targetMoved) {
    List<GateResult> results = said.stream().map(Said::result).toList();
    Said last = said.get(said.size() - 1);
    return new FlakyGate(last.result().name(), last.tree(), results, excused(results), targetMoved);
  }

  private static boolean turnedWithTarget(Said red, List<Said> said) {
    return !red.isPassed()
        && said.stream().anyMatch(green -> green.answers(red))
        && said.stream().noneMatch(green -> green.isPassed() && green.tree().equals(red.tree()));
  }

  private Stream<Verdict> on(Set<String> trees) {
    return verdicts.stream().filter(verdict -> trees.contains(verdict.tree()));
  }

  private boolean isStanding(Verdict verdict, Set<String> trees) {
    if (verdict.result().isPassed()) {
      return false;
    }
    Map<Part, List<Said>> said = byPart(trees);
    return verdict.parts().entrySet().stream()
        .filter(part -> !part.getValue().isPassed())
        .anyMatch(
            part -> {
              Said red = new Said(verdict.number(), verdict.tree(), part.getValue());
              return said.getOrDefault(part.getKey(), List.of()).stream()
                  .noneMatch(green -> green.answers(red));
            });
  }

  private Map<Part, List<Said>> byPart(Set<String> trees) {
    Map<Part, List<Said>> said = new LinkedHashMap<>();
    on(trees)
        .filter(Verdict::isFinished)
        .forEach(
            verdict ->
                verdict
                    .parts()
                    .forEach(
                        (part, result) ->
                            said.computeIfAbsent(part, unused -> new ArrayList<>())
                                .add(new Said(verdict.number(), verdict.tree(), result))));
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

  /** Tells whether all that made a result red are tests that the host knows to be flaky. */
  public boolean isExcused(MergeGate gate, GateResult red) {
    Map<Part, GateResult> parts = new LinkedHashMap<>();
    Verdict.addLeaves(parts, gate, red);
    return !excused(List.copyOf(parts.values())).isEmpty();
  }

  /**
   * What is told apart within the gates of a run, whatever its results are called. Of one gate that
   * stands twice in another the first stays the first, because an evaluation ends early but never
   * begins late.
   */
  private record Part(MergeGate gate, int number) {}

  /** What one verdict said of one part. */
  private record Said(int number, String tree, GateResult result) {
    boolean isPassed() {
      return result.isPassed();
    }

    /** A target that moves may break what was green, so across trees only a later green counts. */
    boolean answers(Said red) {
      return isPassed() && (tree.equals(red.tree) || number > red.number);
    }
  }

  private record Verdict(
      int number, GateResult result, MergeGate gate, Judged judged, boolean isFinished) {
    String tree() {
      return judged.tree();
    }

    Map<Part, GateResult> parts() {
      Map<Part, GateResult> parts = new LinkedHashMap<>();
      addLeaves(parts, gate, result);
      return parts;
    }

    /** What may pass although a part of it does not is told as one. */
    private static void addLeaves(Map<Part, GateResult> leaves, MergeGate gate, GateResult said) {
      if (!GateParts.isAllOf(gate)) {
        int number = 1;
        while (leaves.putIfAbsent(new Part(gate, number), said) != null) {
          number++;
        }
        return;
      }
      for (int i = 0; i < said.parts().size(); i++) {
        addLeaves(leaves, gate.parts().get(i), said.parts().get(i));
      }
    }
  }
}
