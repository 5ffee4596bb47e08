package dev.nightshift.core.internal.durable;

import java.io.IOException;
import java.nio.file.Path;

/** A whole log, but of a version or a kind that is not the one asked for; it was not changed. */
public final class UnknownFormatException extends IOException {
  private static final long serialVersionUID = 1L;

  UnknownFormatException(Path file, String is, String wanted, String remedy) {
    super(file + " is " + is + ", and wanted is " + wanted + "; " + remedy);
  }
}
