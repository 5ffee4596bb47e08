package dev.nightshift.core.internal.glob;

/** Why a glob cannot be used; the message does not name the glob. */
final class MalformedGlobException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  MalformedGlobException(String why) {
    super(why);
  }

  String why() {
    return String.valueOf(getMessage());
  }
}
