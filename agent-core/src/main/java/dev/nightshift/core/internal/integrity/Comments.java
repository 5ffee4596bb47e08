package dev.nightshift.core.internal.integrity;

import dev.nightshift.core.internal.integrity.LineRules.Effect;
import java.util.ArrayList;
import java.util.List;

/** Takes out lines that are comments, so that what is commented out counts as gone. */
final class Comments {
  private static final String QUOTES = "\"\"\"";

  private final LineRules rules;
  private boolean isInBlock;
  private boolean isInString;

  private Comments(LineRules rules) {
    this.rules = rules;
  }

  /** As many lines, those that are comments being empty. */
  static List<String> blanked(List<String> lines, LineRules rules) {
    Comments comments = new Comments(rules);
    List<String> left = new ArrayList<>();
    for (String line : lines) {
      left.add(comments.isComment(line) ? "" : line);
    }
    return left;
  }

  private boolean isComment(String line) {
    String text = line.strip();
    if (isInBlock) {
      isInBlock = !text.contains(rules.isPython() ? QUOTES : "*/");
      return true;
    }
    if (isInString) {
      isInString = !isOdd(text);
      return false;
    }
    if (rules.isPython()) {
      isInBlock = isOdd(text) && text.startsWith(QUOTES);
      isInString = isOdd(text) && !isInBlock;
      return isInBlock || rules.has(Effect.COMMENT, line);
    }
    isInBlock = rules.hasBlockComments() && text.startsWith("/*") && !text.contains("*/");
    return isInBlock
        || isWhole(text)
        || (!text.startsWith("/*") && rules.has(Effect.COMMENT, line));
  }

  /** A block comment that ends in its own line may have code behind it. */
  private boolean isWhole(String text) {
    return rules.hasBlockComments() && text.startsWith("/*") && text.endsWith("*/");
  }

  private static boolean isOdd(String text) {
    return (text.split(QUOTES, -1).length - 1) % 2 == 1;
  }
}
