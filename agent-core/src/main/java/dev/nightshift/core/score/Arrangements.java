package dev.nightshift.core.score;

import dev.nightshift.core.base.Proportion;
import dev.nightshift.core.base.Require;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.budget.RoleSpend;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.model.AgentRole;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What several ways to fill the two roles cost and catch, on the same trials: the same model in
 * both against two, for example.
 *
 * @param scores the score of each, by its name for people
 */
public record Arrangements(Map<String, Scorecard> scores) {
  /** Copies the map, in its order. */
  public Arrangements {
    scores = Require.entries(scores, "scores");
  }

  /**
   * Returns the table for people, a line each: calls, tokens and cost of the review role, cost of
   * the implementer and in total, and what was caught.
   *
   * @return lines with LF, the last one without; money in US dollars
   */
  public String toTable() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of(
            "arrangement",
            "review calls",
            "review tokens",
            "review cost",
            "implementer cost",
            "total cost",
            "caught"));
    scores.forEach((name, score) -> rows.add(row(name, score)));
    return String.join("\n", TextColumns.of(rows));
  }

  private static List<String> row(String name, Scorecard score) {
    RoleSpend review = score.spend(AgentRole.REVIEWER);
    Money implementer = score.spend(AgentRole.IMPLEMENTER).cost();
    Proportion recall = score.recall();
    return List.of(
        VisibleText.name(name),
        Long.toString(review.calls()),
        Long.toString(review.usage().total()),
        review.cost().toDisplay(),
        implementer.toDisplay(),
        review.cost().plus(implementer).toDisplay(),
        recall.part() + " of " + recall.whole());
  }
}
