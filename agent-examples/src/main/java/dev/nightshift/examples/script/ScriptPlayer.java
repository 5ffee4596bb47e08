package dev.nightshift.examples.script;

import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.models.testing.RecordedRequest;
import dev.nightshift.models.testing.Reply;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import tools.jackson.databind.json.JsonMapper;

/**
 * Plays each model's own script, whichever is asked: give it to a {@code ScriptedModelServer}.
 *
 * <p>Strict: a model that is asked beyond its script is a failure. <b>Threads:</b> the server asks
 * one request at a time; build the scripts before.
 */
public final class ScriptPlayer implements Function<RecordedRequest, Reply> {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String SIGNATURE = "c2NyaXB0ZWQ=";
  private final Map<String, Deque<Reply>> scripts = new HashMap<>();

  /** Makes a player without scripts. */
  public ScriptPlayer() {}

  /**
   * Appends to a model's script.
   *
   * @param model the name as requested, for example {@code claude-opus-5-5}
   * @param turns what it says next
   * @return this player
   */
  public ScriptPlayer add(String model, List<ModelTurn> turns) {
    turns.forEach(turn -> add(model, reply(turn)));
    return this;
  }

  /**
   * Appends one answer, perhaps with a fault, to a model's script.
   *
   * @param model the name as requested
   * @param reply what the server sends next
   * @return this player
   */
  public ScriptPlayer add(String model, Reply reply) {
    scripts.computeIfAbsent(model, unused -> new ArrayDeque<>()).add(reply);
    return this;
  }

  @Override
  public Reply apply(RecordedRequest request) {
    Deque<Reply> script = scripts.get(request.model());
    Reply next = script == null ? null : script.poll();
    if (next == null) {
      throw new IllegalStateException("the script of " + request.model() + " is at its end");
    }
    return next;
  }

  /**
   * Returns how many answers nobody asked for.
   *
   * @return 0 if all scripts were played to their end
   */
  public int unused() {
    return scripts.values().stream().mapToInt(Deque::size).sum();
  }

  /**
   * Returns a turn as the server sends it: what the model says between tool calls is a thinking
   * block, as with the newest models.
   *
   * @param turn the turn
   * @return the answer
   */
  public static Reply reply(ModelTurn turn) {
    if (turn.calls().isEmpty()) {
      return Reply.text(turn.thought());
    }
    List<ContentBlock> blocks = new ArrayList<>();
    if (!turn.thought().isEmpty()) {
      blocks.add(new ContentBlock.Thinking(turn.thought(), SIGNATURE));
    }
    for (ToolCall call : turn.calls()) {
      blocks.add(Reply.use(call.tool(), JSON.writeValueAsString(call.arguments())));
    }
    return Reply.of(blocks.toArray(ContentBlock[]::new));
  }
}
