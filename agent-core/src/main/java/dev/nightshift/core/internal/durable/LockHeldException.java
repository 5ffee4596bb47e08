package dev.nightshift.core.internal.durable;

import java.io.IOException;
import java.nio.file.Path;

/** A lock that somebody alive holds. */
public final class LockHeldException extends IOException {
  private static final long serialVersionUID = 1L;
  private final String holder;

  LockHeldException(Path file, String holder) {
    super(file + " is locked by " + holder);
    this.holder = holder;
  }

  /** Who holds it: a phrase such as {@code process 4711, since 2026-11-29T10:15:30Z}. */
  public String holder() {
    return holder;
  }
}
