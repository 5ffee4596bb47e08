package dev.nightshift.core.model;

import java.util.List;
import java.util.function.Function;

/** One message of a conversation. Immutable; safe for concurrent use. */
public sealed interface Turn permits UserTurn, AssistantTurn {
  /**
   * Returns the content in order.
   *
   * @return the blocks, at least one
   */
  List<ContentBlock> blocks();

  /**
   * Returns this turn in a provider's wire format, encoding it at most once per format, so that a
   * long history costs its bytes only once.
   *
   * @param format the name of the wire format, for example {@code anthropic-messages}
   * @param encoder makes the bytes; called at most once per format, on the calling thread
   * @return the encoded bytes; do not modify
   */
  byte[] encoded(String format, Function<Turn, byte[]> encoder);
}
