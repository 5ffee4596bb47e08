package dev.nightshift.core.internal.engine;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.model.Conversation;
import dev.nightshift.core.model.ConversationSpec;
import dev.nightshift.core.workspace.ManagedWorkspace;
import java.util.HashMap;
import java.util.Map;

/** The conversations of one implementer by their names, kept over rounds. */
final class ImplementerConversations {
  private final RunContext context;
  private final RecordedTurns.ChangedFiles files;
  private final Map<String, Begun> begun = new HashMap<>();

  ImplementerConversations(RunContext context, ManagedWorkspace workspace) {
    this.context = context;
    this.files = new RecordedTurns.ChangedFiles(workspace);
  }

  /** A conversation, and what it was begun with. */
  private record Begun(ConversationSpec spec, Conversation conversation) {}

  void filesChanged() {
    files.changed();
  }

  Conversation get(String name, ConversationSpec spec) {
    Require.nonNull(name, "name");
    Require.nonNull(spec, "spec");
    if (name.isBlank()) {
      throw new IllegalArgumentException("the name of a conversation must not be blank");
    }
    Begun known = begun.get(name);
    if (known == null) {
      known = new Begun(spec, RecordedTurns.open(context, spec, name, files));
      begun.put(name, known);
    }
    if (!known.spec().equals(spec)) {
      throw new IllegalArgumentException(
          "conversation '"
              + name
              + "' was begun with model "
              + known.spec().model()
              + " and another specification; give it the same one, or begin a conversation of"
              + " another name");
    }
    return known.conversation();
  }
}
