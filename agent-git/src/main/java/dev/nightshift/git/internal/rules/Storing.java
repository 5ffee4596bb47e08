package dev.nightshift.git.internal.rules;

import java.util.function.UnaryOperator;

/**
 * What git does to a content before it stores it, by its attributes as {@code convert.c} reads them
 * with {@code core.autocrlf} off.
 *
 * @param lineEnds which carriage returns it drops
 * @param ident whether it takes the value out of {@code $Id: value $}
 * @param filter the name of the program it gives the content to, or empty
 * @param encoding the encoding it reads the content in, or empty for UTF-8
 */
public record Storing(Rule lineEnds, boolean ident, String filter, String encoding) {
  /** What happens to line ends. */
  public enum Rule {
    /** They stay. */
    KEEP,
    /** CRLF becomes LF. */
    TEXT,
    /** CRLF becomes LF if it is a text and the branch has no CRLF there. */
    AUTO
  }

  /** Reads the attributes of a path; one that is not there is unspecified. */
  static Storing of(UnaryOperator<String> attributes) {
    String encoding = value(attributes.apply("working-tree-encoding"));
    boolean isUtf8 = encoding.equalsIgnoreCase("UTF-8") || encoding.equalsIgnoreCase("UTF8");
    return new Storing(
        lineEnds(attributes),
        attributes.apply("ident").equals(AttributeLine.Value.SET),
        value(attributes.apply("filter")),
        isUtf8 ? "" : encoding);
  }

  private static Rule lineEnds(UnaryOperator<String> attributes) {
    String text = attributes.apply("text");
    String said = isKnown(text) ? text : attributes.apply("crlf");
    if (said.equals(AttributeLine.Value.CLEARED)) {
      return Rule.KEEP;
    }
    if (said.equals("auto")) {
      return Rule.AUTO;
    }
    String eol = attributes.apply("eol");
    boolean isText =
        said.equals(AttributeLine.Value.SET)
            || said.equals("input")
            || eol.equals("lf")
            || eol.equals("crlf");
    return isText ? Rule.TEXT : Rule.KEEP;
  }

  private static boolean isKnown(String text) {
    return text.equals(AttributeLine.Value.SET)
        || text.equals(AttributeLine.Value.CLEARED)
        || text.equals("input")
        || text.equals("auto");
  }

  private static String value(String attribute) {
    return AttributeLine.Value.isText(attribute) ? attribute : "";
  }
}
