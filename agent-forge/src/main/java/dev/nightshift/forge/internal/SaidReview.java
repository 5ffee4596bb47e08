package dev.nightshift.forge.internal;

import dev.nightshift.forge.Discussion.Verdict;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * What was last said by somebody who approves or requests changes, without its words.
 *
 * @param id what the forge calls it
 * @param author the name of the account
 * @param isApproval whether it approves
 * @param commit the commit it is about; empty if that is not known
 */
public record SaidReview(String id, String author, boolean isApproval, String commit) {
  private static final int MAX_AUTHORS = 100;

  /** What a forge is asked about a review only where that is needed: anybody may say much. */
  public interface Details {
    /** Whether the author may push; asked once of each author at most. */
    boolean mayWrite(SaidReview said) throws InterruptedException;

    /** Its words, and what was submitted with them; asked of what may be told to a run only. */
    String text(SaidReview said) throws InterruptedException;
  }

  /** Whether it says nothing of a head, and withholds nothing: it approves something else. */
  private boolean isIdle(String head) {
    return isApproval && !commit.equals(head);
  }

  /**
   * Makes verdicts on a request.
   *
   * @param last one of each author
   * @param reader says what is wrong
   */
  public static List<Verdict> verdicts(
      Collection<SaidReview> last,
      AnswerReader reader,
      String head,
      Set<String> reviewers,
      Details details)
      throws InterruptedException {
    List<SaidReview> counting = last.stream().filter(said -> !said.isIdle(head)).toList();
    if (counting.size() > MAX_AUTHORS) {
      throw reader.unexpected("a request", "verdicts of more than " + MAX_AUTHORS + " people");
    }
    List<Verdict> verdicts = new ArrayList<>();
    for (SaidReview said : counting) {
      boolean isReviewer = reviewers.stream().anyMatch(said.author()::equalsIgnoreCase);
      boolean mayWrite = !isReviewer && details.mayWrite(said);
      boolean isTold = (isReviewer || mayWrite) && !said.isApproval() && said.commit().equals(head);
      verdicts.add(
          new Verdict(
              said.id(),
              said.author(),
              mayWrite,
              said.isApproval(),
              said.commit(),
              isTold ? details.text(said) : ""));
    }
    return verdicts;
  }
}
