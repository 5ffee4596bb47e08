package dev.nightshift.core.internal.integrity;

import dev.nightshift.core.internal.integrity.LineRules.Effect;
import dev.nightshift.core.internal.integrity.TestSection.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes the text of a file apart at the lines that begin a test. */
final class TestSections {
  private static final Pattern IMPORT =
      Pattern.compile("^\\s*(?:import|from|use|using|package|#include)\\b.*");

  private static final Pattern MARKER = Pattern.compile("^\\s*(?:@|#\\[|\\[\\w).*");
  private static final int LONGEST_HEAD = 30;
  private final String path;
  private final LineRules rules;
  private final List<String> lines;
  private final List<TestSection> sections = new ArrayList<>();

  private TestSections(String path, LineRules rules, List<String> lines) {
    this.path = path;
    this.rules = rules;
    this.lines = lines;
  }

  /** The lines before the first test, then each test; no section for no text. */
  static List<TestSection> of(String path, String text, LineRules rules) {
    if (text.isEmpty()) {
      return List.of();
    }
    TestSections read =
        new TestSections(path, rules, Comments.blanked(text.lines().toList(), rules));
    read.split();
    return List.copyOf(read.sections);
  }

  private void split() {
    int from = 0;
    String name = "";
    for (int at = 0; at < lines.size(); at++) {
      Optional<Matcher> start = rules.find(Effect.START, lines.get(at));
      if (start.isEmpty()) {
        continue;
      }
      Head head = head(start.get(), at);
      int first = at;
      while (first > from && MARKER.matcher(lines.get(first - 1)).matches()) {
        first--;
      }
      add(name, from, first);
      name = head.name;
      from = first;
      at = head.line;
    }
    add(name, from, lines.size());
  }

  /** Where the name of a test stands, which may be behind more annotations. */
  private Head head(Matcher start, int at) {
    if (start.groupCount() > 0 && start.group(1) != null) {
      return new Head(start.group(1), at);
    }
    int end = Math.min(lines.size(), at + LONGEST_HEAD);
    for (int line = at; line < end; line++) {
      Optional<Matcher> name = rules.find(Effect.NAME, lines.get(line));
      boolean isArgument = line > at && MARKER.matcher(lines.get(line)).matches();
      if (name.isPresent() && !isArgument) {
        return new Head(name.get().group(1), line);
      }
    }
    return new Head("line " + (at + 1), at);
  }

  private void add(String name, int from, int to) {
    List<Line> code = new ArrayList<>();
    for (int at = from; at < to; at++) {
      String line = lines.get(at);
      if (!line.isBlank() && !IMPORT.matcher(line).matches()) {
        code.add(new Line(at + 1, line));
      }
    }
    sections.add(new TestSection(path, name, from + 1, code, rules));
  }

  private record Head(String name, int line) {}
}
