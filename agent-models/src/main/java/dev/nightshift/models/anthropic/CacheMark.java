package dev.nightshift.models.anthropic;

import dev.nightshift.core.model.ModelOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import tools.jackson.core.JsonGenerator;

/** Marks up to which a prompt is cached, and for how long. */
enum CacheMark {
  /** Nothing is cached. */
  NONE(Duration.ZERO, ""),
  /** The default: writing costs a quarter more than plain input. */
  FIVE_MINUTES(Duration.ofMinutes(5), "5m"),
  /** For runs whose gate takes longer; writing costs twice as much as plain input. */
  ONE_HOUR(Duration.ofHours(1), "1h");

  private final Duration lifetime;
  private final String word;
  private final String member;

  CacheMark(Duration lifetime, String word) {
    this.lifetime = lifetime;
    this.word = word;
    String mark = ",\"cache_control\":{\"type\":\"ephemeral\",\"ttl\":\"" + word + "\"}";
    this.member = word.isEmpty() ? "" : mark;
  }

  /** Returns the mark of a request whose options the model takes. */
  static CacheMark of(ModelOptions options) {
    Duration asked = options.cacheLifetime();
    if (asked == null || asked.equals(FIVE_MINUTES.lifetime)) {
      return FIVE_MINUTES;
    }
    return asked.isZero() ? NONE : ONE_HOUR;
  }

  Duration lifetime() {
    return lifetime;
  }

  /** Marks the block that is being written as the end of what is cached. */
  void write(JsonGenerator block) {
    if (this != NONE) {
      block.writeName("cache_control");
      block.writeStartObject();
      block.writeStringProperty("type", "ephemeral");
      block.writeStringProperty("ttl", word);
      block.writeEndObject();
    }
  }

  /** Returns the same mark as a further member of an object; empty if nothing is cached. */
  byte[] member() {
    return member.getBytes(StandardCharsets.US_ASCII);
  }
}
