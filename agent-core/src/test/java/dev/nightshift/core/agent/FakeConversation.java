package dev.nightshift.core.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.RunStoppedException;
import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.Conversation;
import dev.nightshift.core.model.StopReason;
import dev.nightshift.core.model.Transcript;
import dev.nightshift.core.model.Turn;
import dev.nightshift.core.model.UserTurn;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A conversation with scripted answers. It refuses what a provider would: a turn that leaves a tool
 * request unanswered, answers one twice, or answers one that was not made. As the engine's does, it
 * continues a turn that paused without a call, and returns the last part; it throws if that filled
 * the context.
 */
final class FakeConversation implements Conversation {
  private static final int MOST_CONTINUATIONS = 5;
  private final Deque<AssistantTurn> script = new ArrayDeque<>();
  private final List<UserTurn> sent = new ArrayList<>();
  private final List<ContentBlock> unsent = new ArrayList<>();
  private Transcript transcript = Transcript.empty();
  private OptionalLong tokensLeft = OptionalLong.empty();
  private Optional<Throwable> end = Optional.empty();
  private Supplier<String> facts = () -> "";
  private EndReason whenCut = EndReason.CONTEXT_EXHAUSTED;

  FakeConversation willAnswer(AssistantTurn... turns) {
    script.addAll(List.of(turns));
    return this;
  }

  @Override
  public void whenCompacted(Supplier<String> stated) {
    facts = stated;
  }

  /** What the role states now. */
  String facts() {
    return facts.get();
  }

  FakeConversation leaving(long tokens) {
    tokensLeft = OptionalLong.of(tokens);
    return this;
  }

  @Override
  public OptionalLong tokensBeforeDearerTier() {
    return tokensLeft;
  }

  /** Throws once the script has ended. */
  void willThrow(Throwable thrown) {
    end = Optional.of(thrown);
  }

  /** Stops for another reason after an answer that filled the context, as a spare may. */
  void willStopFor(EndReason reason) {
    whenCut = reason;
  }

  @Override
  public AssistantTurn send(UserTurn after) {
    UserTurn next = afterUnsent(after);
    if (script.isEmpty() && end.isPresent()) {
      sent.add(next);
      throw unchecked(end.get());
    }
    assertThat(script).as("scripted answers left for: %s", next.blocks()).isNotEmpty();
    requireEveryCallAnswered(next);
    AssistantTurn answer = script.remove();
    sent.add(next);
    transcript = transcript.plus(next).plus(answer);
    for (int n = 0; n < MOST_CONTINUATIONS && isPaused(answer) && !script.isEmpty(); n++) {
      answer = script.remove();
      transcript = transcript.plus(answer);
    }
    unsent.clear();
    if (isPaused(answer) && script.isEmpty() && end.isPresent()) {
      throw unchecked(end.get());
    }
    if (answer.stopReason().equals(StopReason.CONTEXT_WINDOW_EXCEEDED)) {
      throw new RunStoppedException(whenCut, "the context window is full");
    }
    return answer;
  }

  private static RuntimeException unchecked(Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    return (RuntimeException) thrown;
  }

  @Override
  public void answer(UserTurn answers) {
    unsent.addAll(answers.blocks());
  }

  private static boolean isPaused(AssistantTurn turn) {
    return turn.stopReason().equals(StopReason.PAUSE_TURN) && turn.toolUses().isEmpty();
  }

  private UserTurn afterUnsent(UserTurn next) {
    List<ContentBlock> blocks = new ArrayList<>(unsent);
    blocks.addAll(next.blocks());
    return UserTurn.of(blocks);
  }

  @Override
  public Transcript transcript() {
    return unsent.isEmpty() ? transcript : transcript.plus(UserTurn.of(unsent));
  }

  void assertExhausted() {
    assertThat(script).as("answers nobody asked for").isEmpty();
  }

  int calls() {
    return sent.size();
  }

  /** Returns what was sent in a call, from 0, as text. */
  String sent(int call) {
    StringBuilder text = new StringBuilder();
    for (ContentBlock block : sent.get(call).blocks()) {
      if (block instanceof ContentBlock.Text said) {
        text.append(said.text()).append('\n');
      } else if (block instanceof ContentBlock.ToolResult result) {
        text.append(result.content()).append('\n');
      }
    }
    return text.toString();
  }

  /** Returns the texts of a call that are no answers to tool requests. */
  String notes(int call) {
    StringBuilder text = new StringBuilder();
    for (ContentBlock block : sent.get(call).blocks()) {
      if (block instanceof ContentBlock.Text said) {
        text.append(said.text()).append('\n');
      }
    }
    return text.toString();
  }

  ContentBlock.ToolResult result(int call, String toolUseId) {
    return sent.get(call).blocks().stream()
        .filter(ContentBlock.ToolResult.class::isInstance)
        .map(ContentBlock.ToolResult.class::cast)
        .filter(result -> result.toolUseId().equals(toolUseId))
        .findFirst()
        .orElseThrow();
  }

  private void requireEveryCallAnswered(UserTurn next) {
    List<Turn> turns = transcript.turns();
    Set<String> open = new HashSet<>();
    if (!turns.isEmpty() && turns.get(turns.size() - 1) instanceof AssistantTurn last) {
      last.toolUses().forEach(use -> open.add(use.id()));
    }
    boolean textSeen = false;
    for (ContentBlock block : next.blocks()) {
      if (block instanceof ContentBlock.ToolResult result) {
        assertThat(textSeen).as("answers come before text").isFalse();
        assertThat(open.remove(result.toolUseId())).as("answered once: %s", result).isTrue();
      } else {
        textSeen = true;
      }
    }
    assertThat(open).as("tool requests without an answer").isEmpty();
  }
}
