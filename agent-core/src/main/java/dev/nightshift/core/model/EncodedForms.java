package dev.nightshift.core.model;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** The wire forms of one turn, made on first use. */
final class EncodedForms {
  private final Map<String, byte[]> byFormat = new ConcurrentHashMap<>(2);

  byte[] get(String format, Turn turn, Function<Turn, byte[]> encoder) {
    return byFormat.computeIfAbsent(format, unused -> encoder.apply(turn));
  }
}
