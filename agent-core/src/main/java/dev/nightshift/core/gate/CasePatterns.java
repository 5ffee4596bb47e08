package dev.nightshift.core.gate;

import java.util.List;
import java.util.Set;

/** Keeps track of the patterns of {@code case} in a shell line, where a bar is no pipe. */
final class CasePatterns {
  private static final Set<String> BEFORE_COMMANDS =
      Set.of("if", "then", "elif", "else", "while", "until", "do", "{", "!");
  private int open;
  private boolean inPattern;

  /** Takes the words up to an operator; returns whether they are no command but patterns. */
  boolean reads(List<String> words) {
    if (inPattern && !words.get(0).equals("esac")) {
      return true;
    }
    String first =
        words.stream().filter(word -> !BEFORE_COMMANDS.contains(word)).findFirst().orElse("");
    if (first.equals("case") && !words.contains("esac")) {
      open++;
      inPattern = true;
    } else if (first.equals("esac")) {
      open = Math.max(0, open - 1);
      inPattern = false;
    }
    return false;
  }

  /** Takes an operator; returns whether it belongs to patterns. */
  boolean reads(char operator) {
    boolean belongs = inPattern;
    if (operator == ')') {
      inPattern = false;
    }
    return belongs && operator != '\n';
  }

  /** Takes the end of a branch: what follows is the next pattern, if any. */
  void endBranch() {
    inPattern = open > 0;
  }
}
