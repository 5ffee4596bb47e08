package dev.nightshift.core.internal.integrity;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A table in a resource file beside the classes. */
final class TableFile {
  private TableFile() {}

  /** Its lines but for comments. */
  static List<String> rows(String file) {
    try (InputStream in = TableFile.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("there is no " + file);
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return text.lines().filter(row -> !row.isBlank() && !row.startsWith("#")).toList();
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot read " + file, failed);
    }
  }
}
