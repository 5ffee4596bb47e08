package dev.nightshift.core.internal.glob;

/** Why a glob cannot be used; the message does not name the glob. */
final class MalformedGlobException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;
  private final String why;

  MalformedGlobException(String why) {
    super(why);
    this.why = why;
  }

  String why() {
    return why;
  }
}
