package dev.nightshift.core.internal.metering;

import dev.nightshift.core.internal.loop.CompactedHistory;
import dev.nightshift.core.model.UserTurn;
import dev.nightshift.core.provider.ModelResponse;
import java.util.List;
import java.util.Optional;

/**
 * What was said in a conversation before the process of its run ended.
 *
 * @param name its name among the conversations of its role, under which its calls are booked
 * @param calls how many calls were booked under it
 * @param heard what belongs to steps that are finished
 * @param kept answers that belong to them and were not sent
 * @param told what belongs to the step that is done again, whose role is told it again as long as
 *     it says the same
 * @param next what was said, or kept to be said, behind all that and has no answer
 */
public record ConversationPast(
    String name,
    int calls,
    List<Exchange> heard,
    Optional<UserTurn> kept,
    List<Exchange> told,
    Optional<UserTurn> next) {
  /**
   * One answer.
   *
   * @param sent what it answers; empty for a turn that paused and was continued
   * @param response the answer
   * @param compacted what was sent in place of the turns before; empty if they were
   */
  public record Exchange(
      Optional<UserTurn> sent, ModelResponse response, Optional<CompactedHistory> compacted) {}
}
