package dev.nightshift.core.internal.integrity;

import dev.nightshift.core.tree.PathGlob;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What a file is, by its path; {@code file-kinds.txt} says what each one means. */
public enum FileKind {
  PLACE,
  NAMED,
  RUNNER,
  CI,
  SETTINGS,
  RECIPE,
  REPORT,
  MANIFEST,
  OUTPUT;

  private static final List<Row> ROWS = rows();

  /** All kinds of a path; none of an empty one. */
  public static Set<FileKind> of(String path) {
    Set<FileKind> kinds = EnumSet.noneOf(FileKind.class);
    for (Row row : ROWS) {
      if (!path.isEmpty() && row.glob.matches(path)) {
        kinds.add(row.kind);
      }
    }
    return kinds;
  }

  private static List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    for (String line : TableFile.rows("file-kinds.txt")) {
      String[] cells = line.split(" ", 2);
      rows.add(new Row(valueOf(cells[0].toUpperCase(Locale.ROOT)), PathGlob.of(cells[1])));
    }
    return List.copyOf(rows);
  }

  private record Row(FileKind kind, PathGlob glob) {}
}
