package dev.nightshift.core.screen;

import dev.nightshift.core.task.AcceptanceCriterion;
import dev.nightshift.core.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The words of a task: all of them, and those that its author says of the repository, without code,
 * quoted output and addresses.
 */
final class TaskText {
  private static final Pattern CODE_BLOCK =
      Pattern.compile("(?ms)^[ \\t]*(```|~~~).*?(?:^[ \\t]*\\1[ \\t]*$|\\z)");
  private static final Pattern QUOTED_LINE = Pattern.compile("(?m)^(?:[ \\t]*>| {4}|\\t).*$");
  private static final Pattern ADDRESS = Pattern.compile("\\b[a-z][a-z0-9+.-]*://\\S+");
  private static final Pattern SENTENCE_END = Pattern.compile("(?<=[.!?;])\\s+|\\n+");
  private static final Pattern WORD = Pattern.compile("\\p{L}+(?:['’-]\\p{L}+)*");

  private final Task task;

  TaskText(Task task) {
    this.task = task;
  }

  /** How much there is to read, in characters. */
  int length() {
    return whole().length();
  }

  /** Title, instructions and the claims of all criteria, as they were written. */
  String whole() {
    List<String> parts = new ArrayList<>(List.of(task.title(), task.instructions()));
    task.acceptance().stream().map(AcceptanceCriterion::text).forEach(parts::add);
    return String.join("\n", parts);
  }

  /** What the author says in words of their own. */
  String prose() {
    String text = CODE_BLOCK.matcher(whole()).replaceAll("\n");
    text = QUOTED_LINE.matcher(text).replaceAll("");
    return ADDRESS.matcher(text).replaceAll(" ");
  }

  /** The prose in parts that say one thing each. */
  List<String> sentences() {
    return SENTENCE_END
        .splitAsStream(prose())
        .map(String::strip)
        .filter(sentence -> !sentence.isEmpty())
        .toList();
  }

  /** Tells whether a command proves any criterion. */
  boolean hasProof() {
    return task.acceptance().stream().anyMatch(AcceptanceCriterion::isChecked);
  }

  boolean hasCriteria() {
    return criteria() > 0;
  }

  int criteria() {
    return task.acceptance().size();
  }

  /** The words of a text that begin with a capital letter within a line. */
  static List<String> capitalised(String text) {
    List<String> words = new ArrayList<>();
    Matcher word = WORD.matcher(text);
    while (word.find()) {
      boolean isFirst = word.start() == 0 || text.charAt(word.start() - 1) == '\n';
      if (!isFirst && Character.isUpperCase(word.group().codePointAt(0))) {
        words.add(word.group());
      }
    }
    return words;
  }

  /** All words of the text in lower case, in order. */
  static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    Matcher word = WORD.matcher(text);
    while (word.find()) {
      words.add(word.group().toLowerCase(Locale.ROOT).replace('’', '\''));
    }
    return words;
  }
}
