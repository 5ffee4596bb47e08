package dev.nightshift.examples.cli;

import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.run.RunResult;

/** The exit statuses of the command line; 130 and 143 after INT and TERM are the JVM's own. */
final class ExitStatus {
  static final int DELIVERED = 0;
  static final int NOTHING_TO_TAKE = 1;
  static final int BAD_USAGE = 2;
  static final int FAILED = 3;

  private ExitStatus() {}

  static int of(RunResult result) {
    if (result instanceof RunResult.Delivered) {
      return DELIVERED;
    }
    boolean failed =
        result instanceof RunResult.Failed || result.reason().equals(EndReason.ENVIRONMENT);
    return failed ? FAILED : NOTHING_TO_TAKE;
  }
}
