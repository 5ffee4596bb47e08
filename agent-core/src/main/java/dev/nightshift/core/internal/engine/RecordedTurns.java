package dev.nightshift.core.internal.engine;

import dev.nightshift.core.internal.engine.EarlierConversations.Earlier;
import dev.nightshift.core.internal.engine.EarlierConversations.Rounds;
import dev.nightshift.core.internal.journal.ConversationNote;
import dev.nightshift.core.internal.journal.RecordedConversation;
import dev.nightshift.core.internal.journal.RequestHashes;
import dev.nightshift.core.internal.journal.SnapshotNote;
import dev.nightshift.core.internal.journal.Steps;
import dev.nightshift.core.internal.loop.CompactedHistory;
import dev.nightshift.core.internal.metering.ConversationPast;
import dev.nightshift.core.internal.metering.TurnListener;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.Conversation;
import dev.nightshift.core.model.ConversationSpec;
import dev.nightshift.core.model.Transcript;
import dev.nightshift.core.model.UserTurn;
import dev.nightshift.core.provider.ModelResponse;
import dev.nightshift.core.workspace.ManagedWorkspace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Notes the turns of one conversation, and the files as tool calls left them. */
final class RecordedTurns implements TurnListener {
  private static final Logger LOG = LoggerFactory.getLogger(RecordedTurns.class);
  private static final String REVIEW = "review";
  private final Steps steps;
  private final String key;
  private final ConversationSpec spec;

  /** What was said before the process of the run ended. */
  private final List<ConversationPast.Exchange> past;

  private RequestHashes hashes;

  private RecordedTurns(
      Steps steps, String key, ConversationSpec spec, List<ConversationPast.Exchange> past) {
    this.steps = steps;
    this.key = key;
    this.spec = spec;
    this.past = past;
    this.hashes = hashesAfter(Integer.MAX_VALUE);
  }

  /** What hashes the requests behind the first turns of the past. */
  private RequestHashes hashesAfter(int turns) {
    RequestHashes after = steps.notes().requestHashes(spec);
    int left = turns;
    for (ConversationPast.Exchange exchange : past) {
      left -= exchange.sent().isPresent() ? 2 : 1;
      if (left < 0) {
        break;
      }
      exchange.sent().ifPresent(after::sending);
      after.answered();
    }
    return after;
  }

  /** Opens a conversation of a reviewer, which changes no files. */
  static Conversation open(RunContext context, ConversationSpec spec) {
    return open(context, spec, AgentRole.REVIEWER, REVIEW);
  }

  /** Opens a conversation of one step, of a role that changes no files. */
  static Conversation open(RunContext context, ConversationSpec spec, AgentRole role, String name) {
    Opening opening = new Opening(context, spec, role, name);
    Set<Integer> now = Set.of(context.steps.passed());
    return opening.open(new Rounds(now, now)).conversation();
  }

  /**
   * Opens a conversation before each of whose turns the files are kept if they changed.
   *
   * @param rounds those of this implementer
   */
  static Conversation open(
      RunContext context, ConversationSpec spec, String name, ChangedFiles files, Rounds rounds) {
    Opened opened = new Opening(context, spec, AgentRole.IMPLEMENTER, name).open(rounds);
    RecordedTurns turns = opened.turns();
    return turns == null
        ? opened.conversation()
        : turns.new WithSnapshots(opened.conversation(), files);
  }

  /** A conversation, and who notes its turns; null if nobody does. */
  private record Opened(Conversation conversation, @Nullable RecordedTurns turns) {}

  /** Begins a conversation, or goes on with one that was begun before its process ended. */
  private record Opening(RunContext context, ConversationSpec spec, AgentRole role, String name) {
    Opened open(Rounds rounds) {
      Steps steps = context.steps;
      if (!steps.notes().areKept()) {
        return new Opened(context.meter.open(spec, role, name, TurnListener.NONE), null);
      }
      Earlier earlier = context.earlier.take(role, name, spec, rounds);
      if (earlier != null) {
        return goingOn(earlier);
      }
      RecordedTurns turns =
          new RecordedTurns(
              steps, steps.notes().nextKey(role.name() + "/" + name), spec, List.of());
      turns.note(new ConversationNote.Begun(spec));
      return new Opened(context.meter.open(spec, role, name, turns), turns);
    }

    private Opened goingOn(Earlier earlier) {
      List<ConversationPast.Exchange> past = new ArrayList<>(earlier.past().heard());
      past.addAll(earlier.past().told());
      RecordedTurns turns = new RecordedTurns(context.steps, earlier.key(), spec, past);
      if (earlier.turnsDropped() >= 0) {
        turns.rewound(earlier.turnsDropped());
      }
      if (earlier.isChanged()) {
        turns.note(new ConversationNote.Begun(spec));
      }
      return new Opened(context.meter.goOn(spec, role, turns, earlier.past()), turns);
    }
  }

  @Override
  public void sending(UserTurn turn) {
    note(new ConversationNote.Sending(turn, hashes.sending(turn)));
  }

  @Override
  public void kept(UserTurn answers) {
    note(new ConversationNote.Kept(answers));
  }

  @Override
  public void answered(ModelResponse response) {
    hashes.answered();
    note(new ConversationNote.Answered(response.turn(), response.usage(), response.model()));
  }

  @Override
  public void compacted(CompactedHistory history) {
    note(new ConversationNote.Compacted(history));
  }

  @Override
  public void rewound(int turns) {
    hashes = hashesAfter(turns);
    note(new ConversationNote.Rewound(turns));
  }

  private void note(ConversationNote note) {
    steps.notes().add(RecordedConversation.CONVERSATION + key, note);
  }

  /** The files of an implementer since they were kept last. Used by the one thread of its run. */
  static final class ChangedFiles {
    private final ManagedWorkspace workspace;
    private boolean changed;

    ChangedFiles(ManagedWorkspace workspace) {
      this.workspace = workspace;
    }

    void changed() {
      changed = true;
    }
  }

  /** Keeps the files before the results of the tools are noted: what is told was done is there. */
  private final class WithSnapshots implements Conversation {
    private final Conversation conversation;
    private final ChangedFiles files;

    WithSnapshots(Conversation conversation, ChangedFiles files) {
      this.conversation = conversation;
      this.files = files;
    }

    @Override
    public AssistantTurn send(UserTurn next) throws InterruptedException {
      keepFiles();
      return conversation.send(next);
    }

    @Override
    public void answer(UserTurn answers) {
      keepFiles();
      conversation.answer(answers);
    }

    @Override
    public Transcript transcript() {
      return conversation.transcript();
    }

    @Override
    public void whenCompacted(Supplier<String> facts) {
      conversation.whenCompacted(facts);
    }

    @Override
    public OptionalLong tokensBeforeDearerTier() {
      return conversation.tokensBeforeDearerTier();
    }

    @Override
    public Optional<ContentBlock.ToolResult> knownResult(String toolUseId) {
      return conversation.knownResult(toolUseId);
    }

    @Override
    public boolean mayHaveBegun(String toolUseId) {
      return conversation.mayHaveBegun(toolUseId);
    }

    private void keepFiles() {
      if (!files.changed || !steps.notes().areKept()) {
        return;
      }
      try {
        SnapshotNote note =
            new SnapshotNote(transcript().turns().size(), files.workspace.snapshot());
        steps.notes().add(RecordedConversation.SNAPSHOT + key, note);
        files.changed = false;
      } catch (RuntimeException notKept) {
        // The next turn tries again; the next checkpoint needs the same, and says so.
        LOG.warn("no snapshot was taken of the files after a turn of {}", key, notKept);
      }
    }
  }
}
