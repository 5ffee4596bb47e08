package dev.nightshift.git.internal;

import dev.nightshift.core.workspace.LeftOut;

/** Why a path of a workspace is not stored as it is. */
final class NotTaken extends Exception {
  private static final long serialVersionUID = 1L;
  private final LeftOut.Cause cause;
  private final String why;

  NotTaken(LeftOut.Cause cause, String why) {
    super(why, null, false, false);
    this.cause = cause;
    this.why = why;
  }

  static NotTaken refused(String why) {
    return new NotTaken(LeftOut.Cause.REFUSED, why);
  }

  static NotTaken unreadable() {
    return new NotTaken(LeftOut.Cause.UNREADABLE, "not readable");
  }

  LeftOut.Cause kind() {
    return cause;
  }

  String why() {
    return why;
  }
}
