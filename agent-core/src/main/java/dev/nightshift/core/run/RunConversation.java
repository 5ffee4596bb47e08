package dev.nightshift.core.run;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.model.Turn;
import java.util.List;

/**
 * What an agent of a run and its models said to each other, as the records of the run tell it:
 * without secrets, and before anything was compacted.
 *
 * @param fork the fork in which it was; empty for the run's own branch
 * @param role who talked
 * @param name what the role calls the conversation, with a number behind it from the second of that
 *     name on, such as {@code main} or {@code main#2}
 * @param system the system text, which is sent with each turn; empty if there was none
 * @param turns what was said, the prompts of the host and the answers of models, oldest first; the
 *     last has no answer if the run ended before it came
 */
public record RunConversation(
    String fork, AgentRole role, String name, String system, List<Turn> turns) {
  /** Copies the list, and refuses nulls. */
  public RunConversation {
    Require.nonNull(fork, "fork");
    Require.nonNull(role, "role");
    Require.nonNull(name, "name");
    Require.nonNull(system, "system");
    turns = Require.elements(turns, "turns");
  }
}
