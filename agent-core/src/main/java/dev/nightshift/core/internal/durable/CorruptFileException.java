package dev.nightshift.core.internal.durable;

import java.io.IOException;
import java.nio.file.Path;

/** What a file holds is not what was written to it; nothing of it was changed or removed. */
public final class CorruptFileException extends IOException {
  private static final long serialVersionUID = 1L;
  private final long line;

  CorruptFileException(Path file, long line, String problem) {
    super(
        (line == 0 ? file.toString() : "line " + line + " of " + file)
            + " is corrupt: "
            + problem
            + "; nothing was changed, restore it from a copy or move it away");
    this.line = line;
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }

  /** The first line that is wrong, counted from 1; 0 if the file has no lines. */
  public long line() {
    return line;
  }
}
