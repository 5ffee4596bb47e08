package dev.nightshift.examples.cli;

import dev.nightshift.core.StateDirectory;
import dev.nightshift.core.base.TimeSource;
import dev.nightshift.core.ledger.RunUse;
import dev.nightshift.core.ledger.SpendMonitor;
import dev.nightshift.core.ledger.SpendSnapshot;
import dev.nightshift.core.run.RecordedRun;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import picocli.CommandLine.Help.Ansi;

/**
 * Shows the spend of a state directory again and again: in place on a terminal, else as blocks of
 * plain lines.
 */
final class LiveBoard {
  /** A line that is wider than the terminal would be two, and the next look begin too low. */
  private static final String NO_WRAP = "\u001b[?7l";

  private static final String WRAP = "\u001b[?7h";
  private static final int USUAL_HEIGHT = 24;
  private final StateDirectory directory;
  private final SpendMonitor monitor;
  private final TimeSource time;
  private final PrintWriter out;
  private final Ansi ansi;
  private int shown;

  LiveBoard(Path state, TimeSource time, PrintWriter out, Ansi ansi) {
    this.directory = StateDirectory.at(state);
    this.monitor = SpendMonitor.directory(state, time);
    this.time = time;
    this.out = out;
    this.ansi = ansi;
  }

  /** Looks once. */
  SpendSnapshot look() {
    return monitor.snapshot();
  }

  /**
   * Looks once and returns what it shows as JSON: the snapshot, and what the runs' records tell.
   */
  String json() {
    SpendSnapshot snapshot = look();
    List<String> records = new ArrayList<>();
    forEachOpen(snapshot, (run, use) -> records.add(run.toJson()));
    String json = snapshot.toJson();
    return json.substring(0, json.length() - 1)
        + ",\"records\":["
        + String.join(",", records)
        + "]}";
  }

  List<RunLine> runs(SpendSnapshot snapshot) {
    List<RunLine> lines = new ArrayList<>();
    forEachOpen(snapshot, (run, use) -> lines.add(RunLine.of(run, use, time.now())));
    return lines;
  }

  /** The runs of a snapshot that have no end: the account of a proposal is open, too. */
  private void forEachOpen(SpendSnapshot snapshot, BiConsumer<RecordedRun, RunUse> take) {
    for (RunUse use : snapshot.runs()) {
      directory
          .run(use.account().run())
          .filter(run -> run.status() != RecordedRun.Status.ENDED)
          .ifPresent(run -> take.accept(run, use));
    }
  }

  /** Shows what is there now, in the place of what was shown before where that can be done. */
  void show() {
    SpendSnapshot snapshot = look();
    List<String> lines = new SpendText(snapshot, runs(snapshot), ansi).lines();
    if (ansi.enabled()) {
      lines = fitting(lines, height());
    }
    if (ansi.enabled() && shown > 0) {
      out.print("\u001b[" + shown + "A\u001b[J");
    } else if (shown > 0) {
      out.println();
    }
    out.print(ansi.enabled() ? NO_WRAP : "");
    lines.forEach(out::println);
    out.print(ansi.enabled() ? WRAP : "");
    out.flush();
    shown = lines.size();
  }

  /** What is taller than a terminal cannot be shown in the same place again. */
  static List<String> fitting(List<String> lines, int height) {
    int most = Math.max(2, height - 1);
    if (lines.size() <= most) {
      return lines;
    }
    List<String> first = new ArrayList<>(lines.subList(0, most - 1));
    first.add("and " + (lines.size() - first.size()) + " more lines");
    return first;
  }

  /** The lines of the terminal, as far as that can be told. */
  private static int height() {
    try {
      Process asked =
          new ProcessBuilder("stty", "size").redirectInput(new File("/dev/tty")).start();
      String said = new String(asked.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      int lines = Integer.parseInt(said.strip().split(" ", 2)[0]);
      return lines > 0 ? lines : USUAL_HEIGHT;
    } catch (IOException | NumberFormatException unknown) {
      return USUAL_HEIGHT;
    }
  }

  /** Shows it until somebody interrupts. */
  void showUntilInterrupted(Duration every) {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        show();
        time.sleep(every);
      }
    } catch (InterruptedException enough) {
      Thread.currentThread().interrupt();
    }
  }
}
