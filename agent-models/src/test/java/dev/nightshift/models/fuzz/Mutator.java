package dev.nightshift.models.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Damages a stream in the ways that servers, gateways and attackers do. Not thread-safe. */
final class Mutator {
  /** The damages of {@link #once}; the first ones mostly leave JSON that can be read. */
  private static final int KINDS = 13;

  private static final int GENTLE_KINDS = 5;
  private static final String[] NUMBERS = {
    "-1",
    "0.5",
    "1e999999",
    "99999999999",
    "99999999999999999999999",
    "-0",
    "2147483648",
    "01",
    "NaN",
    "9".repeat(3000),
    "1e-400"
  };
  private static final String[] VALUES = {
    "null",
    "true",
    "{}",
    "[]",
    "\"\"",
    "0",
    "[[]]",
    "[null]",
    "{\"type\":null}",
    "\"error\"",
    "{\"\\ud800\":1}",
    "[{\"a\":1},\"b\",2.50]"
  };
  private static final String[] FRAGMENTS = {
    "data:",
    "data: ",
    "\ndata: [DONE]\n\n",
    "event: error\n",
    "\ufeff",
    ":",
    ": ping\n\n",
    "\0",
    "id: 1\n",
    "retry: 1\n",
    "\n\n",
    "\u2028",
    "event:\n",
    "\\",
    "\"",
    "}",
    "{",
    "\\u0000",
    "\ndata: {\"error\":{\"message\":\"sorry\"}}\n\n"
  };
  private static final String[] HALF_PAIRS = {"\\ud800", "\\udc00", "\\udc00\\ud800", "\\ud83dx"};
  private static final int[][] BROKEN_UTF8 = {
    {0xC0, 0x80}, {0xFF}, {0xED, 0xA0, 0x80}, {0xF8, 0x88, 0x80, 0x80, 0x80}, {0xE2, 0x82}, {0x80}
  };

  private final SplittableRandom random;
  private final List<byte[]> others;

  Mutator(SplittableRandom random, List<byte[]> others) {
    this.random = random;
    this.others = others;
  }

  byte[] mutate(byte[] stream) {
    byte[] mutated = stream;
    int times = 1 + Math.min(random.nextInt(4), random.nextInt(4));
    int kinds = random.nextBoolean() ? GENTLE_KINDS : KINDS;
    for (int i = 0; i < times; i++) {
      mutated = once(mutated, random.nextInt(kinds));
    }
    return mutated;
  }

  /** Makes one string of a stream ten million characters long. */
  byte[] swell(byte[] stream) {
    byte[] filling = new byte[10_000_000];
    Arrays.fill(filling, (byte) (random.nextInt(4) == 0 ? '[' : 'x'));
    return insert(stream, afterA(stream, '"'), filling);
  }

  private byte[] once(byte[] stream, int kind) {
    if (stream.length == 0) {
      return others.get(random.nextInt(others.size()));
    }
    return switch (kind) {
      case 0 -> otherLineEnds(stream);
      case 1 -> replaceValue(stream, pick(NUMBERS));
      case 2 -> replaceValue(stream, pick(VALUES));
      case 3 -> insert(stream, afterA(stream, '"'), bytes(pick(HALF_PAIRS)));
      case 4 -> moveEvents(stream);
      case 5 -> flip(stream);
      case 6 -> Arrays.copyOf(stream, random.nextInt(stream.length + 1));
      case 7 -> remove(stream);
      case 8 -> duplicate(stream);
      case 9 -> splice(stream, others.get(random.nextInt(others.size())));
      case 10 -> insert(stream, afterA(stream, ':'), nested());
      case 11 -> insert(stream, anywhere(stream), brokenUtf8());
      default -> insert(stream, anywhere(stream), bytes(pick(FRAGMENTS)));
    };
  }

