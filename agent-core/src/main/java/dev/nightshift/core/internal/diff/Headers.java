package dev.nightshift.core.internal.diff;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The lines of a patch that name a file and its modes; one version may be absent, not both. */
final class Headers {
  private Headers() {}

  static String names(
      @Nullable FileVersion before, @Nullable FileVersion after, UnaryOperator<String> name) {
    return "diff --git "
        + name.apply("a/" + oldPath(before, after))
        + " "
        + name.apply("b/" + newPath(before, after))
        + "\n";
  }

  static String modes(@Nullable FileVersion before, @Nullable FileVersion after) {
    if (before == null) {
      return after == null ? "" : "new file mode " + after.modeText() + "\n";
    }
    if (after == null) {
      return "deleted file mode " + before.modeText() + "\n";
    }
    return before.mode() == after.mode()
        ? ""
        : "old mode " + before.modeText() + "\nnew mode " + after.modeText() + "\n";
  }

  static boolean isRename(@Nullable FileVersion before, @Nullable FileVersion after) {
    return before != null && after != null && !before.path().equals(after.path());
  }

  static String rename(
      @Nullable FileVersion before, @Nullable FileVersion after, UnaryOperator<String> name) {
    return "rename from "
        + name.apply(oldPath(before, after))
        + "\nrename to "
        + name.apply(newPath(before, after))
        + "\n";
  }

  static String sides(
      @Nullable FileVersion before, @Nullable FileVersion after, UnaryOperator<String> name) {
    return "--- "
        + (before == null ? "/dev/null" : name.apply("a/" + before.path()))
        + "\n+++ "
        + (after == null ? "/dev/null" : name.apply("b/" + after.path()))
        + "\n";
  }

  static String newPath(@Nullable FileVersion before, @Nullable FileVersion after) {
    return after != null ? after.path() : oldPath(before, after);
  }

  private static String oldPath(@Nullable FileVersion before, @Nullable FileVersion after) {
    if (before != null) {
      return before.path();
    }
    if (after == null) {
      throw new IllegalArgumentException("a change of a file has a version of it");
    }
    return after.path();
  }
}
