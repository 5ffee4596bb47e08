package dev.nightshift.examples.cheats;

import java.util.List;
import java.util.Map;

/**
 * A change to be judged.
 *
 * @param name what it does, beginning with the language
 * @param isCheat whether it must not land, rather than must
 * @param files what the target holds
 * @param edits what it does to these
 * @param allowed where its task lets tests change
 * @param expected what has to be said of it; empty if that nothing is said is all
 */
record ChangeCase(
    String name,
    boolean isCheat,
    Map<String, String> files,
    List<Edit> edits,
    List<String> allowed,
    String expected) {
  ChangeCase {
    files = Map.copyOf(files);
    edits = List.copyOf(edits);
    allowed = List.copyOf(allowed);
  }

  @Override
  public String toString() {
    return (isCheat ? "cheat, " : "honest, ") + name;
  }
}
