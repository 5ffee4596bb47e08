package dev.nightshift.core.internal.metering;

import dev.nightshift.core.internal.metering.ConversationPast.Exchange;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.UserTurn;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a conversation that goes on is told again, in place of asking its model, until its role says
 * something else. Used by one thread at a time.
 */
final class ToldAgain {
  private final Deque<Exchange> left = new ArrayDeque<>();
  private @Nullable Exchange last;
  private @Nullable UserTurn next;

  /** Nothing. */
  ToldAgain() {}

  ToldAgain(ConversationPast past) {
    left.addAll(past.told());
    next = past.next().orElse(null);
  }

  /**
   * Takes the next answer, if it is one to this.
   *
   * @param said null to go on with a turn that paused
   * @param goOn what is said to another model that goes on with it
   */
  @Nullable Exchange take(@Nullable UserTurn said, Supplier<UserTurn> goOn) {
    Exchange first = left.peek();
    UserTurn sent = first == null ? null : first.sent().orElse(null);
    boolean isSame = first != null && isSame(said, sent, goOn);
    last = isSame ? left.poll() : null;
    return last;
  }

  private static boolean isSame(
      @Nullable UserTurn said, @Nullable UserTurn sent, Supplier<UserTurn> goOn) {
    return said == null
        ? sent == null || BudgetNotices.without(sent).equals(goOn.get())
        : sent != null && isSame(said, sent);
  }

  /** What stands behind a turn of its budget was said by nobody. */
  private static boolean isSame(UserTurn said, UserTurn sent) {
    return BudgetNotices.without(said).equals(BudgetNotices.without(sent));
  }

  /** Tells whether the next answer is one to this. */
  boolean isNext(UserTurn said) {
    Exchange first = left.peek();
    return first != null && first.sent().filter(sent -> isSame(said, sent)).isPresent();
  }

  /**
   * Leaves the rest: the role goes its own way from here.
   *
   * @return whether there was any
   */
  boolean leave() {
    boolean isRest = !left.isEmpty();
    left.clear();
    last = null;
    next = null;
    return isRest;
  }

  /** The recorded answer to a call of the last turn that was told. */
  Optional<ContentBlock.ToolResult> result(String toolUseId) {
    UserTurn answers = answers();
    return last == null || answers == null
        ? Optional.empty()
        : answers.blocks().stream()
            .filter(ContentBlock.ToolResult.class::isInstance)
            .map(ContentBlock.ToolResult.class::cast)
            .filter(result -> result.toolUseId().equals(toolUseId))
            .findFirst();
  }

  /** Tells whether the last turn was told, and what came of its calls was not recorded. */
  boolean isUnanswered() {
    return last != null && left.isEmpty() && next == null;
  }

  private @Nullable UserTurn answers() {
    Exchange first = left.peek();
    return first == null ? next : first.sent().orElse(null);
  }
}
