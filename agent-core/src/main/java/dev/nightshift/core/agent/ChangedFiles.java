package dev.nightshift.core.agent;

import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.internal.loop.CallLog;
import dev.nightshift.core.internal.text.Template;
import dev.nightshift.core.internal.text.TemplateFile;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.model.Transcript;
import dev.nightshift.core.tree.TreeView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** What an implementer's model is told of its own edits when its conversation was compacted. */
final class ChangedFiles {
  /** The most files that are told; older ones are only counted. */
  static final int MOST = 200;

  private static final TemplateFile WORDS = TemplateFile.of(ChangedFiles.class, "changed-files.md");
  private static final Template FILES = WORDS.template("files", "tools", "files");
  private static final Template THERE = WORDS.template("there", "path", "times");
  private static final Template GONE = WORDS.template("gone", "path", "times");
  private static final Template MORE = WORDS.template("more", "count");

  private ChangedFiles() {}

  /**
   * Returns each file that tools changed, and whether it is there; empty if none was changed.
   *
   * @param most how many are told at most; those that were changed before are only counted
   */
  static String told(Transcript transcript, TreeView files, int most) {
    Map<String, Integer> changed = new CallLog(transcript).changedPaths(ImplementerCalls.CHANGING);
    if (changed.isEmpty()) {
      return "";
    }
    List<String> lines = new ArrayList<>();
    int more = changed.size() - most;
    if (more > 0) {
      lines.add(MORE.fill(more));
    }
    changed.entrySet().stream()
        .skip(Math.max(0, more))
        .forEach(
            file ->
                lines.add(
                    (isThere(file.getKey(), files) ? THERE : GONE)
                        .fill(VisibleText.name(file.getKey()), file.getValue())));
    String tools = String.join(", ", new TreeSet<>(ImplementerCalls.CHANGING));
    return FILES.fill(tools, String.join("\n", lines));
  }

  private static boolean isThere(String path, TreeView files) {
    try {
      files.read(path);
      return true;
    } catch (WorkspaceException notThere) {
      return false;
    }
  }
}
