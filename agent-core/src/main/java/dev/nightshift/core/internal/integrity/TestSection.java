package dev.nightshift.core.internal.integrity;

import dev.nightshift.core.internal.integrity.LineRules.Effect;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The lines of one test, from where it begins to where the next one does, or those before the first
 * test of a file.
 *
 * @param path of the file
 * @param name of the test; empty for the lines before the first one
 * @param line where it begins, from 1
 * @param code its lines that are neither blank nor a comment nor an import
 * @param rules of its language
 */
record TestSection(String path, String name, int line, List<Line> code, LineRules rules) {
  TestSection {
    code = List.copyOf(code);
  }

  boolean isTest() {
    return !name.isEmpty();
  }

  /** Assertions that can fail. */
  int assertions() {
    return real().mapToInt(one -> rules.count(Effect.ASSERT, one.text)).sum();
  }

  /** Assertions that say more than that there is something. */
  int strongAssertions() {
    return real()
        .mapToInt(
            one ->
                Math.max(
                    0, rules.count(Effect.ASSERT, one.text) - rules.count(Effect.WEAK, one.text)))
        .sum();
  }

  private java.util.stream.Stream<Line> real() {
    return code.stream().filter(one -> !rules.has(Effect.TRIVIAL, one.text));
  }

  List<String> assertionLines() {
    return code.stream()
        .filter(one -> rules.has(Effect.ASSERT, one.text))
        .map(Line::squeezed)
        .toList();
  }

  int count(Effect effect) {
    return code.stream().mapToInt(one -> rules.count(effect, one.text)).sum();
  }

  /** The first line of an effect that the other one has not. */
  Optional<Line> firstNew(Effect effect, TestSection before) {
    List<String> known = before.code.stream().map(Line::squeezed).toList();
    List<Line> all = code.stream().filter(one -> rules.has(effect, one.text)).toList();
    return all.stream()
        .filter(one -> !known.contains(one.squeezed()))
        .findFirst()
        .or(() -> all.stream().findFirst());
  }

  /** The lines that do something. */
  int size() {
    return (int)
        code.stream().filter(one -> one.text.chars().anyMatch(Character::isLetter)).count();
  }

  /** The lines that do something and do not say which test it is, without blanks. */
  List<String> body() {
    return code.stream()
        .filter(one -> one.text.chars().anyMatch(Character::isLetter))
        .filter(one -> !one.text.contains(name) && !rules.has(Effect.START, one.text))
        .map(Line::squeezed)
        .collect(Collectors.toList());
  }

  /**
   * A line of a file.
   *
   * @param number from 1
   * @param text without its line feed
   */
  record Line(int number, String text) {
    String squeezed() {
      return text.replaceAll("\\s+", "");
    }
  }
}
