package dev.nightshift.core.report;

import dev.nightshift.core.base.WorkspaceException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes the files of a report so that each is whole or as it was before. */
final class ReportDirectory {
  /** The change to read, every character visible. */
  static final String DIFF = "changes.diff";

  /** The change to apply, byte for byte. */
  static final String PATCH = "changes.patch";

  private ReportDirectory() {}

  static void write(RunReport report, Path directory) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("report.md", report.toMarkdown().getBytes(StandardCharsets.UTF_8));
    files.put("report.json", report.toJson().getBytes(StandardCharsets.UTF_8));
    files.put(DIFF, report.patch().getBytes(StandardCharsets.UTF_8));
    if (report.patchFile().isWhole()) {
      files.put(PATCH, report.patchFile().bytes());
    }
    Map<Path, Path> written = new LinkedHashMap<>();
    try {
      Files.createDirectories(directory);
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        Path temporary = directory.resolve("." + file.getKey() + "." + report.runId() + ".tmp");
        written.put(temporary, directory.resolve(file.getKey()));
        writeWhole(temporary, file.getValue());
      }
      for (Map.Entry<Path, Path> file : written.entrySet()) {
        move(file.getKey(), file.getValue());
      }
      if (!report.patchFile().isWhole()) {
        Files.deleteIfExists(directory.resolve(PATCH));
      }
    } catch (IOException notWritten) {
      written.keySet().forEach(ReportDirectory::discard);
      throw new WorkspaceException(
          WorkspaceException.Kind.IO,
          ("could not write the report of run %s to directory '%s': %s; choose a directory"
                  + " that can be written")
              .formatted(report.runId(), directory, notWritten),
          notWritten);
    }
  }

  /** A plain file stream: a channel would be closed by the interrupt that cancelled the run. */
  private static void writeWhole(Path file, byte[] content) throws IOException {
    try (FileOutputStream output = new FileOutputStream(file.toFile())) {
      output.write(content);
      output.getFD().sync();
    }
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException notHere) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static void discard(Path temporary) {
    temporary.toFile().delete();
  }
}
