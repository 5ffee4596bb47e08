package dev.nightshift.report.internal;

import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.internal.text.VisibleText;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes a page so that its file is whole or as it was before. */
public final class PageFile {
  private PageFile() {}

  /**
   * Writes a page.
   *
   * @param page the document
   * @param file in a directory that is made if missing
   * @throws WorkspaceException if it cannot be written
   */
  public static void write(String page, Path file) {
    Path target = file.toAbsolutePath();
    Path directory = target.getParent();
    Path temporary = target.resolveSibling("." + target.getFileName() + ".tmp");
    try {
      if (directory != null) {
        Files.createDirectories(directory);
      }
      // A plain file stream: a channel would be closed by the interrupt that cancelled the run.
      try (FileOutputStream output = new FileOutputStream(temporary.toFile())) {
        output.write(page.getBytes(StandardCharsets.UTF_8));
        output.getFD().sync();
      }
      move(temporary, target);
    } catch (IOException notWritten) {
      boolean unused = temporary.toFile().delete();
      throw new WorkspaceException(
          WorkspaceException.Kind.IO,
          "could not write the page "
              + VisibleText.name(target.toString())
              + ": "
              + VisibleText.of(notWritten.toString())
              + "; choose a directory that can be written",
          notWritten);
    }
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException notHere) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
