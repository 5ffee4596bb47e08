package dev.nightshift.core.internal.journal;

import dev.nightshift.core.model.ConversationSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is noted in one scope of a run: what a replay goes on without. Used by one thread. */
public final class Notes {
  private final RunRecord record;
  private final String scope;
  private final Map<String, Integer> counts = new HashMap<>();

  Notes(RunRecord record, String scope) {
    this.record = record;
    this.scope = scope;
    String conversations = RecordedConversation.CONVERSATION + scope;
    record.known().notes().keySet().stream()
        .filter(key -> key.startsWith(conversations) && RecordedLines.isOf(scope, key))
        .forEach(key -> count(key.substring(conversations.length())));
  }

  /** What is noted from now on has a number of its own. */
  private void count(String numbered) {
    int end = numbered.lastIndexOf('#');
    int number = Integer.parseInt(numbered.substring(end + 1));
    counts.merge(numbered.substring(0, end), number, Math::max);
  }

  /** Tells whether notes are kept, so that nobody has to make them for nothing. */
  public boolean areKept() {
    return record.takesNotes();
  }

  /** Returns a key for what is noted in this scope, which is no other's whatever its name. */
  public String nextKey(String name) {
    return scope + name + "#" + counts.merge(name, 1, Integer::sum);
  }

  /** Does {@link RunRecord#requestHashes}. */
  public RequestHashes requestHashes(ConversationSpec spec) {
    return record.requestHashes(spec);
  }

  /** Notes something, as {@link RunRecord#note}, under a key of this scope. */
  public void add(String key, Object value) {
    record.note(key, value);
  }

  /** Does {@link #add} under the name itself, as often as it is noted. */
  public void addNamed(String name, Object value) {
    add(scope + name, value);
  }

  /**
   * Returns what a process that ended noted last under a name.
   *
   * @param steps how many steps were passed when it was noted
   */
  public <T> Optional<T> last(String name, int steps, Class<T> type) {
    return record
        .notedAt(record.name(scope + name), steps)
        .reduce((before, after) -> after)
        .map(noted -> JournalJson.read(noted, type));
  }

  /**
   * What was noted.
   *
   * @param value what
   * @param passed how many steps of its scope were passed then
   * @param line its place in the record
   */
  public record Noted<T>(T value, int passed, int line) {}

  /** Returns what processes that ended noted under a name, oldest first. */
  public <T> List<Noted<T>> all(String name, Class<T> type) {
    return record
        .noted(scope + name)
        .map(note -> new Noted<>(JournalJson.read(note.value(), type), note.steps(), note.line()))
        .toList();
  }
}
