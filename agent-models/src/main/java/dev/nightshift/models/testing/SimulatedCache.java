package dev.nightshift.models.testing;

import dev.nightshift.core.base.TimeSource;
import dev.nightshift.core.model.TokenUsage;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Counts input as a server with prompt caching would: four bytes a token; a prefix seen before is
 * read, the rest up to the last cache mark is written, what follows it is plain input.
 *
 * <p>Not safe for concurrent use.
 */
final class SimulatedCache {
  private static final int BYTES_PER_TOKEN = 4;
  private final Map<String, Instant> expiryByPrefix = new HashMap<>();
  private final boolean caching;
  private final TimeSource time;

  SimulatedCache(boolean caching, TimeSource time) {
    this.caching = caching;
    this.time = time;
  }

  /** Returns the usage of a request, without output, and remembers its prefixes. */
  TokenUsage count(JsonNode request) {
    List<Segment> segments = segments(request);
    long total = segments.isEmpty() ? 0 : segments.get(segments.size() - 1).tokensUpTo();
    int lastMark = -1;
    for (int i = 0; i < segments.size(); i++) {
      lastMark = segments.get(i).isMarked() ? i : lastMark;
    }
    if (!caching || lastMark < 0) {
      return TokenUsage.of(Math.max(1, total), 0);
    }
    List<Segment> cacheable = segments.subList(0, lastMark + 1);
    long marked = cacheable.get(lastMark).tokensUpTo();
    long read = longestKnown(cacheable);
    Duration lifetime = cacheable.get(lastMark).lifetime();
    remember(cacheable, lifetime);
    return TokenUsage.builder()
        .input(total - marked)
        .cacheRead(read)
        .cacheWrite(lifetime, marked - read)
        .build();
  }

  static long tokens(long bytes) {
    return (bytes + BYTES_PER_TOKEN - 1) / BYTES_PER_TOKEN;
  }

  private long longestKnown(List<Segment> segments) {
    Instant now = time.now();
    long read = 0;
    for (Segment segment : segments) {
      Instant expiry = expiryByPrefix.get(segment.prefix());
      if (expiry != null && now.isBefore(expiry)) {
        read = segment.tokensUpTo();
      }
    }
    return read;
  }

  private void remember(List<Segment> segments, Duration lifetime) {
    Instant expiry = time.now().plus(lifetime);
    segments.forEach(segment -> expiryByPrefix.put(segment.prefix(), expiry));
  }

  private static List<Segment> segments(JsonNode request) {
    List<Segment> segments = new ArrayList<>();
    MessageDigest digest = sha256();
    digest.update(request.path("model").asString("").getBytes(StandardCharsets.UTF_8));
    long bytes = 0;
    for (JsonNode part : parts(request)) {
      JsonNode mark = part.path("cache_control");
      byte[] content = withoutMark(part).toString().getBytes(StandardCharsets.UTF_8);
      digest.update(content);
      bytes += content.length;
      segments.add(new Segment(prefix(digest), tokens(bytes), mark));
    }
    return segments;
  }

  /** The order in which the API hashes a prompt: tools, system, messages. */
  private static List<JsonNode> parts(JsonNode request) {
    List<JsonNode> parts = new ArrayList<>();
    request.path("tools").forEach(parts::add);
    addContent(request.path("system"), parts);
    for (JsonNode message : request.path("messages")) {
      parts.add(message.path("role"));
      addContent(message.path("content"), parts);
    }
    return parts;
  }

  private static void addContent(JsonNode content, List<JsonNode> parts) {
    if (content.isArray()) {
      content.forEach(parts::add);
    } else if (content.isString()) {
      parts.add(content);
    }
  }

  private static JsonNode withoutMark(JsonNode part) {
    if (part.isObject() && part.has("cache_control")) {
      ObjectNode copy = ((ObjectNode) part).deepCopy();
      copy.remove("cache_control");
      return copy;
    }
    return part;
  }

  private static String prefix(MessageDigest digest) {
    try {
      return HexFormat.of().formatHex(((MessageDigest) digest.clone()).digest());
    } catch (CloneNotSupportedException impossible) {
      throw new IllegalStateException("SHA-256 of this JDK cannot be cloned", impossible);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }

  private record Segment(String prefix, long tokensUpTo, JsonNode mark) {
    boolean isMarked() {
      return mark.isObject();
    }

    Duration lifetime() {
      return mark.path("ttl").asString("5m").equals("1h")
          ? Duration.ofHours(1)
          : Duration.ofMinutes(5);
    }
  }
}
