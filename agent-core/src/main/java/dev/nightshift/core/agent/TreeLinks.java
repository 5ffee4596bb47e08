package dev.nightshift.core.agent;

import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.tree.TreeView;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Follows symbolic links within the tree of a commit, never on a disk. */
final class TreeLinks {
  private static final int MAX_LINKS = 10;

  private TreeLinks() {}

  /**
   * Returns the path that is meant when links in it are followed; whether there is a file is not
   * looked at.
   *
   * @throws WorkspaceException PATH_REFUSED if it leads out of the tree or through too many links
   */
  static String follow(TreeView tree, String path) {
    Deque<String> ahead = new ArrayDeque<>(List.of(path.split("/", -1)));
    List<String> real = new ArrayList<>();
    int links = 0;
    while (!ahead.isEmpty()) {
      String name = ahead.removeFirst();
      if (name.equals("..")) {
        require(!real.isEmpty(), "it leads out of the repository");
        real.remove(real.size() - 1);
      } else if (!name.isEmpty() && !name.equals(".")) {
        real.add(name);
        Optional<String> target = tree.linkTarget(String.join("/", real));
        if (target.isPresent()) {
          require(++links <= MAX_LINKS, "it leads through more than " + MAX_LINKS + " links");
          require(!target.get().startsWith("/"), "it leads out of the repository");
          real.remove(real.size() - 1);
          List<String> names = Arrays.asList(target.get().split("/", -1));
          for (int index = names.size() - 1; index >= 0; index--) {
            ahead.addFirst(names.get(index));
          }
        }
      }
    }
    return String.join("/", real);
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new WorkspaceException(WorkspaceException.Kind.PATH_REFUSED, otherwise);
    }
  }
}
