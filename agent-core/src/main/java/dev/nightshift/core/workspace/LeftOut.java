package dev.nightshift.core.workspace;

import dev.nightshift.core.base.Require;

/**
 * One path of a workspace that no commit of its run holds as it is there.
 *
 * @param path relative to the root, with {@code /} at its end if everything below it is meant;
 *     characters that a reader would not see are written out
 * @param cause the kind of reason
 * @param why the reason in words, such as {@code ignored by .gitignore line 3: *.log}
 */
public record LeftOut(String path, Cause cause, String why) {
  /** Refuses nulls. */
  public LeftOut {
    Require.nonNull(path, "path");
    Require.nonNull(cause, "cause");
    Require.nonNull(why, "why");
  }

  /**
   * Describes a file that seems to have been moved out of the change.
   *
   * @param path where it is now
   * @param from the path the change deletes
   * @param why why nothing is taken at its new place
   * @return what is left out, of the kind {@link Cause#MOVED_OUT}
   */
  public static LeftOut movedOut(String path, String from, String why) {
    Require.nonNull(from, "from");
    Require.nonNull(why, "why");
    return new LeftOut(
        path,
        Cause.MOVED_OUT,
        "it holds what " + from + " held, which the change deletes, and is left out: " + why);
  }

  /** Kinds of reasons, and what an agent can do about each. */
  public enum Cause {
    /**
     * A rule of {@code .gitignore}, {@code info/exclude} or {@code core.excludesFile} ignores it.
     */
    IGNORED(
        "Put it at a path that is not ignored; or, if it belongs there, add a rule that begins"
            + " with ! to the .gitignore."),
    /**
     * It is ignored or build output, and holds byte for byte what the change deletes and holds
     * nowhere else.
     */
    MOVED_OUT(
        "If you moved it there, move it to a path that is taken, or put back what was there; a"
            + " copy that a build made is as it should be."),
    /** A command made it where a build tool writes, and git tracks nothing there. */
    BUILD_OUTPUT("If it belongs to the change, write it by write_file."),
    /** Git or this library never stores such a path, for the safety of those who check it out. */
    REFUSED("Use another path."),
    /** Git would store something else than the file holds, by a program this library never runs. */
    CONVERTED("Leave this file as it was, and say in your summary what has to be done by hand."),
    /** It goes beyond what one commit of a run takes. */
    LIMIT("Make it smaller or split it, and remove what is generated."),
    /** It cannot be read. */
    UNREADABLE("Make it readable."),
    /** Git keeps no directories without files. */
    EMPTY_DIRECTORY("Add a file to it.");

    private final String remedy;

    Cause(String remedy) {
      this.remedy = remedy;
    }

    /**
     * Returns what an agent can do about it.
     *
     * @return one sentence
     */
    public String remedy() {
      return remedy;
    }
  }

  /**
   * Returns path and reason on one line.
   *
   * @return for example {@code lib/a.sh: ignored by .gitignore line 1: lib/}
   */
  @Override
  public String toString() {
    return path + ": " + why;
  }
}
