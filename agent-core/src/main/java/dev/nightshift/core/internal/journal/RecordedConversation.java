package dev.nightshift.core.internal.journal;

import dev.nightshift.core.internal.journal.RecordedLines.Noted;
import dev.nightshift.core.internal.loop.CompactedHistory;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.ConversationSpec;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.core.model.Transcript;
import dev.nightshift.core.model.Turn;
import dev.nightshift.core.model.UserTurn;
import dev.nightshift.core.run.RunConversation;
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
 * @param begunAt how many steps of its scope there were when it was begun
 * @param exchanges what was answered, in its order
 * @param unsent what was being sent, or kept to be sent, when the record ended
 * @param snapshots the files after tool calls, in their order
 */
public record RecordedConversation(
    ConversationSpec spec,
    int begunAt,
    List<Exchange> exchanges,
    Unsent unsent,
    List<SnapshotNote> snapshots) {
  /** How the keys of what was said begin; behind it the scope, the role and the name. */
  public static final String CONVERSATION = "conversation/";

  /** How the keys of snapshots begin; behind it the key of the conversation. */
  public static final String SNAPSHOT = "snapshot/";

  /**
   * One answer.
   *
   * @param sent what it answers; empty for a turn that paused and was continued
   * @param answer the answer
   * @param usage what it took
   * @param model who served it
   * @param before what was kept before it was sent, which it begins with
   * @param compacted what was sent from then on in place of the turns before; empty if they were
   * @param steps how many steps of the scope there were by then
   */
  public record Exchange(
      Optional<UserTurn> sent,
      AssistantTurn answer,
      TokenUsage usage,
      ModelId model,
      List<Kept> before,
      Optional<CompactedHistory> compacted,
      int steps) {}

  /**
   * Answers that the next turn begins with.
   *
   * @param answers all of them
   * @param steps how many steps of the scope there were by then
   */
  public record Kept(UserTurn answers, int steps) {}

  /**
   * What has no answer.
   *
   * @param sending what was being sent
   * @param kept what was kept, one longer than the other
   * @param steps how many steps of the scope there were when it was being sent
   */
  public record Unsent(Optional<UserTurn> sending, List<Kept> kept, int steps) {
    static final Unsent NONE = new Unsent(Optional.empty(), List.of(), 0);

    /** What was kept last while there were so many steps. */
    public Optional<UserTurn> keptAt(int steps) {
      return kept.stream()
          .filter(one -> one.steps() == steps)
          .map(Kept::answers)
          .reduce((one, later) -> later);
    }

    private Unsent keeping(UserTurn answers, int steps) {
      List<Kept> all = new ArrayList<>(kept);
      all.add(new Kept(answers, steps));
      return new Unsent(sending, List.copyOf(all), this.steps);
    }
  }

  /** What was kept last before there were so many steps. */
  public static Optional<UserTurn> keptBefore(List<Kept> kept, int steps) {
    return kept.stream()
        .filter(one -> one.steps() < steps)
        .map(Kept::answers)
        .reduce((one, later) -> later);
  }

  /** Its turns, as the role saw them. */
  public Transcript transcript() {
    return turns(false);
  }

  /** What is sent of them; the same turns unless the history was compacted. */
  public Transcript sent() {
    return turns(true);
  }

  private Transcript turns(boolean isCompacted) {
    Transcript turns = Transcript.empty();
    for (Exchange exchange : exchanges) {
      CompactedHistory shorter = exchange.compacted().orElse(null);
      turns = isCompacted && shorter != null ? shorter.of(turns.turns()) : turns;
      UserTurn sent = exchange.sent().orElse(null);
      turns = (sent == null ? turns : turns.plus(sent)).plus(exchange.answer());
    }
    UserTurn waiting = keptBefore(unsent.kept(), Integer.MAX_VALUE).orElse(null);
    return waiting == null ? turns : turns.plus(waiting);
  }

  /** What was being sent when the record ended, if that got no answer. */
  public Optional<UserTurn> sending() {
    return unsent.sending();
  }

  /** What each answer took, in their order. */
  public List<TokenUsage> usages() {
    return exchanges.stream().map(Exchange::usage).toList();
  }

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
        .known()
        .notes()
        .forEach(
            (key, notes) -> {
              if (key.startsWith(CONVERSATION)) {
                String name = key.substring(CONVERSATION.length());
                found.put(
                    name,
                    new Course(name).of(notes, snapshots.getOrDefault(SNAPSHOT + name, List.of())));
              }
            });
    return found;
  }

  /** What it tells to who was not there, by its key in the record. */
  public RunConversation told(String key) {
    String scope = RecordedLines.scopeOf(key);
    String own = key.substring(scope.length());
    String name = own.substring(own.indexOf('/') + 1);
    List<Turn> turns = new ArrayList<>(transcript().turns());
    UserTurn sending = unsent.sending().orElse(null);
    if (sending != null && (turns.isEmpty() || !sending.equals(turns.get(turns.size() - 1)))) {
      turns.add(sending);
    }
    return new RunConversation(
        scope.isEmpty() ? "" : scope.substring(RecordedLines.FORK.length(), scope.length() - 1),
        new AgentRole(own.substring(0, own.indexOf('/'))),
        name.endsWith("#1") ? name.substring(0, name.length() - 2) : name,
        spec.system(),
        turns);
  }

  /** Follows one conversation. */
  private static final class Course {
    private final String name;
    private final List<Exchange> exchanges = new ArrayList<>();
    private @Nullable ConversationSpec spec;
    private Unsent unsent = Unsent.NONE;
    private @Nullable CompactedHistory compacted;

    Course(String name) {
      this.name = name;
    }

    RecordedConversation of(List<Noted> notes, List<SnapshotNote> snapshots) {
      for (Noted note : notes) {
        follow(JournalJson.read(note.value(), ConversationNote.class), note.steps());
      }
      ConversationSpec known = spec;
      if (known == null) {
        throw odd();
      }
      return new RecordedConversation(
          known, notes.get(0).steps(), List.copyOf(exchanges), unsent, snapshots);
    }

    private void follow(ConversationNote note, int steps) {
      if (note instanceof ConversationNote.Begun begun) {
        spec = begun.spec();
      } else if (spec == null) {
        throw odd();
      } else if (note instanceof ConversationNote.Sending next) {
        unsent = new Unsent(Optional.of(next.turn()), unsent.kept(), steps);
      } else if (note instanceof ConversationNote.Kept next) {
        unsent = unsent.keeping(next.answers(), steps);
      } else if (note instanceof ConversationNote.Answered answer) {
        // An answer that paused is followed by the next part of it.
        exchanges.add(
            new Exchange(
                unsent.sending(),
                answer.turn(),
                answer.usage(),
                answer.model(),
                unsent.kept(),
                Optional.ofNullable(compacted),
                steps));
        unsent = Unsent.NONE;
        compacted = null;
      } else if (note instanceof ConversationNote.Compacted shorter) {
        compacted = shorter.history();
      } else if (note instanceof ConversationNote.Rewound rewound) {
        rewind(rewound.turns());
      }
    }

    private void rewind(int turns) {
      int left = turns;
      int kept = 0;
      for (Exchange exchange : exchanges) {
        left -= exchange.sent().isPresent() ? 2 : 1;
        kept += left < 0 ? 0 : 1;
      }
      exchanges.subList(kept, exchanges.size()).clear();
      unsent = Unsent.NONE;
      compacted = null;
    }

    private IllegalArgumentException odd() {
      return new IllegalArgumentException(
          "conversation '"
              + VisibleText.name(name)
              + "' is not recorded from its one beginning on");
    }
  }
}
