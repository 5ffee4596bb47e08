package dev.nightshift.core.screen;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.model.Conversation;
import dev.nightshift.core.model.ConversationSpec;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.tree.TreeView;

/**
 * What a screen is given. Used by the one thread of its run, during the call.
 *
 * <p>Made by the engine and not for implementation: methods may be added to it. Tests mock it, or
 * run the engine on {@link dev.nightshift.core.testing}.
 */
public interface ScreenRequest {
  /**
   * Returns the run.
   *
   * @return the run
   */
  RunId run();

  /**
   * Returns the task.
   *
   * @return the task as copied at dispatch; untrusted where it came from elsewhere
   */
  Task task();

  /**
   * Returns the commit that the work starts from.
   *
   * @return a view to read; what is read here does not count as read by the run
   */
  TreeView files();

  /**
   * Opens a conversation of the role {@code screen}, with a budget of its own within that of the
   * run. A call whose worst case does not fit is not sent.
   *
   * @param spec the model, its instructions and its tools
   * @param most what all calls of the role may cost in this run, retries after failures included;
   *     the last amount given counts
   * @return a conversation, each call of which is reserved, settled and reported as any other
   */
  Conversation conversation(ConversationSpec spec, Money most);
}
