package dev.nightshift.core.score;

import java.util.ArrayList;
import java.util.List;

/** Rows of cells as lines: the first column begins at the left, the others end at the right. */
final class TextColumns {
  private static final String GAP = "  ";

  private TextColumns() {}

  static List<String> of(List<List<String>> rows) {
    int[] widths = new int[rows.get(0).size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder(row.get(0)).append(pad(row.get(0), widths[0]));
      for (int i = 1; i < widths.length; i++) {
        line.append(GAP).append(pad(row.get(i), widths[i])).append(row.get(i));
      }
      lines.add(line.toString());
    }
    return lines;
  }

  private static String pad(String cell, int width) {
    return " ".repeat(width - cell.length());
  }
}
