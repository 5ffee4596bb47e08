package dev.nightshift.core.internal.tool;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The place of a file that resembles a passage most, for an edit whose passage is not there. */
final class NearestLines {
  private static final double RESEMBLES = 0.5;

  /** About half a second. */
  private static final long MAX_COMPARED_CHARS = 8_000_000;

  private static final int MAX_COMPARED_CHARS_OF_LINE = 200;

  /** Shorter heads of two lines say nothing about the lines. */
  private static final int MIN_COMPARED_CHARS_OF_LINE = 16;

  private static final int CONTEXT = 2;
  private static final int MAX_SHOWN = 30;

  private final NumberedLines file;
  private final List<String> fileSqueezed;
  private final List<String> wantedSqueezed;
  private final int comparedChars;

  private NearestLines(NumberedLines file, List<String> wanted) {
    this.file = file;
    this.fileSqueezed = file.all().stream().map(NearestLines::squeezed).toList();
    this.wantedSqueezed = wanted.stream().map(NearestLines::squeezed).toList();
    this.comparedChars = comparedChars(fileSqueezed, wantedSqueezed);
  }

  /** Returns an explanation with real, numbered lines. */
  static String explain(String fileText, String oldText) {
    NumberedLines file = NumberedLines.of(fileText);
    List<String> wanted = NumberedLines.of(TextEdit.toLf(oldText)).all();
    return new NearestLines(file, wanted.isEmpty() ? List.of("") : wanted).explain();
  }

  private String explain() {
    int best = 1;
    double bestScore = 0;
    int last = Math.max(1, file.count() - wantedSqueezed.size() + 1);
    for (int first = 1; first <= last && file.count() > 0; first++) {
      double score = score(first);
      if (score > bestScore) {
        best = first;
        bestScore = score;
      }
    }
    if (bestScore < RESEMBLES) {
      return "Nothing in its " + file.count() + " lines resembles it; read the file again.";
    }
    int end = Math.min(best + wantedSqueezed.size() - 1 + CONTEXT, best + MAX_SHOWN);
    return (bestScore >= 0.999
            ? "These lines differ from it only in white space:\n"
            : "The nearest lines are:\n")
        + file.show(best - CONTEXT, end)
        + "Copy old_text from these lines, without the number and the tab.";
  }

  private double score(int first) {
    double sum = 0;
    double weights = 0;
    for (int i = 0; i < wantedSqueezed.size(); i++) {
      String line = wantedSqueezed.get(i);
      // A long line says more about the place than a brace.
      double weight = line.length() + 1.0;
      weights += weight;
      if (first + i <= file.count()) {
        sum += weight * similarity(line, fileSqueezed.get(first + i - 1));
      }
    }
    return sum / weights;
  }

  private double similarity(String a, String b) {
    if (a.equals(b)) {
      return 1;
    }
    return comparedChars < MIN_COMPARED_CHARS_OF_LINE
        ? 0
        : Math.min(0.99, sharedPairs(head(a, comparedChars), head(b, comparedChars)));
  }

  /** Returns how much of two lines can be compared when each is compared with each. */
  private static int comparedChars(List<String> file, List<String> wanted) {
    long whole = file.size() * chars(wanted) + wanted.size() * chars(file);
    if (whole <= MAX_COMPARED_CHARS) {
      return MAX_COMPARED_CHARS_OF_LINE;
    }
    return (int) (MAX_COMPARED_CHARS / (2L * file.size() * wanted.size()));
  }

  private static long chars(List<String> lines) {
    return lines.stream().mapToLong(String::length).sum();
  }

  private static String head(String line, int chars) {
    return line.length() > chars ? line.substring(0, chars) : line;
  }

  private static String squeezed(String line) {
    String head = head(line, MAX_COMPARED_CHARS_OF_LINE);
    StringBuilder squeezed = new StringBuilder(head.length());
    for (int i = 0; i < head.length(); i++) {
      if (!Character.isWhitespace(head.charAt(i))) {
        squeezed.append(head.charAt(i));
      }
    }
    return squeezed.toString();
  }

  /** Returns how many neighbouring character pairs two lines share, from 0 to 1. */
  private static double sharedPairs(String a, String b) {
    int pairs = a.length() + b.length() - 2;
    if (a.length() < 2 || b.length() < 2) {
      return 0;
    }
    Map<Integer, Integer> left = new HashMap<>();
    for (int i = 0; i + 1 < a.length(); i++) {
      left.merge(pair(a, i), 1, Integer::sum);
    }
    int shared = 0;
    for (int i = 0; i + 1 < b.length(); i++) {
      Integer count = left.get(pair(b, i));
      if (count != null && count > 0) {
        left.put(pair(b, i), count - 1);
        shared++;
      }
    }
    return 2.0 * shared / pairs;
  }

  private static int pair(String text, int at) {
    return (text.charAt(at) << 16) | text.charAt(at + 1);
  }
}
