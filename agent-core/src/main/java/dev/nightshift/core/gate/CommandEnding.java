package dev.nightshift.core.gate;

import dev.nightshift.core.command.Command;
import dev.nightshift.core.command.CommandResult;
import dev.nightshift.core.internal.process.MissingProgram;
import dev.nightshift.core.internal.text.BoundedText;

/** Says in words how a command ended, and what to do about it. */
final class CommandEnding {
  static final int NOT_EXECUTABLE = 126;
  static final int NOT_FOUND = 127;
  private static final int SIGNAL_BASE = 128;
  private static final int KILL_SIGNAL = 9;
  private static final int LAST_SIGNAL = 64;

  private CommandEnding() {}

  /** Tells whether the command ran and came to its end: not missing, not killed, not too slow. */
  static boolean isOfItself(CommandResult result) {
    return !result.isTimedOut() && result.exitCode() >= 0 && result.exitCode() < NOT_EXECUTABLE;
  }

  /** Tells whether there was a program to start, whatever came of it. */
  static boolean couldRun(CommandResult result) {
    int code = result.exitCode();
    return result.isTimedOut() || (code != NOT_FOUND && code != NOT_EXECUTABLE);
  }

  /** Returns one clause, for example {@code exited 1}. */
  static String describe(Command command, CommandResult result) {
    int code = result.exitCode();
    if (result.isTimedOut()) {
      return "timed out after "
          + BoundedText.display(command.timeout())
          + " and was killed; give it a longer timeout if it was only slow";
    }
    if (!couldRun(result) && MissingProgram.lastIn(result.output()).isEmpty()) {
      return "ended with exit status "
          + code
          + (code == NOT_FOUND ? " (not found)" : " (not executable)")
          + ", of something it starts or of its own line, and nothing it printed says of what;"
          + " install what it starts where commands run, or let it end with another status";
    }
    if (code == NOT_FOUND) {
      return "command not found (exit status 127); install the program where commands run, or"
          + " correct its name";
    }
    if (code == NOT_EXECUTABLE) {
      return "command is not executable (exit status 126); set its executable bit";
    }
    if (code > SIGNAL_BASE && code <= SIGNAL_BASE + LAST_SIGNAL) {
      int signal = code - SIGNAL_BASE;
      return "was killed by signal "
          + signal
          + (signal == KILL_SIGNAL ? ", perhaps for want of memory" : "");
    }
    return "exited " + code;
  }
}
