package dev.nightshift.core.internal.integrity;

import dev.nightshift.core.internal.integrity.TestSection.Line;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The lines that only one of two texts has, wherever they stand; blanks do not count.
 *
 * @param added what only the text after the change has
 * @param removed what only the text before it has
 */
record ChangedLines(List<Line> added, List<Line> removed) {
  ChangedLines {
    added = List.copyOf(added);
    removed = List.copyOf(removed);
  }

  static ChangedLines of(String before, String after) {
    return new ChangedLines(only(after, before), only(before, after));
  }

  private static List<Line> only(String text, String other) {
    Map<String, Integer> known = new HashMap<>();
    other.lines().forEach(line -> known.merge(line.replaceAll("\\s+", ""), 1, Integer::sum));
    List<Line> only = new ArrayList<>();
    int number = 0;
    for (String raw : text.lines().toList()) {
      Line line = new Line(++number, raw);
      boolean isKnown = known.merge(line.squeezed(), -1, Integer::sum) >= 0;
      if (!isKnown && !raw.isBlank()) {
        only.add(line);
      }
    }
    return only;
  }
}
