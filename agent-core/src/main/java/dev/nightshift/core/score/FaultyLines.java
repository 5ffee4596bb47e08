package dev.nightshift.core.score;

import dev.nightshift.core.internal.diff.LineDiff;
import dev.nightshift.core.internal.diff.Lines;
import dev.nightshift.core.score.FaultRules.FaultRule;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;

/** The faults that can be planted into one file. Used by one thread, once. */
final class FaultyLines {
  private static final int MAX_CHARS = 200_000;
  private static final int MAX_LINE_CHARS = 1_000;

  private final String path;
  private final String text;
  private final String mask;
  private final List<String> lines;
  private final BitSet open;
  private final List<PlantedFault> found = new ArrayList<>();
  private final Set<String> made = new HashSet<>();

  private FaultyLines(String path, String before, String text) {
    this.path = path;
    this.text = text;
    this.mask = CodeMask.of(text);
    this.lines = Lines.of(text);
    this.open = changed(Lines.of(before), lines);
  }

  /** All faults of a file, by line; none if it is deleted, too long, or no code. */
  static List<PlantedFault> of(SampleFile file) {
    String after = file.after();
    if (after == null || after.length() > MAX_CHARS || !FaultRules.areFor(file.path())) {
      return List.of();
    }
    String before = file.before();
    FaultyLines faulty = new FaultyLines(file.path(), before == null ? "" : before, after);
    if (faulty.lines.stream().anyMatch(line -> line.length() > MAX_LINE_CHARS)) {
      return List.of();
    }
    FaultRules.all().forEach(faulty::take);
    faulty.found.sort(Comparator.comparingInt(PlantedFault::firstLine));
    return faulty.found;
  }

  /** The lines that the change wrote and that may be wrong, from 0. */
  private static BitSet changed(List<String> before, List<String> after) {
    BitSet changed = new BitSet();
    for (LineDiff.Edit edit : LineDiff.edits(before, after)) {
      changed.set(edit.afterStart(), edit.afterEnd());
    }
    for (int line = 0; line < after.size(); line++) {
      if (FaultRules.skips(after.get(line))) {
        changed.clear(line);
      }
    }
    return changed;
  }

  private void take(FaultRule rule) {
    Matcher matcher = rule.pattern().matcher(mask);
    while (matcher.find()) {
      int first = lineOf(matcher.start());
      int last = lineOf(Math.max(matcher.start(), matcher.end() - 1));
      String mutant =
          text.substring(0, matcher.start())
              + rule.madeOf(matcher, text)
              + text.substring(matcher.end());
      if (open.nextClearBit(first) > last && !isSame(mutant) && made.add(mutant)) {
        found.add(fault(rule, first, mutant));
      }
    }
  }

  private int lineOf(int at) {
    int line = 0;
    for (int end = lines.get(0).length(); end <= at && line < lines.size() - 1; ) {
      line++;
      end += lines.get(line).length();
    }
    return line;
  }

  private boolean isSame(String mutant) {
    return mutant.replaceAll("\\s+", "").equals(text.replaceAll("\\s+", ""));
  }

  /** Of lines that are gone their neighbours tell. */
  private PlantedFault fault(FaultRule rule, int line, String mutant) {
    int left = Lines.of(mutant).size();
    boolean isGone = left < lines.size();
    int first = isGone ? Math.max(1, line) : line + 1;
    int last = isGone ? Math.max(first, Math.min(line + 1, left)) : line + 1;
    return new PlantedFault(
        rule.kind(), rule.mutation(), path, first, last, lines.get(line), mutant);
  }
}
