package dev.nightshift.core.screen;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** All that a text names as code is named, whether it is meant to be there or not. */
final class WrittenNames {
  private static final int MOST = 20;
  private static final Pattern PATH =
      Pattern.compile("(?<![\\w./~-])[A-Za-z0-9_.-]+(?:/[A-Za-z0-9_.-]+)+/?");
  private static final Pattern SYMBOL =
      Pattern.compile(
          "`([A-Za-z_][A-Za-z0-9_]*)(?:\\(\\))?`|\\b([A-Z][a-z0-9]+(?:[A-Z][a-z0-9]*)+)\\b");

  private WrittenNames() {}

  /** Those of the prose that the tree has not; the first {@value #MOST} are looked for. */
  static List<String> notIn(BaseTree tree, String prose) {
    List<String> lacking = new ArrayList<>();
    for (String path : all(PATH, prose)) {
      if (!tree.hasPath(path)) {
        lacking.add(path);
      }
    }
    for (String symbol : all(SYMBOL, prose)) {
      if (!tree.hasWord(symbol)) {
        lacking.add(symbol);
      }
    }
    return lacking;
  }

  private static Set<String> all(Pattern pattern, String prose) {
    Set<String> names = new LinkedHashSet<>();
    Matcher found = pattern.matcher(prose);
    while (found.find() && names.size() < MOST) {
      String name = found.group();
      for (int group = 1; group <= found.groupCount(); group++) {
        name = found.group(group) == null ? name : found.group(group);
      }
      names.add(name.endsWith(".") ? name.substring(0, name.length() - 1) : name);
    }
    return names;
  }
}
