package dev.nightshift.core.provider;

import dev.nightshift.core.internal.text.Utf8;
import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.Turn;
import dev.nightshift.core.tool.ToolDefinition;
import java.util.List;

/**
 * Bounds tokens by bytes: a token of a byte-level vocabulary has at least one. Rules of thumb about
 * the kind of a text do not hold for every text, and what an agent reads is chosen by others.
 */
final class ByteTokenEstimator implements TokenEstimator {
  static final TokenEstimator INSTANCE = new ByteTokenEstimator();

  /** Providers add a hidden system prompt when tools are present. */
  private static final long FIXED_FRAMING = 500;

  private static final long FRAMING_PER_TURN = 16;
  private static final long FRAMING_PER_BLOCK = 16;
  private static final long FRAMING_PER_TOOL = 64;

  private ByteTokenEstimator() {}

  @Override
  public long upperBound(ModelRequest request) {
    long bound = FIXED_FRAMING + text(request.system());
    for (ToolDefinition tool : request.tools()) {
      bound +=
          FRAMING_PER_TOOL
              + text(tool.name())
              + text(tool.description())
              + text(tool.inputSchemaJson());
    }
    return bound + upperBound(request.transcript().turns());
  }

  @Override
  public long upperBound(List<Turn> turns) {
    long bound = 0;
    for (Turn turn : turns) {
      bound += FRAMING_PER_TURN + turn(turn);
    }
    return bound;
  }

  private static long turn(Turn turn) {
    long blocks = 0;
    for (ContentBlock block : turn.blocks()) {
      blocks += FRAMING_PER_BLOCK + block(block);
    }
    if (turn instanceof AssistantTurn assistant) {
      // What is replayed are the wire bytes; they may hold signatures that no block shows.
      long wire = assistant.wireForm().map(form -> (long) form.size()).orElse(0L);
      return Math.max(blocks, FRAMING_PER_BLOCK * turn.blocks().size() + wire);
    }
    return blocks;
  }

  private static long block(ContentBlock block) {
    if (block instanceof ContentBlock.Text it) {
      return text(it.text());
    }
    if (block instanceof ContentBlock.Thinking it) {
      return text(it.text()) + text(it.signature());
    }
    if (block instanceof ContentBlock.ToolUse it) {
      return text(it.id()) + text(it.name()) + text(it.argumentsJson());
    }
    if (block instanceof ContentBlock.ToolResult it) {
      return text(it.toolUseId()) + text(it.content());
    }
    ContentBlock.Other other = (ContentBlock.Other) block;
    return text(other.kind()) + text(other.json());
  }

  private static long text(String text) {
    return Utf8.length(text);
  }
}
