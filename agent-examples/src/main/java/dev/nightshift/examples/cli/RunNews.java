package dev.nightshift.examples.cli;

import dev.nightshift.core.event.RunEvent;
import dev.nightshift.core.event.RunListener;
import java.io.PrintWriter;
import java.util.Locale;

/** One plain line for each step of many runs that a human wants to know of. */
final class RunNews implements RunListener {
  private final PrintWriter out;

  RunNews(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void onEvent(RunEvent event) {
    String what =
        switch (event.name()) {
          case "run.state" -> event.text("state").orElse("").toLowerCase(Locale.ROOT);
          case "run.resumed" -> "resumed";
          case "budget.threshold" ->
              event.number("percent").orElse(0L)
                  + "% of "
                  + event.text("cap").orElse("a cap")
                  + " are spent";
          case "budget.waiting" ->
              "waits for what open calls of others hold of the cap of "
                  + event.text("cap").orElse("");
          case "run.ended" ->
              "ended as "
                  + event.text("reason").orElse("")
                  + ", "
                  + event.text("detail").orElse("");
          default -> "";
        };
    if (!what.isEmpty()) {
      synchronized (out) {
        out.println(event.run() + "  " + PrintableText.oneLine(what));
        out.flush();
      }
    }
  }
}
