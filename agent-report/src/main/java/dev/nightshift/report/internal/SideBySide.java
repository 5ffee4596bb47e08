package dev.nightshift.report.internal;

import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.report.internal.DiffRows.Kind;
import dev.nightshift.report.internal.DiffRows.Piece;
import dev.nightshift.report.internal.DiffRows.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a unified diff of visible characters into rows of two sides.
 *
 * <p>Each line becomes a row: one that is not understood is a remark. How many lines of a hunk are
 * the file's is told by its head alone, so that no content passes for the head of another file.
 */
final class SideBySide {
  /** The most rows of one file. */
  static final int MAX_FILE_ROWS = 600;

  /** The most rows of all files. */
  static final int MAX_ROWS = 4_000;

  /** The most characters of one line. */
  static final int MAX_LINE_CHARS = 2_000;

  private static final Pattern HUNK =
      Pattern.compile("@@ -(\\d{1,9})(?:,(\\d{1,9}))? \\+(\\d{1,9})(?:,(\\d{1,9}))? @@.*");
  private static final String FILE = "diff --git ";

  private final List<DiffRows> files = new ArrayList<>();
  private final List<String> removed = new ArrayList<>();
  private final List<String> added = new ArrayList<>();
  private List<Row> rows = new ArrayList<>();
  private String path = "";
  private int cut;
  private int all;
  private int before;
  private int after;
  private int beforeLeft;
  private int afterLeft;

  private SideBySide() {}

  /** Returns the files of a diff, in order; empty if it is. */
  static List<DiffRows> of(String diff) {
    SideBySide reader = new SideBySide();
    diff.lines().forEach(reader::read);
    reader.endFile();
    return List.copyOf(reader.files);
  }

  private void read(String line) {
    if (beforeLeft > 0 || afterLeft > 0) {
      inHunk(line);
    } else {
      outside(line);
    }
  }

  private void inHunk(String line) {
    char sign = line.isEmpty() ? ' ' : line.charAt(0);
    String text = line.isEmpty() ? "" : VisibleText.cut(line.substring(1), MAX_LINE_CHARS);
    if (sign == '-' && beforeLeft > 0) {
      if (!added.isEmpty()) {
        endBlock();
      }
      removed.add(text);
      beforeLeft--;
    } else if (sign == '+' && afterLeft > 0) {
      added.add(text);
      afterLeft--;
    } else if (sign == ' ' && beforeLeft > 0 && afterLeft > 0) {
      endBlock();
      add(new Row(Kind.SAME, before++, Piece.plain(text), after++, Piece.plain(text)));
      beforeLeft--;
      afterLeft--;
    } else {
      remark(line);
    }
  }

  private void outside(String line) {
    Matcher hunk = HUNK.matcher(line);
    if (line.startsWith(FILE)) {
      endFile();
      path = name(line.substring(FILE.length()));
    } else if (hunk.matches()) {
      endBlock();
      before = Integer.parseInt(hunk.group(1));
      beforeLeft = count(hunk.group(2));
      after = Integer.parseInt(hunk.group(3));
      afterLeft = count(hunk.group(4));
      add(Row.said(Kind.HUNK, VisibleText.cut(line, MAX_LINE_CHARS)));
    } else if (!line.startsWith("--- ") && !line.startsWith("+++ ") && !line.startsWith("index ")) {
      remark(line);
    }
  }

  /** Of a file that kept its name, that name once. */
  private static String name(String both) {
    int half = both.length() / 2;
    boolean isSame =
        both.length() % 2 == 1
            && both.startsWith("a/")
            && both.startsWith(" b/", half)
            && both.substring(2, half).equals(both.substring(half + 3));
    return isSame ? both.substring(2, half) : both;
  }

  private static int count(@Nullable String group) {
    return group == null ? 1 : Integer.parseInt(group);
  }

  private void remark(String line) {
    endBlock();
    if (!line.isEmpty()) {
      add(Row.said(Kind.REMARK, VisibleText.cut(line, MAX_LINE_CHARS)));
    }
  }

  private void endBlock() {
    for (ChangedWords.Pair pair : ChangedWords.between(removed, added)) {
      int left = pair.kind() == Kind.ADDED ? 0 : before++;
      int right = pair.kind() == Kind.REMOVED ? 0 : after++;
      add(new Row(pair.kind(), left, pair.left(), right, pair.right()));
    }
    removed.clear();
    added.clear();
  }

  private void add(Row row) {
    if (rows.size() < MAX_FILE_ROWS && all < MAX_ROWS) {
      rows.add(row);
      all++;
    } else {
      cut++;
    }
  }

  private void endFile() {
    endBlock();
    if (!rows.isEmpty() || cut > 0 || !path.isEmpty()) {
      files.add(new DiffRows(path, List.copyOf(rows), cut));
    }
    rows = new ArrayList<>();
    path = "";
    cut = 0;
    beforeLeft = 0;
    afterLeft = 0;
  }
}
