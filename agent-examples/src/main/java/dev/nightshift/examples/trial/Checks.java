package dev.nightshift.examples.trial;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What was claimed and whether it held; prints each claim as it is checked. Safe for concurrent
 * use.
 */
final class Checks {
  private final PrintStream out;
  private final List<String> failures = new ArrayList<>();
  private int held;

  Checks(PrintStream out) {
    this.out = out;
  }

  synchronized void that(String claim, boolean holds, String otherwise) {
    if (holds) {
      held++;
      out.println("  ok    " + claim);
    } else {
      failures.add(claim + ": " + otherwise);
      out.println("  FAIL  " + claim + ": " + otherwise);
    }
  }

  void same(String claim, Object expected, Object actual) {
    that(claim, Objects.equals(expected, actual), "expected " + expected + " but was " + actual);
  }

  synchronized int held() {
    return held;
  }

  synchronized List<String> failures() {
    return List.copyOf(failures);
  }
}
