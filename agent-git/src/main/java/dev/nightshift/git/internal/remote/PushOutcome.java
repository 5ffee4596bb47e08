package dev.nightshift.git.internal.remote;

import org.jspecify.annotations.Nullable;

/**
 * What came of a push.
 *
 * @param commit what the branch holds there now; empty if it was refused
 * @param before what it held before; empty if it was not there, or it was refused
 * @param problem why it was refused; null if it was not
 * @param detail a sentence on why; empty if it was not
 */
public record PushOutcome(String commit, String before, @Nullable Problem problem, String detail) {
  static PushOutcome pushed(String commit, String before) {
    return new PushOutcome(commit, before, null, "");
  }

  static PushOutcome refused(Problem problem, String detail) {
    return new PushOutcome("", "", problem, detail);
  }

  /** Why a push was refused, in the words of {@code PushResult.Kind}. */
  public enum Problem {
    PROTECTED,
    MOVED,
    UNAUTHORIZED,
    FORBIDDEN,
    NOT_FOUND,
    UNREACHABLE
  }
}
