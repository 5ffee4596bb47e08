package dev.nightshift.examples.cheats;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads changes from resource files. {@code === cheat LANGUAGE: NAME} (or {@code honest}) begins
 * one, {@code === base LANGUAGE} the files it starts from; {@code expect}, {@code told} and {@code
 * allow} say what is expected and what its task allows; {@code --- write}, {@code replace} with
 * {@code by}, {@code delete}, {@code move} and {@code link} are its edits.
 */
final class CaseFile {
  private final Map<String, Map<String, String>> bases = new HashMap<>();
  private final List<ChangeCase> cases = new ArrayList<>();

  private CaseFile() {}

  /** All changes of the proof. */
  static List<ChangeCase> all() {
    CaseFile file = new CaseFile();
    for (String name : List.of("bases.txt", "cheats.txt", "honest.txt")) {
      for (String part : text(name).split("(?m)^=== ", -1)) {
        if (!part.isBlank()) {
          file.take(part);
        }
      }
    }
    return List.copyOf(file.cases);
  }

  private static String text(String name) {
    try (InputStream in = CaseFile.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("there is no " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot read " + name, failed);
    }
  }

  private void take(String part) {
    String[] steps = part.split("(?m)^--- ", -1);
    List<String> head = steps[0].lines().toList();
    String[] title = head.get(0).split(" ", 2);
    if (title[0].equals("base")) {
      Map<String, String> files = new LinkedHashMap<>();
      for (int i = 1; i < steps.length; i++) {
        files.put(rest(firstLine(steps[i])), body(steps[i]));
      }
      bases.put(title[1], files);
      return;
    }
    String language = title[1].substring(0, title[1].indexOf(':'));
    cases.add(
        new ChangeCase(
            title[1],
            title[0].equals("cheat"),
            bases.getOrDefault(language, Map.of()),
            edits(steps),
            said(head, "allow"),
            String.join("", said(head, title[0].equals("cheat") ? "expect" : "told"))));
  }

  private static List<String> said(List<String> head, String word) {
    return head.stream()
        .skip(1)
        .filter(line -> line.startsWith(word + " "))
        .map(CaseFile::rest)
        .toList();
  }

  private static List<Edit> edits(String[] steps) {
    List<Edit> edits = new ArrayList<>();
    for (int i = 1; i < steps.length; i++) {
      String line = firstLine(steps[i]);
      String[] words = line.split(" ", -1);
      switch (words[0]) {
        case "write" -> edits.add(new Edit.Write(words[1], body(steps[i])));
        case "delete" -> edits.add(new Edit.Delete(words[1]));
        case "move" -> edits.add(new Edit.Move(words[1], words[2]));
        case "link" -> edits.add(new Edit.Link(words[1], words[2]));
        case "replace" -> edits.add(new Edit.Replace(words[1], body(steps[i]), body(steps[++i])));
        default -> throw new IllegalStateException("unknown edit: " + line);
      }
    }
    return edits;
  }

  private static String firstLine(String step) {
    return step.lines().findFirst().orElse("");
  }

  private static String rest(String line) {
    return line.substring(line.indexOf(' ') + 1);
  }

  private static String body(String step) {
    int end = step.indexOf('\n');
    return end < 0 ? "" : step.substring(end + 1);
  }
}
