package dev.nightshift.core.internal.journal;

import dev.nightshift.core.internal.journal.RecordedLines.Noted;
import java.util.List;
import java.util.Map;

/**
 * Where the branch of a scope was at its last record, and its files.
 *
 * @param head its last checkpoint; empty if it has none
 * @param tree the newest snapshot behind that; empty if there is none
 */
public record RecordedFiles(String head, String tree) {
  private static final String COMMIT = "commit#";
  private static final String FILES = "files";

  /** Notes the files of a scope before a step that may have changed them is recorded. */
  public static void note(Steps steps, String tree) {
    String key = RecordedConversation.SNAPSHOT + steps.scope() + FILES;
    steps.notes().add(key, new SnapshotNote(0, tree));
  }

  /** Reads them for a scope. */
  public static RecordedFiles in(Steps steps) {
    RecordedLines lines = steps.record().known();
    String head = "";
    int committedAt = 0;
    for (String key : lines.keys()) {
      RecordedStep step = lines.step(key);
      if (key.startsWith(steps.scope() + COMMIT) && step != null && step.failure() == null) {
        head = step.result().required("tip").text();
        committedAt = lines.ordinalOf(key);
      }
    }
    return new RecordedFiles(head, newest(lines, steps.scope(), committedAt));
  }

  /** The newest files that a finished step left, or of whose change a role was told. */
  private static String newest(RecordedLines lines, String scope, int committedAt) {
    String tree = "";
    int at = 0;
    String prefix = RecordedConversation.SNAPSHOT + scope;
    for (Map.Entry<String, List<Noted>> noted : lines.notes().entrySet()) {
      if (!noted.getKey().startsWith(prefix) || !RecordedLines.isOf(scope, noted.getKey())) {
        continue;
      }
      String name = noted.getKey().substring(RecordedConversation.SNAPSHOT.length());
      int told = name.equals(scope + FILES) ? 0 : lastTold(lines, name);
      for (Noted note : noted.getValue()) {
        boolean isTold =
            name.equals(scope + FILES) ? note.steps() < lines.stepsIn(scope) : note.line() < told;
        if (isTold && note.steps() >= committedAt && note.line() > at) {
          at = note.line();
          tree = JournalJson.read(note.value(), SnapshotNote.class).tree();
        }
      }
    }
    return tree;
  }

  /**
   * The line that last told results of tools. Files behind it are newer than all that is told of
   * them, and what changed them is done again.
   */
  private static int lastTold(RecordedLines lines, String conversation) {
    String key = RecordedConversation.CONVERSATION + conversation;
    int last = 0;
    for (Noted note : lines.notes().getOrDefault(key, List.of())) {
      String is = note.value().path(RecordForm.IS).text();
      boolean tells = is.equals("Sending") || is.equals("Kept");
      last = tells ? note.line() : last;
    }
    return last;
  }
}
