package dev.nightshift.examples.cli;

import dev.nightshift.core.budget.Money;
import dev.nightshift.core.event.RunEvent;
import dev.nightshift.core.event.RunListener;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;

/**
 * Writes one line per step: the time since dispatch, the money spent, and what happened. Safe for
 * concurrent use.
 */
final class ProgressLines implements RunListener {
  private final PrintWriter out;
  private final Ansi colours;
  private final AtomicLong spentNanos = new AtomicLong();
  private final AtomicReference<@Nullable Instant> start = new AtomicReference<>();

  ProgressLines(PrintWriter out, Ansi colours) {
    this.out = out;
    this.colours = colours;
  }

  @Override
  public void onEvent(RunEvent event) {
    start.compareAndSet(null, event.at());
    event.number("totalNanos").ifPresent(spentNanos::set);
    describe(event).ifPresent(step -> print(event, step));
  }

  private void print(RunEvent event, Step step) {
    Instant from = start.get();
    Duration elapsed = from == null ? Duration.ZERO : Duration.between(from, event.at());
    String line =
        String.format(
            Locale.ROOT,
            "%02d:%02d  %9s  %s  %s",
            elapsed.toMinutes(),
            elapsed.toSecondsPart(),
            Money.ofNanos(spentNanos.get()).toDisplay(),
            coloured(step),
            PrintableText.oneLine(step.detail()));
    out.println(line.stripTrailing());
    out.flush();
  }

  private String coloured(Step step) {
    String padded = String.format(Locale.ROOT, "%-11s", step.what());
    return colours.enabled() ? colours.string("@|" + step.style() + " " + padded + "|@") : padded;
  }

  private static Optional<Step> describe(RunEvent event) {
    return switch (event.name()) {
      case "run.dispatched" -> step("dispatched", text(event, "title"));
      case "run.salvaged" -> warning("salvaged", text(event, "detail"));
      case "run.state" -> state(text(event, "state"));
      case "tool.call" -> step(text(event, "role"), tool(event));
      case "decision" -> step("decision", text(event, "title"));
      case "model.retry" ->
          warning("retry", failure(event) + ", in " + number(event, "waitMs") + " ms");
      case "budget.waiting" ->
          warning("waiting", "for what open calls of others hold of " + text(event, "cap"));
      case "model.failed" -> Optional.of(new Step("model", "red", failure(event)));
      case "run.ended" ->
          Optional.of(
              new Step("ended", "bold", text(event, "reason") + ": " + text(event, "detail")));
      default -> describeCandidate(event);
    };
  }

  private static Optional<Step> describeCandidate(RunEvent event) {
    return switch (event.name()) {
      case "merge.candidate" -> step("merge", merge(event));
      case "merge.conflict" -> warning("conflict", number(event, "paths") + " files");
      case "base.moved" ->
          warning("target", "moved to " + brief(event, "targetCommit") + "; validating again");
      case "workspace.refreshed" ->
          warning("target", "moved to " + brief(event, "targetCommit") + "; merged into the work");
      case "gate.finished" -> Optional.of(gate(event));
      case "review.finished" -> Optional.of(review(event));
      case "screen.finished" -> Optional.of(screening(event));
      default -> Optional.empty();
    };
  }

  private static Optional<Step> state(String state) {
    return switch (state) {
      case "PREPARING" -> step("preparing", "a private branch and workspace");
      case "IMPLEMENTING" -> step("implementing", "");
      case "PARKED" -> step("waiting", "for the answer of a human");
      case "GATING" -> step("gating", "on the merge commit");
      case "REVIEWING" -> step("reviewing", "by another model, in a fresh conversation");
      case "LANDING" -> step("landing", "");
      default -> Optional.empty();
    };
  }

  private static String tool(RunEvent event) {
    String failed = isTrue(event, "error") ? " (failed)" : "";
    return text(event, "tool") + " " + text(event, "detail") + failed;
  }

  private static String merge(RunEvent event) {
    String commits = brief(event, "mergeCommit") + " on " + brief(event, "targetCommit");
    return "built " + commits + ", " + number(event, "files") + " files";
  }

  private static Step gate(RunEvent event) {
    boolean passed = isTrue(event, "passed");
    String tests =
        event
            .number("testsExecuted")
            .map(
                executed ->
                    ", %s tests executed, %s failed"
                        .formatted(executed, number(event, "testsFailed")))
            .orElse("");
    String took =
        String.format(Locale.ROOT, " (%.1f s)", event.number("durationMs").orElse(0L) / 1000.0);
    return new Step(
        "gate",
        passed ? "green" : "red",
        text(event, "gate") + (passed ? " passed" : " failed") + tests + took);
  }

  private static Step review(RunEvent event) {
    String verdict = text(event, "verdict");
    String style = verdict.equals("approved") ? "green" : "yellow";
    return new Step("review", style, verdict + ", " + number(event, "findings") + " findings");
  }

  private static Step screening(RunEvent event) {
    String verdict = text(event, "verdict").toLowerCase(Locale.ROOT);
    return new Step(
        "screen",
        verdict.equals("accepted") ? "green" : "yellow",
        verdict + ", " + number(event, "questions") + " questions");
  }

  private static String failure(RunEvent event) {
    String status = event.number("httpStatus").map(code -> " (HTTP " + code + ")").orElse("");
    return text(event, "model") + " " + text(event, "kind").toLowerCase(Locale.ROOT) + status;
  }

  private static Optional<Step> warning(String what, String detail) {
    return Optional.of(new Step(what, "yellow", detail));
  }

  private static Optional<Step> step(String what, String detail) {
    return Optional.of(new Step(what, "cyan", detail));
  }

  private static String text(RunEvent event, String attribute) {
    return event.text(attribute).orElse("");
  }

  private static long number(RunEvent event, String attribute) {
    return event.number(attribute).orElse(0L);
  }

  private static boolean isTrue(RunEvent event, String attribute) {
    return Boolean.TRUE.equals(event.attributes().get(attribute));
  }

  private static String brief(RunEvent event, String attribute) {
    String commit = text(event, attribute);
    return commit.length() > 10 ? commit.substring(0, 10) : commit;
  }

  private record Step(String what, String style, String detail) {}
}
