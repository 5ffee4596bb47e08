package dev.nightshift.core.internal.evidence;

import dev.nightshift.core.gate.Gates;
import dev.nightshift.core.gate.MergeGate;
import java.util.List;

/** The gates within a gate, and which of them stand for one another. */
final class GateParts {
  private GateParts() {}

  /** Tells whether a gate passes only if all its parts do. */
  @SuppressWarnings("ReferenceEquality") // A gate of a host may equal nothing, itself included.
  static boolean isAllOf(MergeGate gate) {
    return Gates.allAsked(gate).get(0) != gate;
  }

  /**
   * Tells whether a part of another gate, which lacks this one, has its name in its place.
   *
   * @param own all leaves of the gate of the one
   * @param others all leaves of the gate of the other
   */
  static boolean isOther(
      MergeGate leaf, List<MergeGate> own, MergeGate other, List<MergeGate> others) {
    return !others.contains(leaf) && !own.contains(other) && isNamesake(leaf, other);
  }

  /** The gates that ask no others, within a gate of any depth; itself if it is one. */
  static List<MergeGate> leaves(MergeGate gate) {
    return gate.parts().isEmpty()
        ? List.of(gate)
        : gate.parts().stream().flatMap(part -> leaves(part).stream()).toList();
  }

  private static boolean isNamesake(MergeGate one, MergeGate other) {
    return one instanceof Record
        && one.getClass() == other.getClass()
        && one.name().equals(other.name());
  }
}
