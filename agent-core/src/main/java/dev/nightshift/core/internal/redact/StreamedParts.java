package dev.nightshift.core.internal.redact;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a recorded stream says in pieces, one event a line: the texts of one name are read one after
 * the other, so that a secret is found that two events share.
 */
final class StreamedParts {
  private static final Set<String> NAMES =
      Set.of(
          ("text content partial_json delta arguments thinking reasoning reasoning_content refusal"
                  + " response input output_text")
              .split(" ", -1));

  private static final int LONGEST_PREFIX = 32;

  private final View view;
  private final Map<String, Bounds> parts = new LinkedHashMap<>();

  /** Where the last event ended, by the depth of its quotes. */
  private final int[] reached = new int[Byte.MAX_VALUE + 1];

  private StreamedParts(View view) {
    this.view = view;
  }

  /** Returns what several events of a text say together. */
  static List<View> of(View view) {
    if (view.text().indexOf('{') < 0) {
      return List.of();
    }
    StreamedParts streamed = new StreamedParts(view);
    int line = 0;
    while (line < view.length()) {
      streamed.event(line);
      int end = view.text().indexOf('\n', line);
      line = end < 0 ? view.length() : end + 1;
    }
    return joined(streamed.parts.values(), view);
  }

  private static List<View> joined(Collection<Bounds> parts, View view) {
    return parts.stream()
        .filter(bounds -> bounds.count > 2)
        .map(bounds -> view.parts(bounds.places, bounds.count))
        .toList();
  }

  /**
   * Reads the event that begins with a line. Its texts may have line ends of their own, and a
   * recorded stream in it, whose quotes are deeper; at one depth no two events overlap.
   */
  private void event(int line) {
    int at = Separator.nextLine(view, line);
    if (view.startsWith("data:", at)) {
      at = Separator.blanks(view, at + "data:".length());
    }
    if (view.at(at) != '{' || at - line > LONGEST_PREFIX) {
      return;
    }
    int depth = View.NONE;
    while (at < view.length() && !view.isLineEnd(at)) {
      if (view.at(at) == '"') {
        depth = depth == View.NONE ? view.depth(at) : depth;
        if (line < reached[depth]) {
          return;
        }
        at = afterText(at);
      } else {
        at++;
      }
    }
    if (depth != View.NONE) {
      reached[depth] = at;
    }
  }

  /** Returns the place after the text that a quote begins, or after what it is the name of. */
  private int afterText(int quote) {
    int end = end(quote);
    int opening = view.at(end + 1) == ':' ? Separator.blanks(view, end + 2) : -1;
    boolean isNamed =
        opening >= 0
            && view.depth(opening) == view.depth(quote)
            && NAMES.contains(view.part(quote + 1, end));
    if (!isNamed) {
      return Math.min(end + 1, view.length());
    }
    int to = end(opening);
    parts
        .computeIfAbsent(view.part(quote + 1, end) + view.depth(quote), name -> new Bounds())
        .add(opening + 1, to);
    return Math.min(to + 1, view.length());
  }

  /** Returns where the text ends that a quote begins. */
  private int end(int quote) {
    int at = quote + 1;
    while (at < view.length() && !(view.at(at) == '"' && ends(at, quote))) {
      at++;
    }
    return at;
  }

  private boolean ends(int at, int quote) {
    return view.closes(at, quote) || view.endsWhatIsAround(at, quote);
  }

  private static final class Bounds {
    private int[] places = new int[64];
    private int count;

    void add(int from, int to) {
      if (count == places.length) {
        places = Arrays.copyOf(places, 2 * count);
      }
      places[count++] = from;
      places[count++] = to;
    }
  }
}
