package dev.nightshift.core.agent;

import dev.nightshift.core.internal.loop.Answers;
import dev.nightshift.core.internal.text.Template;
import dev.nightshift.core.internal.text.TemplateFile;
import dev.nightshift.core.internal.tool.CappedText;
import dev.nightshift.core.model.Conversation;
import dev.nightshift.core.tool.ToolOutcome;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** How much a review may still be shown before every token of it costs more. */
final class TierRoom {
  private static final TemplateFile WORDS = TemplateFile.of(TierRoom.class, "tier-room.md");
  private static final Template TOO_DEAR = WORDS.template("too-dear", "bytes");
  private static final String NOTHING_MORE = WORDS.text("nothing-more");

  /** Code has more; too little here costs money, not a verdict. */
  private static final int BYTES_PER_TOKEN = 2;

  /** Kept for what the host says beside results, and for answers on the way to the verdict. */
  private static final int TOKENS_TO_SUBMIT = 2_000;

  /** A few lines of a file, with the fence around them. */
  private static final int LEAST_BYTES = 400;

  private final long bytes;

  private TierRoom(long bytes) {
    this.bytes = bytes;
  }

  /** Half of what is left is for results even where less is left than should be kept. */
  static TierRoom before(Conversation conversation) {
    OptionalLong left = conversation.tokensBeforeDearerTier();
    long tokens = left.orElse(Long.MAX_VALUE / BYTES_PER_TOKEN);
    return new TierRoom((tokens - Math.min(TOKENS_TO_SUBMIT, tokens / 2)) * BYTES_PER_TOKEN);
  }

  /** Returns why a result is not shown beside others of the same turn; empty if it is. */
  Optional<String> refusal(ToolOutcome outcome, List<Answers.Answer> others) {
    long left = bytes;
    for (Answers.Answer other : others) {
      left -= CappedText.size(other.outcome().content());
    }
    if (Math.min(CappedText.size(outcome.content()), Answers.MAX_BYTES_PER_CALL) <= left) {
      return Optional.empty();
    }
    return Optional.of(left < LEAST_BYTES ? NOTHING_MORE : TOO_DEAR.fill(left));
  }
}
