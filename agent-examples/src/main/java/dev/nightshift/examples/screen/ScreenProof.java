package dev.nightshift.examples.screen;

import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.budget.Money;
import dev.nightshift.examples.screen.ScreenTexts.ScreenText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Proves that no implementer is paid for a task that cannot be evaluated, and clear ones pass. */
@Command(
    name = "scripts/prove screen",
    mixinStandardHelpOptions = true,
    description = "Tasks that cannot be evaluated cost no implementer, clear ones pass.")
public final class ScreenProof implements Callable<Integer> {
  @Option(
      names = "--tasks",
      paramLabel = "FILE",
      description = "other texts, as lines of JSON; the files of their repository in the first")
  private @Nullable Path tasks;

  @Option(names = "--subject", hidden = true)
  private String subject = "this build";

  private final List<String> wrong = new ArrayList<>();
  private int byChecks;
  private int byModel;
  private Money screens = Money.zero();

  /** Makes a proof without settings. */
  public ScreenProof() {}

  /**
   * Carries out the proof and exits with its status.
   *
   * @param arguments see {@code --help}
   */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new ScreenProof()).execute(arguments));
  }

  @Override
  public Integer call() throws InterruptedException {
    ScreenTexts texts = ScreenTexts.read(tasks);
    for (ScreenText text : texts.tasks()) {
      ScreenedTask.Ending ending = new ScreenedTask(text, texts.files()).run();
      String fault = fault(text, ending);
      if (!fault.isEmpty()) {
        wrong.add(text.task().title() + ": " + fault);
      }
      count(ending);
      System.out.printf(
          "%s %-5s %-17s %s%n",
          fault.isEmpty() ? "right" : "WRONG",
          text.isVague() ? "vague" : "clear",
          word(ending),
          text.task().title());
    }
    long vague = texts.tasks().stream().filter(ScreenText::isVague).count();
    System.out.println();
    System.out.printf("screen, on %s%n", subject);
    System.out.printf(
        "  %d vague and %d clear tasks, each on a git repository of its own; %d judged wrongly%n",
        vague, texts.tasks().size() - vague, wrong.size());
    System.out.printf(
        "  refused by checks that ask no model: %d; by the scripted model, with the questions that a"
            + " reader of the text wrote: %d; all screens cost %s%n",
        byChecks, byModel, screens);
    wrong.forEach(line -> System.out.println("  wrong: " + line));
    return wrong.isEmpty() && !texts.tasks().isEmpty() ? 0 : 1;
  }

  private void count(ScreenedTask.Ending ending) {
    if (ending.isRefused()) {
      if (ending.screen().calls() == 0) {
        byChecks++;
      } else {
        byModel++;
      }
    }
    screens = screens.plus(ending.screenInAll().cost());
  }

  private static String word(ScreenedTask.Ending ending) {
    if (!ending.isRefused()) {
      return "accepted";
    }
    return ending.screen().calls() == 0 ? "refused by checks" : "refused by model";
  }

  private static String fault(ScreenText text, ScreenedTask.Ending ending) {
    if (!text.isVague()) {
      return ending.reason().equals(EndReason.PROPOSED)
          ? ""
          : "it is clear, and ended as " + ending.reason() + ": " + ending.asked();
    }
    if (!ending.isRefused()) {
      return "it is vague, and ended as " + ending.reason();
    }
    if (ending.implementer().calls() > 0) {
      return "an implementer was paid: " + ending.implementer().cost();
    }
    if (!ending.afterAnswer().equals(EndReason.PROPOSED)) {
      return "after the answer it ended as " + ending.afterAnswer();
    }
    return ending.screenInAll().equals(ending.screen())
        ? ""
        : "the screen was paid again after the answer";
  }
}
