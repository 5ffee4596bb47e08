package dev.nightshift.core.score;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How faults are made, and in which files; {@code fault-rules.txt} has the rules. */
final class FaultRules {
  private static final String FILE = "fault-rules.txt";
  private static final String BECOMES = " ==> ";
  private static final FaultRules ALL = read();

  private final List<FaultRule> rules = new ArrayList<>();
  private final List<Pattern> skippedPaths = new ArrayList<>();
  private final List<Pattern> skippedLines = new ArrayList<>();
  private Set<String> endings = Set.of();

  private FaultRules() {}

  static List<FaultRule> all() {
    return ALL.rules;
  }

  /** Tells whether a file is code that the rules are made for, and no test of it. */
  static boolean areFor(String path) {
    String ending = path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return ALL.endings.contains(ending)
        && ALL.skippedPaths.stream().noneMatch(skipped -> skipped.matcher(path).find());
  }

  /** Tells whether a line does nothing that could be wrong, an import for example. */
  static boolean skips(String line) {
    return ALL.skippedLines.stream().anyMatch(skipped -> skipped.matcher(line).find());
  }

  private static FaultRules read() {
    try (InputStream in = FaultRules.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new IllegalStateException("there is no " + FILE);
      }
      FaultRules all = new FaultRules();
      new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(row -> !row.isBlank() && !row.startsWith("#"))
          .forEach(all::take);
      return all;
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot read " + FILE, failed);
    }
  }

  private void take(String row) {
    String[] cells = row.split(" ", 2);
    switch (cells[0]) {
      case "files" -> endings = Set.of(cells[1].split(" ", -1));
      case "skipped-path" -> skippedPaths.add(Pattern.compile(cells[1]));
      case "skipped-line" -> skippedLines.add(Pattern.compile(cells[1]));
      default -> rules.add(rule(row));
    }
  }

  private static FaultRule rule(String row) {
    String[] cells = row.split(" ", 3);
    int becomes = cells[2].indexOf(BECOMES.stripTrailing());
    String after = cells[2].substring(becomes + BECOMES.stripTrailing().length());
    return new FaultRule(
        FaultKind.valueOf(cells[0].toUpperCase(Locale.ROOT)),
        cells[1],
        Pattern.compile(cells[2].substring(0, becomes), Pattern.MULTILINE),
        after.isEmpty() ? "" : after.substring(1));
  }

  /**
   * A way to make a fault.
   *
   * @param replacement what stands there then; {@code $1} is the first group, as the file has it
   */
  record FaultRule(FaultKind kind, String mutation, Pattern pattern, String replacement) {
    private static final Pattern GROUP = Pattern.compile("\\$(\\d)");

    /** What is put in the place of what was found in the mask of a text. */
    String madeOf(Matcher found, String text) {
      StringBuilder made = new StringBuilder();
      int behind = 0;
      Matcher group = GROUP.matcher(replacement);
      while (group.find()) {
        int number = Integer.parseInt(group.group(1));
        made.append(replacement, behind, group.start());
        if (found.start(number) >= 0) {
          made.append(text, found.start(number), found.end(number));
        }
        behind = group.end();
      }
      return made.append(replacement, behind, replacement.length()).toString();
    }
  }
}
