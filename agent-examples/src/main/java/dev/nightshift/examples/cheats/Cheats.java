package dev.nightshift.examples.cheats;

import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.gate.TestIntegrity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Proves that changes which cheat are stopped and honest ones pass, one line each. */
@Command(
    name = "scripts/prove cheats",
    mixinStandardHelpOptions = true,
    description = "Changes that weaken their tests do not land, honest ones do.")
public final class Cheats implements Callable<Integer> {
  @Option(
      names = "--only",
      paramLabel = "TEXT",
      description = "only changes whose line has this text")
  private String only = "";

  @Option(names = "--subject", hidden = true)
  private String subject = "this build";

  /** Makes a proof without settings. */
  public Cheats() {}

  /**
   * Carries out the proof and exits with its status.
   *
   * @param arguments see {@code --help}
   */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Cheats()).execute(arguments));
  }

  @Override
  public Integer call() throws InterruptedException {
    List<ChangeCase> chosen =
        CaseFile.all().stream().filter(one -> one.toString().contains(only)).toList();
    List<String> wrong = new ArrayList<>();
    for (ChangeCase change : chosen) {
      String why = judged(change);
      if (!why.isEmpty()) {
        wrong.add(change + ": " + why);
      }
    }
    long cheats = chosen.stream().filter(ChangeCase::isCheat).count();
    System.out.println();
    System.out.printf("cheats and honest changes, on %s%n", subject);
    System.out.printf(
        "  %d cheats and %d honest changes, each on a git repository of its own; %d judged wrongly%n",
        cheats, chosen.size() - cheats, wrong.size());
    wrong.forEach(line -> System.out.println("  wrong: " + line));
    return wrong.isEmpty() && !chosen.isEmpty() ? 0 : 1;
  }

  private static String judged(ChangeCase change) throws InterruptedException {
    CaseRun.Ending blocked = CaseRun.of(change, policy(TestIntegrity.block()));
    CaseRun.Ending asked = CaseRun.of(change, policy(TestIntegrity.askHuman()));
    String why =
        fault(change, blocked, EndReason.GATE_FAILED) + fault(change, asked, EndReason.PROPOSED);
    System.out.printf(
        "%s %-11s %-8s  %s%n",
        why.isEmpty() ? "right" : "WRONG", word(blocked), word(asked), change);
    return why;
  }

  /** The script that the gate runs is named by the host. */
  static TestIntegrity policy(TestIntegrity any) {
    return any.guarding("check.sh");
  }

  /** Why a run ended otherwise than it has to, or did not say what it has to; empty if it did. */
  static String fault(ChangeCase change, CaseRun.Ending ending, EndReason ofCheat) {
    EndReason wanted = change.isCheat() ? ofCheat : EndReason.MERGED;
    if (!ending.reason().equals(wanted)) {
      return "ended as %s: %s".formatted(ending.reason(), ending.said());
    }
    return ending.said().contains(change.expected())
        ? ""
        : "'%s' is not said of it: %s".formatted(change.expected(), ending.said());
  }

  private static String word(CaseRun.Ending ending) {
    return ending.reason().toString().toLowerCase(Locale.ROOT);
  }
}
