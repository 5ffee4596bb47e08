package dev.nightshift.models.openai;

import dev.nightshift.core.internal.json.JsonText;
import dev.nightshift.core.provider.ModelRequest;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The ids of the tool calls of one answer: the server's where they tell the calls apart. */
final class CallIds {
  private static final Logger LOG = LoggerFactory.getLogger(CallIds.class);

  private final Set<String> seen = new HashSet<>();
  private final int turn;

  CallIds(ModelRequest request) {
    this.turn = request.transcript().turns().size();
  }

  /** Returns the id of the next call: its own, or a new one if it has none or another has it. */
  String unique(String id, int index) {
    // As it is written, or two of them may become one.
    String written = JsonText.wellFormed(id);
    if (!written.isBlank() && seen.add(written)) {
      return written;
    }
    String own = own(index);
    LOG.warn("tool call {} had the id '{}', now {}", index, written, own);
    seen.add(own);
    return own;
  }

  /** Returns an id that no other call of the conversation has: nine letters and digits. */
  String own(int index) {
    return "c%04x%04x".formatted(turn, index);
  }
}
