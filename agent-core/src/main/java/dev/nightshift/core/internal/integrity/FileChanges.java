package dev.nightshift.core.internal.integrity;

import dev.nightshift.core.internal.integrity.Finding.What;
import dev.nightshift.core.internal.integrity.LineRules.Effect;
import dev.nightshift.core.internal.integrity.TestSection.Line;
import dev.nightshift.core.tree.ChangedFile;
import dev.nightshift.core.tree.PathGlob;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a change of one file does to how tests are found and run, whatever is in the tests. */
final class FileChanges {
  private static final String LINK = "120000";
  private static final String SUBMODULE = "160000";
  private final ChangedFile file;
  private final BothTexts texts;
  private final Set<FileKind> kinds = EnumSet.noneOf(FileKind.class);
  private final List<Finding> found = new ArrayList<>();

  private FileChanges(ChangedFile file, BothTexts texts) {
    this.file = file;
    this.texts = texts;
    file.changedPaths().forEach(path -> kinds.addAll(FileKind.of(path)));
  }

  static List<Finding> of(ChangedFile file, BothTexts texts, List<PathGlob> guarded) {
    FileChanges changes = new FileChanges(file, texts);
    changes.look(guarded);
    return changes.found;
  }

  private void look(List<PathGlob> guarded) {
    Optional<LineRules> rules = LineRules.ofTests(file.path());
    link();
    if (kinds.contains(FileKind.RUNNER)) {
      add(What.RUNNER, 0, "");
    } else if (kinds.contains(FileKind.CI)) {
      add(What.CI, 0, "");
    } else if (guarded.stream().anyMatch(g -> file.changedPaths().stream().anyMatch(g::matches))) {
      add(What.GUARDED, 0, "");
    } else if (kinds.contains(FileKind.SETTINGS)) {
      settings(LineRules.SETTINGS);
      if (kinds.contains(FileKind.RECIPE)) {
        settings(LineRules.RECIPE);
      }
    }
    if (kinds.contains(FileKind.REPORT) && file.kind() != ChangedFile.Kind.DELETED) {
      add(What.REPORT, 0, "");
    }
    if (rules.isPresent()) {
      language(rules.get());
    }
  }

  private void language(LineRules rules) {
    if (file.kind() == ChangedFile.Kind.RENAMED && isMovedAway(rules)) {
      add(What.MOVED_AWAY, 0, "it was " + file.previousPath());
    }
    ChangedLines changed = ChangedLines.of(texts.before(), texts.after());
    if (isTest(file, rules)) {
      lines(changed.added(), rules, Effect.TRIVIAL, What.TRIVIAL);
      lines(changed.added(), rules, Effect.FOCUS, What.FOCUSED);
    } else if (!kinds.contains(FileKind.SETTINGS)) {
      aware(changed.added());
    }
  }

  /** Tells whether tests are looked for in a file of a known language. */
  static boolean isTest(ChangedFile file, LineRules rules) {
    return rules.isWithinCode()
        || file.changedPaths().stream()
            .map(FileKind::of)
            .anyMatch(of -> of.contains(FileKind.NAMED) || of.contains(FileKind.PLACE));
  }

  private void link() {
    String mode = file.modes().after();
    boolean isLink = mode.equals(LINK) || mode.equals(SUBMODULE);
    Set<FileKind> below = EnumSet.copyOf(FileKind.of(file.path() + "/any.java"));
    below.addAll(FileKind.of(file.path()));
    below.remove(FileKind.MANIFEST);
    below.remove(FileKind.OUTPUT);
    if (isLink && file.modes().isChanged() && !below.isEmpty()) {
      add(What.LINK, 0, "");
    }
  }

  private boolean isMovedAway(LineRules rules) {
    Set<FileKind> before = FileKind.of(file.previousPath());
    Set<FileKind> after = FileKind.of(file.path());
    boolean hasLostName = before.contains(FileKind.NAMED) && !after.contains(FileKind.NAMED);
    boolean hasLostPlace = before.contains(FileKind.PLACE) && !after.contains(FileKind.PLACE);
    return hasLostName || (hasLostPlace && !rules.isColocated());
  }

  private void settings(LineRules rules) {
    ChangedLines changed = ChangedLines.of(texts.before(), texts.after());
    lines(changed.added(), rules, Effect.CHANGED, What.SETTINGS);
    lines(changed.added(), rules, Effect.ADDED, What.SETTINGS);
    changed.removed().stream()
        .filter(
            line ->
                rules.has(Effect.CHANGED, line.text()) || rules.has(Effect.REMOVED, line.text()))
        .filter(line -> found.stream().noneMatch(one -> one.what() == What.SETTINGS))
        .findFirst()
        .ifPresent(line -> add(What.SETTINGS, 0, "without " + line.text().strip()));
  }

  private void lines(List<Line> lines, LineRules rules, Effect effect, What what) {
    lines.stream()
        .filter(line -> rules.has(effect, line.text()) && !rules.has(Effect.COMMENT, line.text()))
        .forEach(line -> add(what, line.number(), line.text().strip()));
  }

  /** What stands in two lines counts if one of them is new. */
  private void aware(List<Line> added) {
    NavigableMap<Integer, Line> byNumber = new TreeMap<>();
    added.forEach(line -> byNumber.put(line.number(), line));
    for (Pattern pattern : LineRules.SOURCE.of(Effect.AWARE)) {
      Matcher matcher = pattern.matcher(texts.after());
      Set<Line> told = new HashSet<>();
      int line = 1;
      int counted = 0;
      while (matcher.find()) {
        line += newlines(counted, matcher.start());
        counted = matcher.start();
        int last = line + newlines(counted, matcher.end());
        byNumber.subMap(line, true, last, true).values().stream()
            .limit(1)
            .filter(told::add)
            .forEach(one -> add(What.AWARE, one.number(), one.text().strip()));
      }
    }
  }

  private int newlines(int from, int to) {
    return (int) texts.after().substring(from, to).chars().filter(c -> c == '\n').count();
  }

  private void add(What what, int line, String detail) {
    found.add(new Finding(what, file.path(), line, detail));
  }
}
