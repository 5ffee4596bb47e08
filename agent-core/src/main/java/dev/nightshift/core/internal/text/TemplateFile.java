package dev.nightshift.core.internal.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A resource file with words that a model or a human is told, beside the class that says them:
 * parts by name, each with placeholders.
 *
 * <pre>{@code
 * <!-- greeting -->
 * Good morning, {{name}}.
 * }</pre>
 *
 * <p>A part is the lines under its mark, as they stand, without blank lines around them and without
 * the end of its last line. The file is UTF-8 with LF line ends. Immutable; loaded once, by the
 * class that holds it.
 */
public final class TemplateFile {
  private static final Pattern MARK = Pattern.compile("<!-- ([a-z0-9_-]+) -->");

  private final String name;
  private final Map<String, Template> parts;

  private TemplateFile(String name, Map<String, Template> parts) {
    this.name = name;
    this.parts = parts;
  }

  /**
   * Loads a file from the package of a class of this module.
   *
   * @throws IllegalStateException if it is missing or malformed
   */
  public static TemplateFile of(Class<?> owner, String name) {
    try (InputStream in = owner.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("there is no " + name + " beside " + owner.getName());
      }
      return parse(name, decoded(name, in.readAllBytes()));
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot read " + name + " beside " + owner.getName(), failed);
    }
  }

  static TemplateFile parse(String name, String text) {
    if (text.indexOf('\r') >= 0) {
      throw new IllegalStateException(name + " has a carriage return; its line ends must be LF");
    }
    Map<String, StringBuilder> lines = new LinkedHashMap<>();
    StringBuilder part = new StringBuilder();
    StringBuilder beforeTheFirst = part;
    for (String line : text.split("\n", -1)) {
      Matcher mark = MARK.matcher(line);
      if (mark.matches()) {
        part = new StringBuilder();
        if (lines.put(mark.group(1), part) != null) {
          throw new IllegalStateException(name + " has two parts " + mark.group(1));
        }
      } else if (line.startsWith("<!--")) {
        throw new IllegalStateException(name + " has a line that is no mark of a part: " + line);
      } else {
        part.append(line).append('\n');
      }
    }
    if (!beforeTheFirst.toString().isBlank()) {
      throw new IllegalStateException(name + " has text before its first part");
    }
    Map<String, Template> parts = new LinkedHashMap<>();
    lines.forEach((key, value) -> parts.put(key, template(name + " <!-- " + key + " -->", value)));
    return new TemplateFile(name, parts);
  }

  /**
   * Returns a part without placeholders.
   *
   * @throws IllegalStateException if there is no such part, or it has placeholders
   */
  public String text(String part) {
    return template(part).fill();
  }

  /**
   * Returns a part that is filled each time it is said.
   *
   * @param placeholders those it has, in the order in which their values will be given
   * @throws IllegalStateException if there is no such part, or it has other placeholders
   */
  public Template template(String part, String... placeholders) {
    Template template = parts.get(part);
    if (template == null) {
      throw new IllegalStateException(name + " has no part " + part + ", only " + parts.keySet());
    }
    return template.inOrder(List.of(placeholders));
  }

  /** Returns the names of all parts, in their order. */
  Set<String> parts() {
    return parts.keySet();
  }

  /** Returns what a part says around its placeholders. */
  List<String> literals(String part) {
    return Objects.requireNonNull(parts.get(part), part).literals();
  }

  /** The lines without the blank ones around them. */
  private static Template template(String name, StringBuilder lines) {
    int start = 0;
    int end = lines.length();
    while (start < end && lines.charAt(start) == '\n') {
      start++;
    }
    while (end > start && lines.charAt(end - 1) == '\n') {
      end--;
    }
    if (start == end) {
      throw new IllegalStateException(name + " has no words");
    }
    return Template.parse(name, lines.substring(start, end));
  }

  private static String decoded(String name, byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException malformed) {
      throw new IllegalStateException(name + " is not UTF-8", malformed);
    }
  }
}