  private byte[] flip(byte[] stream) {
    byte[] flipped = stream.clone();
    int count = 1 + random.nextInt(8);
    for (int i = 0; i < count; i++) {
      flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return flipped;
  }

  private byte[] remove(byte[] stream) {
    int from = random.nextInt(stream.length);
    int to = Math.min(stream.length, from + 1 + random.nextInt(200));
    return joined(Arrays.copyOf(stream, from), Arrays.copyOfRange(stream, to, stream.length));
  }

  private byte[] duplicate(byte[] stream) {
    int from = random.nextInt(stream.length);
    int to = Math.min(stream.length, from + 1 + random.nextInt(400));
    return insert(stream, to, Arrays.copyOfRange(stream, from, to));
  }

  private byte[] splice(byte[] stream, byte[] other) {
    byte[] head = Arrays.copyOf(stream, random.nextInt(stream.length + 1));
    return joined(head, Arrays.copyOfRange(other, random.nextInt(other.length), other.length));
  }

  private byte[] otherLineEnds(byte[] stream) {
    int kind = random.nextInt(3);
    ByteArrayOutputStream changed = new ByteArrayOutputStream(stream.length + 64);
    for (byte next : stream) {
      if (next != '\n' || (kind == 2 && random.nextBoolean())) {
        changed.write(next);
      } else {
        changed.writeBytes(bytes(kind == 0 ? "\r" : "\r\n"));
      }
    }
    return changed.toByteArray();
  }

  private byte[] nested() {
    String open = random.nextBoolean() ? "[" : "{\"a\":";
    int depth = 1 << random.nextInt(14);
    String close = random.nextBoolean() ? "" : (open.equals("[") ? "]" : "}").repeat(depth);
    return bytes(open.repeat(depth) + (close.isEmpty() ? "" : "1") + close);
  }

  private byte[] brokenUtf8() {
    int[] values = BROKEN_UTF8[random.nextInt(BROKEN_UTF8.length)];
    byte[] broken = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      broken[i] = (byte) values[i];
    }
    return broken;
  }

  /** Replaces what follows a colon up to the end of a short value, so that the JSON stays one. */
  private byte[] replaceValue(byte[] stream, String value) {
    int from = afterA(stream, ':');
    int to = from;
    boolean quoted = to < stream.length && stream[to] == '"';
    if (quoted) {
      to++;
      while (to < stream.length && stream[to] != '"' && stream[to] != '\n') {
        to++;
      }
      to = Math.min(stream.length, to + 1);
    } else {
      while (to < stream.length && ",}]\n".indexOf(stream[to]) < 0) {
        to++;
      }
    }
    byte[] head = joined(Arrays.copyOf(stream, from), bytes(value));
    return joined(head, Arrays.copyOfRange(stream, to, stream.length));
  }

  /** Drops, doubles or swaps whole events. */
  private byte[] moveEvents(byte[] stream) {
    String text = new String(stream, StandardCharsets.ISO_8859_1);
    List<String> events = new ArrayList<>(List.of(text.split("(?<=\n\n)", -1)));
    int one = random.nextInt(events.size());
    int other = random.nextInt(events.size());
    switch (random.nextInt(3)) {
      case 0 -> events.remove(one);
      case 1 -> events.add(other, events.get(one));
      default -> events.set(other, events.set(one, events.get(other)));
    }
    return String.join("", events).getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Returns the place after one of the signs, near a random place. */
  private int afterA(byte[] stream, char sign) {
    int start = anywhere(stream);
    for (int i = start; i < stream.length; i++) {
      if (stream[i] == sign) {
        return i + 1;
      }
    }
    return start;
  }

  private int anywhere(byte[] stream) {
    return random.nextInt(stream.length + 1);
  }

  private String pick(String[] texts) {
    return texts[random.nextInt(texts.length)];
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] insert(byte[] stream, int at, byte[] inserted) {
    byte[] whole = new byte[stream.length + inserted.length];
    System.arraycopy(stream, 0, whole, 0, at);
    System.arraycopy(inserted, 0, whole, at, inserted.length);
    System.arraycopy(stream, at, whole, at + inserted.length, stream.length - at);
    return whole;
  }

  private static byte[] joined(byte[] head, byte[] tail) {
    return insert(head, head.length, tail);
  }
}
