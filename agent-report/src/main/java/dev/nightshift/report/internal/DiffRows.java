package dev.nightshift.report.internal;

import java.util.List;
import java.util.stream.Collectors;

/**
 * One file of a difference as rows of two sides.
 *
 * @param path what the difference calls it
 * @param rows in order, at most {@link SideBySide#MAX_FILE_ROWS}
 * @param cut how many rows more there are
 */
record DiffRows(String path, List<Row> rows, int cut) {
  /** How many rows a file may have that is unfolded. */
  private static final int MOST_UNFOLDED = 150;

  /** Whether it is short enough to be shown at once. */
  boolean isShort() {
    return rows.size() <= MOST_UNFOLDED;
  }

  /** What a row is. */
  enum Kind {
    /** The head of a hunk. */
    HUNK,
    /** On both sides the same. */
    SAME,
    /** Other words. */
    CHANGED,
    /** On the right only. */
    ADDED,
    /** On the left only. */
    REMOVED,
    /** No line of the file: what the difference says beside. */
    REMARK
  }

  /**
   * One row.
   *
   * @param kind what it is
   * @param before the number of the line before the change; 0 if there is none
   * @param left the line before the change; of a head or a remark its text
   * @param after the number of the line after the change; 0 if there is none
   * @param right the line after the change
   */
  record Row(Kind kind, int before, List<Piece> left, int after, List<Piece> right) {
    static Row said(Kind kind, String text) {
      return new Row(kind, 0, Piece.plain(text), 0, List.of());
    }

    boolean isLine() {
      return kind != Kind.HUNK && kind != Kind.REMARK;
    }

    /** Of a head or a remark what it says. */
    String text() {
      return left.stream().map(Piece::text).collect(Collectors.joining());
    }

    String leftSign() {
      return kind == Kind.SAME ? " " : "\u2212";
    }

    String rightSign() {
      return kind == Kind.SAME ? " " : "+";
    }

    String number(int line) {
      return line == 0 ? "" : Integer.toString(line);
    }
  }

  /**
   * A part of a line.
   *
   * @param text not empty
   * @param marked true if the other side has other words there
   */
  record Piece(String text, boolean marked) {
    static List<Piece> plain(String text) {
      return text.isEmpty() ? List.of() : List.of(new Piece(text, false));
    }
  }
}
