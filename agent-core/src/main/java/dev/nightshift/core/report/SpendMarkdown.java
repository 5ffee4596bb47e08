package dev.nightshift.core.report;

import dev.nightshift.core.budget.Cap;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.budget.RoleSpend;
import dev.nightshift.core.budget.SpendView;
import dev.nightshift.core.internal.text.Template;
import dev.nightshift.core.internal.text.TemplateFile;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.core.routing.ModelChoice;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Collectors;

/** The bill in {@code report.md}. */
final class SpendMarkdown {
  private static final TemplateFile WORDS =
      TemplateFile.of(SpendMarkdown.class, "spend-markdown.md");
  private static final Template SPEND = WORDS.template("spend", "spent", "cap");
  private static final Template WITHOUT_CAP = WORDS.template("spend-without-cap", "spent");
  private static final Template ROLE = WORDS.template("role", "role", "bill");
  private static final Template TOTAL = WORDS.template("total", "bill");
  private static final Template BILL =
      WORDS.template("bill", "cost", "calls", "input", "cached", "output");
  private static final Template CAPS = WORDS.template("caps", "caps");
  private static final Template UNRESOLVED = WORDS.template("unresolved", "bound");
  private static final Template SAVINGS = WORDS.template("savings", "cost", "total", "review");
  private static final Template CACHING = WORDS.template("caching", "cost", "saved");
  private static final Template CHOSEN =
      WORDS.template("chosen", "role", "place", "from", "to", "why");
  private static final Template KEPT = WORDS.template("kept", "role", "place", "model", "why");
  private static final Template COMPACTED =
      WORDS.template("compacted", "role", "place", "turns", "before", "after", "model");
  private static final Template NOT_COMPACTED =
      WORDS.template("not-compacted", "role", "place", "model", "why");
  private static final Template IN_FORK = WORDS.template("in-fork", "fork");

  private SpendMarkdown() {}

  static void write(RunSpend spend, MarkdownText text) {
    SpendView view = spend.view();
    String spent = view.spent().cost().toDisplay();
    text.heading(
        2,
        spend
            .budget()
            .map(cap -> SPEND.fill(spent, cap.toDisplay()))
            .orElseGet(() -> WITHOUT_CAP.fill(spent)));
    view.byRole().entrySet().stream()
        .sorted(Map.Entry.comparingByKey(Comparator.comparing(role -> role.name())))
        .forEach(role -> text.item(ROLE.fill(role.getKey().name(), bill(role.getValue()))));
    text.item(TOTAL.fill(bill(view.spent())));
    text.item(caps(view));
    if (view.unresolved().compareTo(Money.zero()) > 0) {
      text.item(UNRESOLVED.fill(view.unresolved().toDisplay()));
    }
    counterfactuals(spend, text);
    spend.models().forEach(choice -> text.item(chosen(choice)));
    spend.compactions().forEach(compaction -> text.item(compacted(compaction)));
  }

  private static String compacted(Compaction compaction) {
    String role = compaction.role().name();
    String place = place(compaction.fork());
    String model = MarkdownText.code(compaction.model().toString());
    return compaction.isFailed()
        ? NOT_COMPACTED.fill(role, place, model, MarkdownText.inline(compaction.failure()))
        : COMPACTED.fill(
            role,
            place,
            compaction.turnsLeftOut(),
            compaction.tokensBefore(),
            compaction.tokensAfter(),
            model);
  }

  private static String place(String fork) {
    return fork.isEmpty() ? "" : IN_FORK.fill(fork);
  }

  private static void counterfactuals(RunSpend spend, MarkdownText text) {
    Savings savings = Savings.of(spend);
    if (spend.sameModelBothRoles().compareTo(Money.zero()) > 0) {
      text.item(
          SAVINGS.fill(
              spend.sameModelBothRoles().toDisplay(),
              percent(savings.total()),
              percent(savings.review())));
    }
    if (spend.withoutCaching().compareTo(Money.zero()) > 0) {
      text.item(CACHING.fill(spend.withoutCaching().toDisplay(), percent(savings.caching())));
    }
  }

  private static String chosen(ModelChoice choice) {
    String role = choice.role().name();
    String place = place(choice.fork());
    String to = MarkdownText.code(choice.to().toString());
    String why = MarkdownText.inline(choice.why());
    return choice.isKept()
        ? KEPT.fill(role, place, to, why)
        : CHOSEN.fill(role, place, MarkdownText.code(choice.from().toString()), to, why);
  }

  private static String caps(SpendView view) {
    return view.caps().isEmpty()
        ? WORDS.text("no-caps")
        : CAPS.fill(view.caps().stream().map(Cap::toDisplay).collect(Collectors.joining(", ")));
  }

  private static String bill(RoleSpend part) {
    TokenUsage usage = part.usage();
    return BILL.fill(
        part.cost().toDisplay(),
        part.calls(),
        usage.totalInput(),
        usage.cacheRead(),
        usage.output());
  }

  private static String percent(BigDecimal fraction) {
    return fraction.movePointRight(2).stripTrailingZeros().toPlainString();
  }
}
