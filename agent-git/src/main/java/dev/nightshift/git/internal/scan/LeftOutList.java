package dev.nightshift.git.internal.scan;

import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.workspace.LeftOut;
import dev.nightshift.core.workspace.LeftOutWork;
import dev.nightshift.git.internal.rules.NotTaken;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Collects what a scan leaves out: all that a file tool wrote or that was moved first, the others
 * as long as there is room. Used by one thread.
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
    } else {
      list.add(new LeftOut(shown(path), reason.kind(), reason.why()));
    }
  }

  /** Adds a file that was moved out of the change, in the place of what was said of it. */
  void addMoved(String path, MovedFiles.Move move) {
    String shown = shown(path);
    if (!first.removeIf(left -> left.path().equals(shown))) {
      others.removeIf(left -> left.path().equals(shown));
    }
    if (first.size() == LeftOutWork.MAX_NAMED) {
      more++;
    } else {
      first.add(LeftOut.movedOut(shown, shown(move.from()), move.reason().why()));
    }
  }

  /** The name is the agent's: nothing of it may start a new line or act on a terminal. */
  static String shown(String path) {
    return VisibleText.cut(VisibleText.name(path), MAX_PATH_CHARS);
  }

  LeftOutWork all() {
    List<LeftOut> all = new ArrayList<>(first);
    all.addAll(others);
    return new LeftOutWork(all, more);
  }
}
