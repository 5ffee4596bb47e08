package dev.nightshift.report.internal;

import com.github.difflib.text.DiffRow;
import com.github.difflib.text.DiffRowGenerator;
import dev.nightshift.report.internal.DiffRows.Kind;
import dev.nightshift.report.internal.DiffRows.Piece;
import java.util.ArrayList;
import java.util.List;

/** Puts lines that went beside those that came, and marks the words that differ. */
final class ChangedWords {
  /** Longer lines are put side by side in their order, and no words are marked. */
  private static final int MAX_LINES = 80;

  private static final int MAX_CHARS = 10_000;

  /** Signs of the generator's around words: no text that is visible has them. */
  private static final char BEGIN = '\u0001';

  private static final char END = '\u0002';

  private static final DiffRowGenerator WORDS =
      DiffRowGenerator.create()
          .showInlineDiffs(true)
          .inlineDiffByWord(true)
          .reportLinesUnchanged(true)
          .lineNormalizer(line -> line)
          .oldTag(begins -> String.valueOf(begins ? BEGIN : END))
          .newTag(begins -> String.valueOf(begins ? BEGIN : END))
          .build();

  private ChangedWords() {}

  /**
   * A pair of lines.
   *
   * @param kind what it is
   * @param left empty of an added line
   * @param right empty of a removed line
   */
  record Pair(Kind kind, List<Piece> left, List<Piece> right) {}

  /** Returns all lines of both lists, each once, in their order. */
  static List<Pair> between(List<String> before, List<String> after) {
    if (before.isEmpty() || after.isEmpty() || isLong(before, after)) {
      return inOrder(before, after);
    }
    List<Pair> pairs = new ArrayList<>();
    List<String> left = new ArrayList<>();
    List<String> right = new ArrayList<>();
    for (DiffRow row : WORDS.generateDiffRows(before, after)) {
      Pair pair = pair(row);
      pairs.add(pair);
      if (pair.kind() != Kind.ADDED) {
        left.add(text(pair.left()));
      }
      if (pair.kind() != Kind.REMOVED) {
        right.add(text(pair.right()));
      }
    }
    // What a reader decides by must not depend on how a library pairs lines.
    return left.equals(before) && right.equals(after) ? pairs : inOrder(before, after);
  }

  private static boolean isLong(List<String> before, List<String> after) {
    return before.size() + after.size() > MAX_LINES
        || chars(before) > MAX_CHARS
        || chars(after) > MAX_CHARS;
  }

  private static int chars(List<String> lines) {
    return lines.stream().mapToInt(String::length).sum();
  }

  private static List<Pair> inOrder(List<String> before, List<String> after) {
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < Math.max(before.size(), after.size()); i++) {
      boolean isLeft = i < before.size();
      boolean isRight = i < after.size();
      Kind kind = isLeft && isRight ? Kind.CHANGED : isLeft ? Kind.REMOVED : Kind.ADDED;
      pairs.add(
          new Pair(
              kind,
              Piece.plain(isLeft ? before.get(i) : ""),
              Piece.plain(isRight ? after.get(i) : "")));
    }
    return pairs;
  }

  private static Pair pair(DiffRow row) {
    List<Piece> left = pieces(row.getOldLine());
    List<Piece> right = pieces(row.getNewLine());
    return switch (row.getTag()) {
      case INSERT -> new Pair(Kind.ADDED, List.of(), Piece.plain(text(right)));
      case DELETE -> new Pair(Kind.REMOVED, Piece.plain(text(left)), List.of());
      case CHANGE -> new Pair(Kind.CHANGED, left, right);
      case EQUAL -> new Pair(Kind.SAME, left, right);
    };
  }

  private static List<Piece> pieces(String line) {
    List<Piece> pieces = new ArrayList<>();
    boolean marked = false;
    int from = 0;
    for (int at = 0; at <= line.length(); at++) {
      boolean isSign = at < line.length() && (line.charAt(at) == BEGIN || line.charAt(at) == END);
      if (at == line.length() || isSign) {
        if (at > from) {
          pieces.add(new Piece(line.substring(from, at), marked));
        }
        from = at + 1;
        marked = isSign && line.charAt(at) == BEGIN;
      }
    }
    return List.copyOf(pieces);
  }

  private static String text(List<Piece> pieces) {
    StringBuilder text = new StringBuilder();
    pieces.forEach(piece -> text.append(piece.text()));
    return text.toString();
  }
}
