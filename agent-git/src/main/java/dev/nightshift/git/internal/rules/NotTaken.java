package dev.nightshift.git.internal.rules;

import dev.nightshift.core.workspace.LeftOut;

/** Why a path of a workspace is not stored as it is. */
public final class NotTaken extends Exception {
  private static final long serialVersionUID = 1L;
  private final LeftOut.Cause cause;
  private final String why;

  public NotTaken(LeftOut.Cause cause, String why) {
    super(why, null, false, false);
    this.cause = cause;
    this.why = why;
  }

  public static NotTaken refused(String why) {
    return new NotTaken(LeftOut.Cause.REFUSED, why);
  }

  public static NotTaken unreadable() {
    return new NotTaken(LeftOut.Cause.UNREADABLE, "not readable");
  }

  public LeftOut.Cause kind() {
    return cause;
  }

  public String why() {
    return why;
  }
}
