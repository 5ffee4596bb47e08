package dev.nightshift.models.testing;

import dev.nightshift.core.internal.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * A block of a prompt, in the order in which the API hashes them: tools, system, messages.
 *
 * @param prefix the hash of the prompt up to its end, cache marks left out
 * @param tokensUpTo how many tokens that is
 * @param mark its cache mark, missing if it has none
 */
record PromptBlock(String prefix, long tokensUpTo, JsonValue mark) {
  private static final int BYTES_PER_TOKEN = 4;

  /** Changing one of these leaves tools and system cached, but not the messages. */
  private static final List<String> HASHED_WITH_MESSAGES =
      List.of("tool_choice", "thinking", "output_config");

  static List<PromptBlock> of(JsonValue request) {
    Hash hash = new Hash();
    hash.add(request.path("model"));
    request.path("tools").values().forEach(hash::end);
    hash.endContent(request.path("system"));
    HASHED_WITH_MESSAGES.forEach(name -> hash.add(request.path(name)));
    for (JsonValue message : request.path("messages").values()) {
      hash.add(message.path("role"));
      hash.endContent(message.path("content"));
    }
    return hash.blocks;
  }

  static long tokens(long bytes) {
    return (bytes + BYTES_PER_TOKEN - 1) / BYTES_PER_TOKEN;
  }

  boolean isMarked() {
    return mark.isObject();
  }

  Duration lifetime() {
    return mark.path("ttl").text("5m").equals("1h") ? Duration.ofHours(1) : Duration.ofMinutes(5);
  }

  /** The hash of what was read so far, and the blocks that ended in it. */
  private static final class Hash {
    private final List<PromptBlock> blocks = new ArrayList<>();
    private final MessageDigest digest = sha256();
    private long bytes;

    void endContent(JsonValue content) {
      if (content.isArray()) {
        content.values().forEach(this::end);
      } else if (content.isString()) {
        end(content);
      }
    }

    void end(JsonValue block) {
      byte[] content = withoutMark(block).toString().getBytes(StandardCharsets.UTF_8);
      digest.update(content);
      bytes += content.length;
      blocks.add(new PromptBlock(soFar(), tokens(bytes), block.path("cache_control")));
    }

    /** What counts for the hash and is no input of its own. */
    void add(JsonValue value) {
      digest.update(value.toString().getBytes(StandardCharsets.UTF_8));
    }

    private String soFar() {
      try {
        return HexFormat.of().formatHex(((MessageDigest) digest.clone()).digest());
      } catch (CloneNotSupportedException impossible) {
        throw new IllegalStateException("SHA-256 of this JDK cannot be cloned", impossible);
      }
    }

    private static JsonValue withoutMark(JsonValue part) {
      return part.without("cache_control");
    }

    private static MessageDigest sha256() {
      try {
        return MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException impossible) {
        throw new IllegalStateException("every JDK has SHA-256", impossible);
      }
    }
  }
}
