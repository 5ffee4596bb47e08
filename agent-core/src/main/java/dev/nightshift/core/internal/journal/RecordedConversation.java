package dev.nightshift.core.internal.journal;

import dev.nightshift.core.model.ConversationSpec;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.core.model.Transcript;
import dev.nightshift.core.model.UserTurn;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A conversation as its notes tell it.
 *
 * @param spec what it was begun with
 * @param transcript its turns, as the role saw them
 * @param sending what was being sent when the record ended, if that got no answer
 * @param usages what each answer took, in their order
 * @param snapshots the files after tool calls, in their order
 */
public record RecordedConversation(
    ConversationSpec spec,
    Transcript transcript,
    Optional<UserTurn> sending,
    List<TokenUsage> usages,
    List<SnapshotNote> snapshots) {
  /** How the keys of what was said begin; behind it the scope, the role and the name. */
  public static final String CONVERSATION = "conversation/";

  /** How the keys of snapshots begin; behind it the key of the conversation. */
  public static final String SNAPSHOT = "snapshot/";

  /**
   * Reads all conversations of a run.
   *
   * @return by scope, role and name, in the order in which they were begun
   * @throws IllegalArgumentException if what is noted is none
   */
  public static Map<String, RecordedConversation> in(RunRecord record) {
    Map<String, List<SnapshotNote>> snapshots = record.notes(SNAPSHOT, SnapshotNote.class);
    Map<String, RecordedConversation> found = new LinkedHashMap<>();
    record
        .notes(CONVERSATION, ConversationNote.class)
        .forEach(
            (key, notes) -> {
              String name = key.substring(CONVERSATION.length());
              found.put(
                  name,
                  new Course(name).of(notes, snapshots.getOrDefault(SNAPSHOT + name, List.of())));
            });
    return found;
  }

  /** Follows one conversation. */
  private static final class Course {
    private final String name;
    private final List<TokenUsage> usages = new ArrayList<>();
    private Transcript transcript = Transcript.empty();
    private @Nullable UserTurn sending;
    private @Nullable UserTurn kept;

    Course(String name) {
      this.name = name;
    }

    RecordedConversation of(List<ConversationNote> notes, List<SnapshotNote> snapshots) {
      if (!(notes.get(0) instanceof ConversationNote.Begun begun)) {
        throw odd();
      }
      notes.subList(1, notes.size()).forEach(this::follow);
      UserTurn waiting = kept;
      return new RecordedConversation(
          begun.spec(),
          waiting == null ? transcript : transcript.plus(waiting),
          Optional.ofNullable(sending),
          List.copyOf(usages),
          snapshots);
    }

    private void follow(ConversationNote note) {
      if (note instanceof ConversationNote.Sending next) {
        sending = next.turn();
      } else if (note instanceof ConversationNote.Kept next) {
        kept = next.answers();
      } else if (note instanceof ConversationNote.Answered answer) {
        UserTurn sent = sending;
        // An answer that paused is followed by the next part of it.
        transcript = (sent == null ? transcript : transcript.plus(sent)).plus(answer.turn());
        usages.add(answer.usage());
        sending = null;
        kept = null;
      } else {
        throw odd();
      }
    }

    private IllegalArgumentException odd() {
      return new IllegalArgumentException(
          "conversation '" + name + "' is not recorded from its one beginning on");
    }
  }
}
