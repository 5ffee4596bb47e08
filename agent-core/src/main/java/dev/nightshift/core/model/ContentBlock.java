package dev.nightshift.core.model;

import dev.nightshift.core.base.Require;

/** One piece of a turn. The order of the blocks in a turn is part of its meaning. */
public sealed interface ContentBlock {
  /**
   * Plain text.
   *
   * @param text the text
   */
  record Text(String text) implements ContentBlock {
    /** Refuses nulls. */
    public Text {
      Require.nonNull(text, "text");
    }
  }

  /**
   * Reasoning the model showed or hid; only its producer can read the signature.
   *
   * @param text the visible part, may be empty
   * @param signature the producer's opaque proof, may be empty
   */
  record Thinking(String text, String signature) implements ContentBlock {
    /** Refuses nulls. */
    public Thinking {
      Require.nonNull(text, "text");
      Require.nonNull(signature, "signature");
    }
  }

  /**
   * A request of the model to run a tool.
   *
   * @param id the id that the answer has to carry
   * @param name the tool's name as the model wrote it; may be unknown
   * @param argumentsJson the arguments as the model wrote them; may be invalid or cut off JSON
   */
  record ToolUse(String id, String name, String argumentsJson) implements ContentBlock {
    /** Refuses nulls. */
    public ToolUse {
      Require.nonNull(id, "id");
      Require.nonNull(name, "name");
      Require.nonNull(argumentsJson, "argumentsJson");
    }
  }

  /**
   * The answer to one {@link ToolUse}.
   *
   * @param toolUseId the id of the request
   * @param content the answer as text
   * @param isError true if the tool failed or was refused
   */
  record ToolResult(String toolUseId, String content, boolean isError) implements ContentBlock {
    /** Refuses nulls. */
    public ToolResult {
      Require.nonNull(toolUseId, "toolUseId");
      Require.nonNull(content, "content");
    }
  }

  /**
   * A block of a kind this library does not know, kept so that it can be replayed to its producer.
   *
   * @param kind the producer's name of the block kind
   * @param json the block as the producer sent it
   */
  record Other(String kind, String json) implements ContentBlock {
    /** Refuses nulls. */
    public Other {
      Require.nonNull(kind, "kind");
      Require.nonNull(json, "json");
    }
  }
}
