package dev.nightshift.core.internal.engine;

import dev.nightshift.core.agent.Clarification;
import dev.nightshift.core.agent.Feedback;
import dev.nightshift.core.base.Require;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.model.Conversation;
import dev.nightshift.core.model.ConversationSpec;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What one implementer talked in and was told: an object of a role, perhaps one of many. */
final class ImplementerConversations {
  private final RoleConversations role;
  private final Map<String, Begun> begun = new HashMap<>();
  private final Set<Clarification> told = new HashSet<>();

  /** How many steps there were before each round, by which a record knows whose they were. */
  private final Set<Integer> rounds = new HashSet<>();

  ImplementerConversations(RoleConversations role) {
    this.role = role;
  }

  /** A conversation, and what it was begun with. */
  private record Begun(ConversationSpec spec, Conversation conversation) {}

  /** A round begins with the next step. */
  void begins() {
    rounds.add(role.begins());
  }

  /** What was asked, as far as neither a round that was heard nor this feedback told of it. */
  List<Clarification> untold(List<Clarification> asked, Feedback feedback) {
    return asked.stream()
        .filter(one -> !told.contains(one) && !new Feedback.Answered(one).equals(feedback))
        .distinct()
        .toList();
  }

  /** The implementer came to the end of a round that told this. */
  void heard(List<Clarification> clarifications, Feedback feedback) {
    told.addAll(clarifications);
    if (feedback instanceof Feedback.Answered answered) {
      told.add(answered.clarification());
    }
  }

  void filesChanged() {
    role.filesChanged();
  }

  Conversation get(String name, ConversationSpec spec) {
    Require.nonNull(name, "name");
    Require.nonNull(spec, "spec");
    if (name.isBlank()) {
      throw new IllegalArgumentException("the name of a conversation must not be blank");
    }
    Begun known = begun.get(name);
    if (known == null) {
      known = new Begun(spec, role.get(name, spec, rounds));
      begun.put(name, known);
    }
    if (!known.spec().equals(spec)) {
      throw new IllegalArgumentException(
          "conversation '"
              + VisibleText.name(name)
              + "' was begun with model "
              + known.spec().model()
              + " and another specification; give it the same one, or begin a conversation of"
              + " another name");
    }
    return known.conversation();
  }
}
