package dev.nightshift.models.internal;

import java.time.Duration;
import java.util.concurrent.TimeoutException;

/** The end of the wait for a server that says nothing, while the deadline is still ahead. */
public final class SilenceException extends TimeoutException {
  private static final long serialVersionUID = 1L;

  private final Duration quiet;
  private final boolean alive;

  private SilenceException(Duration quiet, boolean alive, String what) {
    super(what + " for " + quiet);
    this.quiet = quiet;
    this.alive = alive;
  }

  /** Returns the end of a wait in which not a byte arrived. */
  static SilenceException ofBytes(Duration quiet) {
    return new SilenceException(quiet, false, "nothing arrived");
  }

  /** Returns the end of a wait in which the connection was kept alive, and nothing was said. */
  public static SilenceException ofWords(Duration quiet) {
    return new SilenceException(quiet, true, "nothing but keep-alives arrived");
  }

  /** Returns how long nothing arrived, or nothing that says anything. */
  public Duration quiet() {
    return quiet;
  }

  /** Tells whether the connection was kept alive meanwhile. */
  public boolean isAlive() {
    return alive;
  }
}
