package dev.nightshift.examples.cli;

import dev.nightshift.core.budget.Money;
import dev.nightshift.core.ledger.BudgetLedger;
import dev.nightshift.core.ledger.UnresolvedCall;
import dev.nightshift.core.model.TokenUsage;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Books what a call really cost that was charged by a bound. */
@Command(
    name = "reconcile",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    usageHelpAutoWidth = true,
    description =
        "Books what a call really cost that 'nightshift spend' shows as unresolved: in place of the "
            + "bound that is charged, in the days and months in which it was made. The account of the "
            + "provider says what it cost.",
    exitCodeListHeading = "Exit status:%n",
    exitCodeList = {
      "0:booked",
      "1:no such call is unresolved",
      "2:bad usage",
      "3:cannot be booked"
    })
final class ReconcileSpend implements Callable<Integer> {
  private static final int MOST_NAMED = 20;

  @Mixin private StateOption state = new StateOption();

  @Option(
      names = "--request",
      required = true,
      paramLabel = "ID",
      description = "what the provider calls the request, or the call as 'spend' names it")
  private String request = "";

  @Option(
      names = "--cost-usd",
      required = true,
      paramLabel = "DOLLARS",
      description = "what it cost; 0 if it was not billed")
  private String cost = "";

  @Option(
      names = "--input-tokens",
      paramLabel = "N",
      description = "the tokens it sent; may be left out with a cost of 0")
  private @Nullable Long input;

  @Option(
      names = "--output-tokens",
      paramLabel = "N",
      description = "the tokens it got; may be left out with a cost of 0")
  private @Nullable Long output;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    state.open();
    Money exact = cost();
    boolean isBilled = !exact.equals(Money.zero());
    TokenUsage usage =
        TokenUsage.of(
            tokens("--input-tokens", input, isBilled), tokens("--output-tokens", output, isBilled));
    if (!Files.exists(state.path().resolve("ledger"))) {
      return refused("nothing was spent in " + state.path() + ", so nothing is unresolved there");
    }
    try (BudgetLedger ledger = BudgetLedger.directory(state.path())) {
      return reconcile(ledger, exact, usage);
    }
  }

  private int reconcile(BudgetLedger ledger, Money exact, TokenUsage usage) {
    List<UnresolvedCall> all = ledger.unresolved();
    List<UnresolvedCall> meant = all.stream().filter(this::isMeant).toList();
    if (meant.isEmpty()) {
      String known =
          all.isEmpty()
              ? "; none is unresolved, so all that was spent is known"
              : "; unresolved are " + named(all) + "; give one of these as --request";
      return refused("no unresolved call is '" + request + "'" + known);
    }
    if (meant.size() > 1) {
      return refused(
          "several unresolved calls are of request '"
              + request
              + "': "
              + named(meant)
              + "; give one of these calls as --request");
    }
    UnresolvedCall call = meant.get(0);
    try {
      ledger.reconcile(call.key(), exact, usage);
    } catch (IllegalArgumentException meanwhile) {
      return refused(String.valueOf(meanwhile.getMessage()));
    }
    return tell(call, exact);
  }

  private boolean isMeant(UnresolvedCall call) {
    return !request.isEmpty()
        && (call.requestId().equals(request) || call.key().toString().equals(request));
  }

  private int tell(UnresolvedCall call, Money exact) {
    PrintWriter out = spec.commandLine().getOut();
    String what =
        "call "
            + call.key()
            + " of "
            + call.model()
            + " is booked as "
            + exact.toDisplay()
            + " in place of "
            + call.charged().toDisplay();
    out.println(PrintableText.of(what));
    out.flush();
    return ExitStatus.DELIVERED;
  }

  private static String named(List<UnresolvedCall> calls) {
    String named =
        calls.stream()
            .limit(MOST_NAMED)
            .map(
                call ->
                    call.key()
                        + (call.requestId().isEmpty() ? "" : " (request " + call.requestId() + ")")
                        + " charged "
                        + call.charged().toDisplay())
            .collect(Collectors.joining(", "));
    return calls.size() <= MOST_NAMED
        ? named
        : named + " and " + (calls.size() - MOST_NAMED) + " more, which 'nightshift spend' shows";
  }

  private int refused(String why) {
    PrintWriter err = spec.commandLine().getErr();
    err.println("nightshift: " + PrintableText.of(why));
    err.flush();
    return ExitStatus.NOTHING_TO_TAKE;
  }

  /** Nothing is an amount here, other than of a budget. */
  private Money cost() {
    try {
      boolean isNothing = new BigDecimal(cost.strip()).signum() == 0;
      return isNothing ? Money.zero() : new AmountConverter().convert(cost);
    } catch (NumberFormatException malformed) {
      throw new BadUsageException(
          "--cost-usd", cost, "is no amount; write a decimal number such as 0.0153, or 0");
    } catch (TypeConversionException refused) {
      throw new BadUsageException("--cost-usd: " + refused.getMessage());
    }
  }

  private static long tokens(String option, @Nullable Long given, boolean isBilled) {
    if (given == null && isBilled) {
      throw new BadUsageException(
          option
              + " is missing: tokens are capped like money; add it as the provider's account has it");
    }
    if (given != null && given < 0) {
      throw new BadUsageException(option, given.toString(), "must not be negative");
    }
    return given == null ? 0 : given;
  }
}
