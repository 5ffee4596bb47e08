package dev.nightshift.benchmarks;

import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.Conversation;
import dev.nightshift.core.model.UserTurn;
import java.util.List;

/** A conversation of the engine that begins with a history of 122 KB. */
final class LongConversation {
  private final Conversation conversation;
  private AssistantTurn last;

  private LongConversation(Conversation conversation, AssistantTurn first) {
    this.conversation = conversation;
    this.last = first;
  }

  static LongConversation begin(Conversation conversation) throws InterruptedException {
    AssistantTurn first = conversation.send(UserTurn.text(Prompt.USER));
    LongConversation begun = new LongConversation(conversation, first);
    for (String text : Prompt.files(Prompt.HISTORY_STEPS).values()) {
      begun.answer(text);
    }
    return begun;
  }

  void goOn() throws InterruptedException {
    answer("go on");
  }

  private void answer(String text) throws InterruptedException {
    String call = last.toolUses().get(0).id();
    last = conversation.send(UserTurn.of(List.of(new ContentBlock.ToolResult(call, text, false))));
  }
}
