package dev.nightshift.core.report;

import dev.nightshift.core.budget.Cap;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.budget.RoleSpend;
import dev.nightshift.core.budget.SpendView;
import dev.nightshift.core.model.TokenUsage;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Collectors;

/** The bill in {@code report.md}. */
final class SpendMarkdown {
  private SpendMarkdown() {}

  static void write(RunSpend spend, MarkdownText text) {
    SpendView view = spend.view();
    String budget =
        spend.budget().map(cap -> " of " + cap.toDisplay()).orElse(", without a money cap");
    text.heading(2, "Spend: " + view.spent().cost().toDisplay() + budget);
    view.byRole().entrySet().stream()
        .sorted(Map.Entry.comparingByKey(Comparator.comparing(role -> role.name())))
        .forEach(role -> text.item(role.getKey().name() + ": " + line(role.getValue())));
    text.item("total: " + line(view.spent()));
    text.item(caps(view));
    if (view.unresolved().compareTo(Money.zero()) > 0) {
      text.item(
          view.unresolved().toDisplay()
              + " of the total is a bound, because the outcome of a call stayed unknown");
    }
    if (spend.sameModelBothRoles().compareTo(Money.zero()) > 0) {
      Savings savings = Savings.of(spend);
      text.item(
          "the implementer's model in both roles would have cost "
              + spend.sameModelBothRoles().toDisplay()
              + ": saved "
              + percent(savings.total())
              + " in all, "
              + percent(savings.review())
              + " on review");
    }
  }

  private static String caps(SpendView view) {
    return view.caps().isEmpty()
        ? "caps: none, an unlimited budget was asked for"
        : "caps: " + view.caps().stream().map(Cap::toDisplay).collect(Collectors.joining(", "));
  }

  private static String line(RoleSpend part) {
    TokenUsage usage = part.usage();
    return part.cost().toDisplay()
        + ", calls "
        + part.calls()
        + ", tokens in "
        + usage.totalInput()
        + " (cached "
        + usage.cacheRead()
        + "), out "
        + usage.output();
  }

  private static String percent(BigDecimal fraction) {
    return fraction.movePointRight(2).stripTrailingZeros().toPlainString() + " %";
  }
}
