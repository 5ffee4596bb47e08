package dev.nightshift.core.score;

import dev.nightshift.core.internal.text.VisibleText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A score as text. */
final class ScoreTable {
  private ScoreTable() {}

  static String of(Scorecard score) {
    List<String> lines = new ArrayList<>();
    long planted = score.results().stream().filter(result -> result.trial().isPlanted()).count();
    lines.add(
        "reviewer '%s': %d changes with one planted fault, %d without"
            .formatted(
                VisibleText.name(score.reviewer()), planted, score.results().size() - planted));
    lines.addAll(TextColumns.of(rows(score)));
    lines.add("caught of what the gate let through: " + score.recall());
    lines.add("findings that are on a planted fault: " + score.precision());
    lines.add("changes without a fault that passed:  " + score.passed());
    score.escaped().forEach(result -> lines.add(named("escaped", result)));
    score.results().stream()
        .filter(result -> result.outcome() == TrialOutcome.HELD_BACK)
        .forEach(result -> lines.add(named("held back", result)));
    score.results().stream()
        .filter(result -> isUnknown(result))
        .forEach(result -> lines.add(named("unknown", result)));
    return String.join("\n", lines);
  }

  private static boolean isUnknown(TrialResult result) {
    return result.outcome() == TrialOutcome.NOT_JUDGED
        || (result.outcome() == TrialOutcome.NO_VERDICT && !result.trial().isPlanted());
  }

  private static List<List<String>> rows(Scorecard score) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of("kind of fault", "planted", "by gate", "by reviewer", "escaped", "not judged"));
    int[] all = new int[5];
    for (FaultKind kind : FaultKind.values()) {
      int[] counts = counts(score.outcomes(kind));
      if (counts[0] > 0) {
        rows.add(row(kind.toString(), counts));
      }
      for (int i = 0; i < all.length; i++) {
        all[i] += counts[i];
      }
    }
    rows.add(row("all", all));
    return rows;
  }

  private static int[] counts(Map<TrialOutcome, Integer> outcomes) {
    return new int[] {
      outcomes.values().stream().mapToInt(Integer::intValue).sum(),
      outcomes.getOrDefault(TrialOutcome.CAUGHT_BY_GATE, 0),
      outcomes.getOrDefault(TrialOutcome.CAUGHT, 0),
      outcomes.getOrDefault(TrialOutcome.ESCAPED, 0)
          + outcomes.getOrDefault(TrialOutcome.NO_VERDICT, 0),
      outcomes.getOrDefault(TrialOutcome.NOT_JUDGED, 0)
    };
  }

  private static List<String> row(String name, int[] counts) {
    return Stream.concat(Stream.of(name), Arrays.stream(counts).mapToObj(String::valueOf)).toList();
  }

  private static String named(String word, TrialResult result) {
    return "%s: %s (%s)"
        .formatted(word, VisibleText.of(result.trial().toString()), VisibleText.of(result.why()));
  }
}
