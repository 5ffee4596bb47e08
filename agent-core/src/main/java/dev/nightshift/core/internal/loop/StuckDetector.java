package dev.nightshift.core.internal.loop;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

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

  private List<Answers.Answer> last = List.of();
  private List<Answers.Answer> secondLast = List.of();
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
    List<Answers.Answer> now = List.copyOf(answers.all());
    boolean likeLast = areAlike(now, last);
    boolean likeSecondLast = areAlike(now, secondLast);
    same = likeLast ? same + 1 : 0;
    alternating = likeSecondLast && !likeLast ? alternating + 1 : 0;
    secondLast = last;
    last = now;
    if (same >= 2 || alternating >= 4) {
      return Verdict.STUCK;
    }
    return same == 1 || alternating == 2 ? Verdict.REPEATED : Verdict.PROGRESS;
  }

  private static boolean areAlike(List<Answers.Answer> some, List<Answers.Answer> others) {
    return some.size() == others.size()
        && IntStream.range(0, some.size()).allMatch(i -> areSameCall(some.get(i), others.get(i)))
        && IntStream.range(0, some.size()).allMatch(i -> areAlike(some.get(i), others.get(i)));
  }

  private static boolean areSameCall(Answers.Answer one, Answers.Answer other) {
    return one.use().name().equals(other.use().name())
        && one.use().argumentsJson().equals(other.use().argumentsJson())
        && one.outcome().isError() == other.outcome().isError();
  }

  /** Results are looked through for times only where the calls are the same. */
  private static boolean areAlike(Answers.Answer one, Answers.Answer other) {
    String content = one.outcome().content();
    String before = other.outcome().content();
    return content.equals(before) || withoutTimes(content).equals(withoutTimes(before));
  }

  private static String withoutTimes(String result) {
    return TIMES.matcher(result).replaceAll("#");
  }
}
