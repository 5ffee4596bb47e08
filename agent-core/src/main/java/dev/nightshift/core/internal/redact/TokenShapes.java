package dev.nightshift.core.internal.redact;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Keys that are known by how they begin; {@code token-shapes.txt} lists them. */
final class TokenShapes implements Finder {
  private static final String FILE = "token-shapes.txt";

  /** How much of a text decides whether it is a key; all of it could be looked at once a letter. */
  private static final int LONGEST_LOOK = 256;

  private static final List<Shape> NONE = List.of();

  /** By their first letter, which is of ASCII. */
  private final List<List<Shape>> shapes = new ArrayList<>();

  TokenShapes() {
    for (int i = 0; i <= Byte.MAX_VALUE; i++) {
      shapes.add(new ArrayList<>());
    }
    for (String row : rows()) {
      String[] cells = row.split(" ", -1);
      Letters letters = Letters.valueOf(cells[1]);
      Shape shape = new Shape(cells[0], letters, Integer.parseInt(cells[2]));
      shapes.get(cells[0].charAt(0)).add(shape);
    }
  }

  static List<String> rows() {
    try (InputStream in = TokenShapes.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new IllegalStateException("there is no " + FILE);
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return text.lines().filter(row -> !row.startsWith("#")).toList();
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot read " + FILE, failed);
    }
  }

  @Override
  public void find(View view, Spans spans) {
    int at = 0;
    while (at < view.length()) {
      int end = Letters.isAlphanumeric(view.at(at - 1)) ? at : end(view, at);
      if (end > at) {
        spans.add(view, at, end);
      }
      at = Math.max(at + 1, end);
    }
  }

  /** Returns the end of the key that begins at a place, or the place. */
  private int end(View view, int at) {
    char first = view.at(at);
    for (Shape shape : first < shapes.size() ? shapes.get(first) : NONE) {
      int rest = at + shape.prefix.length();
      if (view.startsWith(shape.prefix, at) && shape.letters.has(view.at(rest))) {
        int most = Math.min(view.length(), rest + LONGEST_LOOK);
        int looked = shape.letters.end(view, rest, most);
        if (looked - rest >= shape.shortest && isKey(view, rest, looked)) {
          return shape.letters.end(view, looked, view.length());
        }
      }
    }
    return at;
  }

  /** Words with hyphens begin like some keys; a key has a digit or a capital letter. */
  private static boolean isKey(View view, int from, int to) {
    return !Letters.any(view, from, to, letter -> letter == '-' || letter == '_')
        || Letters.any(view, from, to, TokenShapes::isOfKeys);
  }

  private static boolean isOfKeys(int letter) {
    return Letters.isDigit((char) letter) || Letters.isCapital((char) letter);
  }

  private record Shape(String prefix, Letters letters, int shortest) {}
}
