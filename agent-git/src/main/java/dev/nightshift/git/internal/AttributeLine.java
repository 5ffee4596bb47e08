package dev.nightshift.git.internal;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One line of a file of git attributes.
 *
 * @param attributes as they are written, such as {@code eol=crlf} or {@code -text}
 */
record AttributeLine(String pattern, List<String> attributes) {
  private static final String MACRO = "[attr]";

  static List<AttributeLine> parse(byte[] file) {
    String text = new String(file, StandardCharsets.UTF_8);
    return (text.startsWith("\uFEFF") ? text.substring(1) : text)
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .map(line -> line.split("[ \t\r]+"))
        .map(words -> new AttributeLine(words[0], List.of(words).subList(1, words.length)))
        .toList();
  }

  /** Returns the name this line gives to its attributes, if it does. */
  Optional<String> macro() {
    return pattern.startsWith(MACRO)
        ? Optional.of(pattern.substring(MACRO.length()))
        : Optional.empty();
  }

  /** Tells whether an attribute of this line is set and makes git convert files. */
  boolean converts(Set<String> converting) {
    // What is unset begins with a sign, and so has no such name.
    return attributes.stream()
        .anyMatch(
            attribute ->
                converting.contains(attribute.split("=", 2)[0])
                    || (attribute.startsWith("eol=")
                        && attribute.substring(4).equalsIgnoreCase("crlf")));
  }
}
