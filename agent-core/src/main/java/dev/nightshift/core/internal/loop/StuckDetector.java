package dev.nightshift.core.internal.loop;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Notices an agent that does the same again and gets the same answer: the same calls turn after
 * turn, or two turns in alternation. The first time it is told, the next time it is stuck.
 */
public final class StuckDetector {
  // Times differ between two runs of one command that did the same.
  private static final Pattern TIMES =
      Pattern.compile(
          "\\d{4}-\\d\\d-\\d\\d|\\d\\d:\\d\\d(:\\d\\d)?([.,]\\d+)?"
              + "|\\d+([.,]\\d+)? ?(ms|s|sec|secs|seconds?|min|minutes?)\\b");

  private final List<String> signatures = new ArrayList<>();
  private int same;
  private int alternating;

  /** What follows from the calls of a turn. */
  public enum Verdict {
    /** Something is new. */
    PROGRESS,
    /** The agent should be told that it repeats itself. */
    REPEATED,
    /** It was told and repeats itself again. */
    STUCK
  }

  public Verdict judge(Answers answers) {
    String signature = signature(answers);
    int size = signatures.size();
    boolean likeLast = size >= 1 && signatures.get(size - 1).equals(signature);
    boolean likeSecondLast = size >= 2 && signatures.get(size - 2).equals(signature);
    same = likeLast ? same + 1 : 0;
    alternating = likeSecondLast && !likeLast ? alternating + 1 : 0;
    signatures.add(signature);
    if (same >= 2 || alternating >= 4) {
      return Verdict.STUCK;
    }
    return same == 1 || alternating == 2 ? Verdict.REPEATED : Verdict.PROGRESS;
  }

  private static String signature(Answers answers) {
    StringBuilder signature = new StringBuilder();
    for (Answers.Answer answer : answers.all()) {
      signature.append(answer.use().name()).append('\0');
      signature.append(answer.use().argumentsJson()).append('\0');
      signature.append(TIMES.matcher(answer.outcome().content()).replaceAll("#"));
      signature.append('\0').append(answer.outcome().isError()).append('\0');
    }
    return signature.toString();
  }
}
