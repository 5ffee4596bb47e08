package dev.nightshift.core.internal.redact;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The parts of a text that are replaced. */
final class Spans {
  static final String MARK = "[redacted]";

  private final String source;
  private final List<Span> spans = new ArrayList<>();

  Spans(String source) {
    this.source = source;
  }

  /** Adds a secret that a view shows; in each of its pieces but the first nothing is left. */
  void add(View view, int from, int to) {
    String replacement = MARK;
    int at = from;
    while (at < to) {
      int first = at;
      while (at + 1 < to && view.end(at) == view.start(at + 1)) {
        at++;
      }
      spans.add(new Span(view.start(first), view.end(at), replacement));
      replacement = "";
      at++;
    }
  }

  /**
   * Adds a secret that stands where only a text in quotes can be replaced.
   *
   * @param quote where such a quote is
   */
  void addQuoted(View view, int from, int to, int quote) {
    String written = source.substring(view.start(quote), view.end(quote));
    spans.add(new Span(view.start(from), view.end(to - 1), written + MARK + written));
  }

  /** Returns where in the source each part that was added is, in order; what overlaps is one. */
  List<Place> places() {
    List<Place> places = new ArrayList<>();
    spans.sort(Comparator.comparingInt(Span::from));
    for (Span span : spans) {
      Place last = places.isEmpty() ? null : places.get(places.size() - 1);
      if (last != null && span.from() <= last.to()) {
        places.set(places.size() - 1, new Place(last.from(), Math.max(last.to(), span.to())));
      } else {
        places.add(new Place(span.from(), span.to()));
      }
    }
    return places;
  }

  /** Returns the source with what was added replaced; what overlaps is replaced once. */
  String redacted() {
    if (spans.isEmpty()) {
      return source;
    }
    spans.sort(Comparator.comparingInt(Span::from).thenComparingInt(span -> -span.to()));
    StringBuilder result = new StringBuilder(source.length());
    Span open = spans.get(0);
    int copied = 0;
    for (Span span : spans) {
      if (span.from() >= open.to()) {
        result.append(source, copied, open.from()).append(open.replacement());
        copied = open.to();
        open = span;
      } else {
        open = open.with(span);
      }
    }
    return result
        .append(source, copied, open.from())
        .append(open.replacement())
        .append(source, open.to(), source.length())
        .toString();
  }

  /** A part of a source, its end not included. */
  record Place(int from, int to) {}

  private record Span(int from, int to, String replacement) {
    Span with(Span other) {
      return new Span(
          from, Math.max(to, other.to), replacement.isEmpty() ? other.replacement : replacement);
    }
  }
}
