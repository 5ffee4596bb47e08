package dev.nightshift.core.model;

/** One piece of a turn. The order of the blocks in a turn is part of its meaning. */
public sealed interface ContentBlock {
  /**
   * Plain text.
   *
   * @param text the text
   */
  record Text(String text) implements ContentBlock {}

  /**
   * Reasoning the model showed or hid; only its producer can read the signature.
   *
   * @param text the visible part, may be empty
   * @param signature the producer's opaque proof, may be empty
   */
  record Thinking(String text, String signature) implements ContentBlock {}

  /**
   * A request of the model to run a tool.
   *
   * @param id the id that the answer has to carry
   * @param name the tool's name as the model wrote it; may be unknown
   * @param argumentsJson the arguments as the model wrote them; may be invalid or cut off JSON
   */
  record ToolUse(String id, String name, String argumentsJson) implements ContentBlock {}

  /**
   * The answer to one {@link ToolUse}.
   *
   * @param toolUseId the id of the request
   * @param content the answer as text
   * @param isError true if the tool failed or was refused
   */
  record ToolResult(String toolUseId, String content, boolean isError) implements ContentBlock {}

  /**
   * A block of a kind this library does not know, kept so that it can be replayed to its producer.
   *
   * @param kind the producer's name of the block kind
   * @param json the block as the producer sent it
   */
  record Other(String kind, String json) implements ContentBlock {}
}
