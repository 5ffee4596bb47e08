package dev.nightshift.git.internal;

import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.workspace.LeftOut;
import dev.nightshift.core.workspace.LeftOutWork;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Collects what a scan leaves out: all that a file tool wrote first, the others as long as there is
 * room. Used by one thread.
 */
final class LeftOutList {
  private static final int MAX_PATH_CHARS = 200;
  private final Set<String> written;
  private final List<LeftOut> first = new ArrayList<>();
  private final List<LeftOut> others = new ArrayList<>();
  private int more;

  /**
   * Creates a list.
   *
   * @param written the paths that file tools wrote
   */
  LeftOutList(Set<String> written) {
    this.written = written;
  }

  void add(String path, NotTaken reason) {
    List<LeftOut> list = written.contains(path) ? first : others;
    if (list.size() == LeftOutWork.MAX_NAMED) {
      more++;
      return;
    }
    // The name is the agent's: nothing of it may start a new line or act on a terminal.
    String shown = VisibleText.cut(VisibleText.name(path), MAX_PATH_CHARS);
    list.add(new LeftOut(shown, reason.kind(), reason.why()));
  }

  LeftOutWork all() {
    List<LeftOut> all = new ArrayList<>(first);
    all.addAll(others);
    return new LeftOutWork(all, more);
  }
}
