package dev.nightshift.core.internal.integrity;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What lines mean in one group of files; {@code line-rules.txt} has the rules. */
final class LineRules {
  /** The rules for settings of builds and tests. */
  static final LineRules SETTINGS;

  /** The rules for command lines that run tests. */
  static final LineRules RECIPE;

  /** The rules for what is no test. */
  static final LineRules SOURCE;

  private static final int MAX_LINE_CHARS = 500;
  private static final Map<String, LineRules> BY_GROUP = new HashMap<>();
  private static final Map<String, LineRules> BY_ENDING = new HashMap<>();

  static {
    TableFile.rows("line-rules.txt").forEach(LineRules::take);
    SETTINGS = group("settings");
    RECIPE = group("recipe");
    SOURCE = group("source");
  }

  private final String group;
  private final Map<Effect, List<Pattern>> patterns = new EnumMap<>(Effect.class);

  private LineRules(String group) {
    this.group = group;
  }

  /** The rules for tests in the language of a file; empty if it is not known. */
  static Optional<LineRules> ofTests(String path) {
    String ending = path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return Optional.ofNullable(BY_ENDING.get(ending));
  }

  private static LineRules group(String name) {
    return BY_GROUP.computeIfAbsent(name, LineRules::new);
  }

  private static void take(String row) {
    String[] cells = row.split(" ", 3);
    LineRules rules = group(cells[0]);
    if (cells[1].equals("files")) {
      for (String ending : cells[2].split(" ", -1)) {
        BY_ENDING.put(ending, rules);
      }
      return;
    }
    Effect effect = Effect.valueOf(cells[1].toUpperCase(Locale.ROOT));
    rules
        .patterns
        .computeIfAbsent(effect, unused -> new ArrayList<>())
        .add(Pattern.compile(cells[2]));
  }

  /** Tells whether tests stand beside the code, or within it. */
  boolean isColocated() {
    return !group.equals("java") && !group.equals("csharp") && !group.equals("php");
  }

  /** Tells whether a test may be among the code. */
  boolean isWithinCode() {
    return group.equals("rust");
  }

  /** Tells whether its comments may begin with a slash and a star. */
  boolean hasBlockComments() {
    return !group.equals("python") && !group.equals("ruby") && !group.equals("bats");
  }

  boolean isPython() {
    return group.equals("python");
  }

  boolean has(Effect effect, String line) {
    return find(effect, line).isPresent();
  }

  /** The first of its patterns that is found in a line. */
  Optional<Matcher> find(Effect effect, String line) {
    for (Pattern pattern : of(effect)) {
      Matcher matcher = pattern.matcher(bounded(line));
      if (matcher.find()) {
        return Optional.of(matcher);
      }
    }
    return Optional.empty();
  }

  /** How often its patterns are found in a line. */
  int count(Effect effect, String line) {
    int count = 0;
    for (Pattern pattern : of(effect)) {
      Matcher matcher = pattern.matcher(bounded(line));
      while (matcher.find()) {
        count++;
      }
    }
    return count;
  }

  List<Pattern> of(Effect effect) {
    return patterns.getOrDefault(effect, List.of());
  }

  /** A pattern with a back reference takes the square of what it looks at. */
  private static String bounded(String line) {
    return line.substring(0, Math.min(MAX_LINE_CHARS, line.length()));
  }

  /** What a line does; the head of the table says what each one means. */
  enum Effect {
    START,
    NAME,
    COMMENT,
    ASSERT,
    WEAK,
    TRIVIAL,
    BROAD,
    SWALLOW,
    SKIP,
    FOCUS,
    LEAVE,
    CHANGED,
    ADDED,
    REMOVED,
    AWARE
  }
}
