package dev.nightshift.models.testing;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;

/** Where replies come from: a script or a function. Guarded by the server's lock. */
final class ReplySource {
  private final Deque<Reply> script;
  private final Function<RecordedRequest, Reply> model;

  private ReplySource(Deque<Reply> script, Function<RecordedRequest, Reply> model) {
    this.script = script;
    this.model = model;
  }

  static ReplySource script(Reply... replies) {
    Deque<Reply> script = new ArrayDeque<>(List.of(replies));
    return new ReplySource(script, request -> nextOf(script));
  }

  static ReplySource of(Function<RecordedRequest, Reply> model) {
    return new ReplySource(new ArrayDeque<>(), model);
  }

  Reply next(RecordedRequest request) {
    return model.apply(request);
  }

  int unused() {
    return script.size();
  }

  private static Reply nextOf(Deque<Reply> script) {
    Reply next = script.poll();
    if (next == null) {
      throw new AssertionError("unexpected: the script has no more replies");
    }
    return next;
  }
}
