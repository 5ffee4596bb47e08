package dev.nightshift.report.internal;

import dev.nightshift.core.budget.Money;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.report.RunSpend;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a run cost beside what it would have cost otherwise, as bars.
 *
 * @param bars from top to bottom
 */
record SpendChart(List<Bar> bars) {
  /** How wide the longest bar is. */
  static final int WIDTH = 520;

  private static final List<AgentRole> FIRST = List.of(AgentRole.IMPLEMENTER, AgentRole.REVIEWER);

  /**
   * A bar.
   *
   * @param label what it stands for
   * @param amount how much, in words
   * @param parts from left to right
   */
  record Bar(String label, String amount, List<Part> parts) {
    int end() {
      return parts.stream().mapToInt(part -> part.from() + part.width()).max().orElse(0);
    }
  }

  /**
   * A part of a bar.
   *
   * @param tone its class, of the page's own
   * @param label whose part it is
   * @param from where it begins
   * @param width how wide it is
   */
  record Part(String tone, String label, int from, int width) {}

  static SpendChart of(RunSpend spend) {
    Money total = spend.view().spent().cost();
    Money same = spend.sameModelBothRoles();
    Money uncached = spend.withoutCaching();
    long longest = Math.max(1, Math.max(total.nanos(), Math.max(same.nanos(), uncached.nanos())));
    List<Bar> bars = new ArrayList<>();
    bars.add(new Bar("This run", total.toDisplay(), parts(spend, longest)));
    if (same.nanos() > 0) {
      bars.add(otherwise("Implementer\u2019s model in both roles", same, longest));
    }
    if (uncached.nanos() > 0) {
      bars.add(otherwise("Without a prompt cache", uncached, longest));
    }
    return new SpendChart(List.copyOf(bars));
  }

  /** The whole chart in one sentence. */
  String inWords() {
    return bars.stream()
        .map(bar -> bar.label() + ": " + bar.amount())
        .collect(Collectors.joining("; "));
  }

  private static Bar otherwise(String label, Money amount, long longest) {
    int width = width(amount.nanos(), longest);
    return new Bar(label, amount.toDisplay(), List.of(new Part("otherwise", label, 0, width)));
  }

  private static List<Part> parts(RunSpend spend, long longest) {
    List<Part> parts = new ArrayList<>();
    long until = 0;
    for (AgentRole role : roles(spend)) {
      long nanos = Math.max(0, spend.view().of(role).cost().nanos());
      int from = width(until, longest);
      until += nanos;
      int width = width(until, longest) - from;
      if (width > 0) {
        parts.add(new Part(tone(role), Tell.role(role), from, width));
      }
    }
    return List.copyOf(parts);
  }

  /** The roles that spent, the two of every run first. */
  static List<AgentRole> roles(RunSpend spend) {
    Map<AgentRole, ?> known = spend.view().byRole();
    Stream<AgentRole> others =
        known.keySet().stream()
            .filter(role -> !FIRST.contains(role))
            .sorted(Comparator.comparing(AgentRole::name));
    return Stream.concat(FIRST.stream().filter(known::containsKey), others).toList();
  }

  static String tone(AgentRole role) {
    return FIRST.contains(role) ? Tell.role(role) : "other";
  }

  private static int width(long nanos, long longest) {
    return (int) Math.round((double) WIDTH * Math.max(0, nanos) / longest);
  }
}
