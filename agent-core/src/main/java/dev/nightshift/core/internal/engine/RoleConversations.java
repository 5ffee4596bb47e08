package dev.nightshift.core.internal.engine;

import dev.nightshift.core.model.Conversation;
import dev.nightshift.core.model.ConversationSpec;
import dev.nightshift.core.workspace.ManagedWorkspace;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The conversations of all implementers of one name on one branch, by their own names and what they
 * were begun with: an implementer that is made anew for each round goes on in the one it had, and
 * another one of the same name that asks another model, or otherwise, has one of its own.
 */
final class RoleConversations {
  private final RunContext context;
  private final RecordedTurns.ChangedFiles files;
  private final Map<Key, Conversation> begun = new HashMap<>();
  private final Set<Integer> rounds = new HashSet<>();

  RoleConversations(RunContext context, ManagedWorkspace workspace) {
    this.context = context;
    this.files = new RecordedTurns.ChangedFiles(workspace);
  }

  private record Key(String name, ConversationSpec spec) {}

  /** A round begins with the next step; returns how many there were before. */
  int begins() {
    int before = context.steps.passed();
    rounds.add(before);
    return before;
  }

  void filesChanged() {
    files.changed();
  }

  Conversation get(String name, ConversationSpec spec, Set<Integer> own) {
    return begun.computeIfAbsent(
        new Key(name, spec),
        key ->
            RecordedTurns.open(
                context, spec, name, files, new EarlierConversations.Rounds(own, rounds)));
  }
}
