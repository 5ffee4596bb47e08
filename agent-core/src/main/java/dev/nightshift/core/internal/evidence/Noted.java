package dev.nightshift.core.internal.evidence;

import dev.nightshift.core.gate.GateNote;
import dev.nightshift.core.gate.GateResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a gate wants a human to look at.
 *
 * @param gate its name
 * @param note what it is
 */
public record Noted(String gate, GateNote note) {
  /** Of each gate what it said last, each once. */
  static List<Noted> in(Stream<GateResult> said) {
    Map<String, List<GateNote>> last = new LinkedHashMap<>();
    said.flatMap(result -> result.leaves().stream())
        .forEach(leaf -> last.put(leaf.name(), leaf.notes()));
    return last.entrySet().stream()
        .flatMap(gate -> gate.getValue().stream().map(note -> new Noted(gate.getKey(), note)))
        .distinct()
        .toList();
  }
}
