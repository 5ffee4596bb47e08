package dev.nightshift.core.model;

/**
 * When the history of a conversation is compacted: what was said before its last turns is no longer
 * sent, and a summary that its own model writes by one more call stands in its place.
 *
 * <p>The first turn of the host, all it told the model since, and what it {@linkplain
 * Conversation#whenCompacted states itself} are sent beside the summary, word for word. Turns that
 * are kept are kept whole, so that no tool call is parted from its answer; only the reasoning in
 * them, which belongs to the history it was written in, is left out. {@link
 * Conversation#transcript} still has all turns. The call is reserved, settled and counted to the
 * role like any other, and is no step of the role.
 *
 * <p>A summary that fails, is refused, is cut, lacks the headings asked for or makes the
 * conversation no shorter changes nothing: the conversation goes on as it is while it fits.
 *
 * @param percentOfWindow the share of the model's context window from which on the history is
 *     compacted, in percent, 10 to 95; it is compacted before, too, where the next call would not
 *     fit
 * @param most how often that is tried in one conversation, at least 0, which turns it off
 */
public record CompactionPolicy(int percentOfWindow, int most) {
  private static final CompactionPolicy STANDARD = new CompactionPolicy(75, 10);
  private static final int LEAST_PERCENT = 10;
  private static final int MOST_PERCENT = 95;

  /** Refuses shares outside 10 to 95 and negative numbers. */
  public CompactionPolicy {
    if (percentOfWindow < LEAST_PERCENT || percentOfWindow > MOST_PERCENT) {
      throw new IllegalArgumentException(
          "percentOfWindow "
              + percentOfWindow
              + " must be "
              + LEAST_PERCENT
              + " to "
              + MOST_PERCENT
              + "; CompactionPolicy.off() never compacts");
    }
    if (most < 0) {
      throw new IllegalArgumentException("most " + most + " must be at least 0");
    }
  }

  /**
   * Returns what an implementer has unless told otherwise.
   *
   * @return from 75 % of the window on, at most 10 times
   */
  public static CompactionPolicy standard() {
    return STANDARD;
  }

  /**
   * Returns the policy that never compacts: a conversation that fills its window ends the run.
   *
   * @return at most 0 times
   */
  public static CompactionPolicy off() {
    return STANDARD.withMost(0);
  }

  /**
   * Returns this policy with another share.
   *
   * @param percentOfWindow 10 to 95
   * @return a copy
   */
  public CompactionPolicy withPercentOfWindow(int percentOfWindow) {
    return new CompactionPolicy(percentOfWindow, most);
  }

  /**
   * Returns this policy with another number of times.
   *
   * @param most at least 0, which turns it off
   * @return a copy
   */
  public CompactionPolicy withMost(int most) {
    return new CompactionPolicy(percentOfWindow, most);
  }
}
